"""Who may do what in a round, and when: one table; everything else is refused.

A person has parts in a round: runs it (coordinator, country administrator),
answers for an institution, validates it (validators of the region, never somebody
of the country itself), oversees the region. A view asks can(); whether the person
finds the round at all says RoundQuerySet.visible_to.
"""

from enum import StrEnum

from assessments.maturity.models import FrameworkVersion, Round, RoundInstitution
from lms.accounts.permissions import can_edit_content
from lms.accounts.roles import Capability

State = Round.State


class Part(StrEnum):
    """What somebody is in a round."""

    RUNS = "runs"
    ANSWERS = "answers"
    VALIDATES = "validates"
    OVERSEES = "oversees"
    READS = "reads"


class Action(StrEnum):
    """What can be done with a round."""

    SEE = "see"
    SET_UP = "set_up"
    ANSWER = "answer"
    FILL_IN = "fill_in"
    SHOW = "show"
    SEE_ANSWERS = "see_answers"
    AGREE = "agree"
    VALIDATE = "validate"
    SEE_VALIDATION = "see_validation"
    SEE_RESULT = "see_result"
    OPT_IN = "opt_in"


_ALL = frozenset(State)
_FROM_SUBMITTED = frozenset({State.SUBMITTED, State.VALIDATED, State.PUBLISHED})

#: Action > part > the states in which that part may do it.
TABLE: dict[Action, dict[Part, frozenset]] = {
    Action.SEE: {
        Part.RUNS: _ALL,
        Part.ANSWERS: _ALL - {State.DRAFT},
        Part.VALIDATES: _FROM_SUBMITTED,
        Part.OVERSEES: _FROM_SUBMITTED,
        Part.READS: frozenset({State.PUBLISHED}),
    },
    # Institutions, respondents and dates.
    Action.SET_UP: {Part.RUNS: frozenset({State.DRAFT, State.COLLECTING})},
    # For the own institution.
    Action.ANSWER: {Part.ANSWERS: frozenset({State.COLLECTING})},
    # From a spreadsheet or paper, for an institution that sent one.
    Action.FILL_IN: {
        Part.RUNS: frozenset({State.COLLECTING}),
        Part.ANSWERS: frozenset({State.COLLECTING}),
    },
    # Evidence for an institution's answer: its own people while they answer; at the
    # meeting who runs the round adds what is found there. Answers stay as given.
    Action.SHOW: {
        Part.RUNS: frozenset({State.AGREEING}),
        Part.ANSWERS: frozenset({State.COLLECTING}),
    },
    # What each institution said and showed.
    Action.SEE_ANSWERS: {
        Part.RUNS: _ALL,
        Part.VALIDATES: _FROM_SUBMITTED,
        Part.OVERSEES: _FROM_SUBMITTED,
    },
    Action.AGREE: {Part.RUNS: frozenset({State.AGREEING})},
    Action.VALIDATE: {Part.VALIDATES: frozenset({State.SUBMITTED})},
    # What a validator decides on each piece of evidence.
    Action.SEE_VALIDATION: {
        Part.RUNS: _FROM_SUBMITTED,
        Part.VALIDATES: _FROM_SUBMITTED,
        Part.OVERSEES: _FROM_SUBMITTED,
    },
    # Agreed levels and what follows from them; before that a preview.
    Action.SEE_RESULT: {
        Part.RUNS: _ALL - {State.DRAFT, State.COLLECTING},
        Part.ANSWERS: _FROM_SUBMITTED,
        Part.VALIDATES: _FROM_SUBMITTED,
        Part.OVERSEES: _FROM_SUBMITTED,
        Part.READS: frozenset({State.PUBLISHED}),
    },
    # Whether the levels are counted in the comparisons of the region.
    Action.OPT_IN: {Part.RUNS: frozenset({State.VALIDATED, State.PUBLISHED})},
}


def parts_in(user, round: Round) -> frozenset[Part]:
    """Return what somebody is in a round; one query when signed in."""
    if not user.is_authenticated:
        return frozenset()
    parts = {Part.READS}
    if user.may(Capability.RUN_ROUNDS, round.country):
        parts.add(Part.RUNS)
    if can_validate_for(user, round.country):
        parts.add(Part.VALIDATES)
    if user.may(Capability.OVERSEE_ROUNDS, round.country):
        parts.add(Part.OVERSEES)
    if RoundInstitution.objects.filter(round=round).answered_by(user).exists():
        parts.add(Part.ANSWERS)
    return frozenset(parts)


def allowed(parts, action: Action, state: str) -> bool:
    """Return whether one of the parts may do that in this state."""
    table = TABLE[action]
    return any(state in table.get(part, ()) for part in parts)


def can(user, action: Action, round: Round) -> bool:
    """Return whether somebody may do that with this round now."""
    return allowed(parts_in(user, round), action, round.state)


def can_answer_for(user, institution: RoundInstitution) -> bool:
    """Return whether somebody may change the answers of an institution now."""
    asked = RoundInstitution.objects.filter(pk=institution.pk).answered_by(user)
    return (
        institution.round.state in TABLE[Action.ANSWER][Part.ANSWERS] and asked.exists()
    )


def can_fill_in_for(user, institution: RoundInstitution) -> bool:
    """Return whether somebody may bring in a filled spreadsheet of an institution."""
    if can_answer_for(user, institution):
        return True
    runs = user.may(Capability.RUN_ROUNDS, institution.round.country)
    return runs and institution.round.state in TABLE[Action.FILL_IN][Part.RUNS]


def can_show_for(user, institution: RoundInstitution) -> bool:
    """Return whether somebody may add evidence for an institution now."""
    if can_answer_for(user, institution):
        return not institution.handed_in_at
    runs = user.may(Capability.RUN_ROUNDS, institution.round.country)
    return runs and institution.round.state in TABLE[Action.SHOW][Part.RUNS]


def can_validate_for(user, country) -> bool:
    """Return whether somebody judges rounds of a country.

    Never somebody who works for that country in whatever role.
    """
    if not user.is_authenticated or not user.may(Capability.VALIDATE_ROUNDS, country):
        return False
    return all(one.country_id != country.pk for one in user.current_memberships)


def may_read(user, framework: FrameworkVersion) -> bool:
    """Everybody reads what is published; editors also read drafts."""
    return framework.is_published or can_edit_content(user)
