"""What is said before and after a step of a round: whom it touches, in numbers."""

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.maturity.models import Evidence, Respondent, Round
from assessments.maturity.moves import Move
from assessments.maturity.services.rounds import leaves_out

State = Round.State


def title(step: Move) -> str:
    """Return the question of the page before a step."""
    return {
        (State.DRAFT, State.COLLECTING): _("Start collecting answers?"),
        (State.COLLECTING, State.AGREEING): _("Close the answers and agree levels?"),
        (State.AGREEING, State.SUBMITTED): _("Submit the round for validation?"),
        (State.SUBMITTED, State.VALIDATED): _("Validate this round?"),
        (State.VALIDATED, State.PUBLISHED): _("Publish the result?"),
        (State.COLLECTING, State.DRAFT): _("Go back to the draft?"),
        (State.AGREEING, State.COLLECTING): _("Open the answers again?"),
        (State.SUBMITTED, State.AGREEING): _("Send the round back?"),
    }[step.before, step.after]


def facts(round: Round, step: Move) -> list[str]:
    """Return what a step does, in sentences, with numbers."""
    return {
        (State.DRAFT, State.COLLECTING): _starting,
        (State.COLLECTING, State.AGREEING): _closing,
        (State.AGREEING, State.SUBMITTED): _submitting,
        (State.SUBMITTED, State.VALIDATED): _validating,
        (State.VALIDATED, State.PUBLISHED): _publishing,
        (State.COLLECTING, State.DRAFT): _to_draft,
        (State.AGREEING, State.COLLECTING): _opening_again,
        (State.SUBMITTED, State.AGREEING): _sending_back,
    }[step.before, step.after](round)


def done(to: str) -> str:
    """Return what is said after a step."""
    return {
        State.DRAFT: _("The round is a draft again."),
        State.COLLECTING: _("The round collects answers now."),
        State.AGREEING: _("Answers are closed. Levels can be agreed now."),
        State.SUBMITTED: _("The round is submitted. A validator looks at it next."),
        State.VALIDATED: _("The round is validated. Its scores are kept as they are."),
        State.PUBLISHED: _("The result is published."),
    }[to]


def _starting(round: Round) -> list[str]:
    people = Respondent.objects.filter(
        institution__round=round, removed_at=None
    ).count()
    institutions = round.institutions.count()
    found = [
        ngettext(
            "%(count)s institution answers.",
            "%(count)s institutions answer.",
            institutions,
        )
        % {"count": institutions},
        ngettext(
            "%(count)s person is asked by e-mail.",
            "%(count)s people are asked by e-mail.",
            people,
        )
        % {"count": people},
    ]
    if round.due_on:
        found.append(
            _("Answers are due on %(date)s.")
            % {"date": formats.date_format(round.due_on, "DATE_FORMAT")}
        )
    return [*found, _("Institutions do not see each other’s answers.")]


def _closing(round: Round) -> list[str]:
    return [
        *filter(None, [leaves_out(round, State.AGREEING)]),
        _("Nobody can change answers after this."),
        _("You see all answers side by side and agree a level for each question."),
        _("You can open the answers again, with a reason."),
    ]


def _submitting(round: Round) -> list[str]:
    evidence = Evidence.objects.present().filter(institution__round=round).count()
    return [
        _("A validator of your region reads answers, agreed levels and evidence."),
        ngettext(
            "%(count)s piece of evidence will be looked at.",
            "%(count)s pieces of evidence will be looked at.",
            evidence,
        )
        % {"count": evidence},
        _("Respondents can read the agreed result from now on."),
        _("Agreed levels do not change while the round is submitted."),
    ]


def _validating(round: Round) -> list[str]:
    return [
        _("The scores are kept as they are, with the rules they were computed by."),
        _("After this the round does not go back."),
        _("The country decides when its result is published."),
    ]


def _publishing(round: Round) -> list[str]:
    return [
        _("Everybody who signs in can read the agreed levels and scores."),
        _("What each institution answered stays inside your country."),
        _("A published result is not taken back."),
    ]


def _to_draft(round: Round) -> list[str]:
    return [
        _("Respondents cannot open the round until you start it again."),
        _("Answers and evidence that are there are kept."),
    ]


def _opening_again(round: Round) -> list[str]:
    return [
        _("Institutions that have handed in can take their answers back."),
        _("Levels that are agreed are kept. Look at them again afterwards."),
    ]


def _sending_back(round: Round) -> list[str]:
    return [
        _("The country can change agreed levels again."),
        _("What was said of the evidence is kept."),
    ]
