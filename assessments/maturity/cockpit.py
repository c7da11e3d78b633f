"""What the page of a round says: where it stands, who has answered, what is next.

Reads in a fixed number of queries, whatever the number of institutions.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.maturity.models import (
    AgreedLevel,
    Answer,
    Evidence,
    Respondent,
    Round,
    RoundInstitution,
)
from assessments.maturity.moves import Move, moves_from
from assessments.maturity.permissions import Action, Part, allowed, parts_in
from assessments.maturity.round_reading import framework_of
from assessments.maturity.services.rounds import leaves_out, missing_before
from lms.accounts.models import OutgoingMail

State = Round.State

#: The steps of a round in the order they are shown, and the states each is current in.
STEPS = (
    (_("Set up"), State.DRAFT),
    (_("Collect answers"), State.COLLECTING),
    (_("Agree levels"), State.AGREEING),
    (_("Validate"), State.SUBMITTED),
    (_("Publish"), State.VALIDATED),
)
#: Sign of the chip of each state.
SIGNS = {
    State.DRAFT: "pencil",
    State.COLLECTING: "half",
    State.AGREEING: "half",
    State.SUBMITTED: "ring",
    State.VALIDATED: "done",
    State.PUBLISHED: "flag",
}


@dataclass(frozen=True)
class InstitutionLine:
    """How far one institution is. ``mine``: the reader answers for it."""

    row: RoundInstitution
    answered: int
    asked: int
    evidence: int
    respondents: tuple[Respondent, ...]
    mine: bool = False

    @property
    def words(self) -> str:
        """Return "12 of 51 questions answered"."""
        return answered_words(self.answered, self.asked)


def answered_words(answered: int, asked: int) -> str:
    """Return how many questions are answered, in words."""
    return ngettext(
        "%(answered)s of %(asked)s question answered",
        "%(answered)s of %(asked)s questions answered",
        asked,
    ) % {"answered": answered, "asked": asked}


def steps_of(round: Round) -> dict:
    """Return what components/stepper.html wants."""
    states = [state for _title, state in STEPS]
    here = len(STEPS) if round.state == State.PUBLISHED else states.index(round.state)
    titles = [str(title) for title, _state in STEPS]
    shown = min(here, len(STEPS) - 1)
    return {
        "steps": [
            {
                "title": title,
                "state": "done"
                if number < here
                else "current"
                if number == here
                else "later",
            }
            for number, title in enumerate(titles)
        ],
        "number": shown + 1,
        "total": len(STEPS),
        "current": titles[shown],
        "next": titles[here + 1] if here + 1 < len(STEPS) else "",
    }


@dataclass
class Cockpit:
    """Everything that one person reads on the page of a round."""

    round: Round
    parts: frozenset
    asked: int
    lines: list[InstitutionLine]
    agreed: int
    undecided: int
    evidence: int
    moves: list

    def may(self, action: Action) -> bool:
        """Return whether the reader may do that now."""
        return allowed(self.parts, action, self.round.state)

    @property
    def runs(self) -> bool:
        """Return whether the reader runs the round."""
        return Part.RUNS in self.parts

    @property
    def validates(self) -> bool:
        """Return whether the reader judges the round now."""
        return self.may(Action.VALIDATE)

    @property
    def may_set_up(self) -> bool:
        """Return whether the reader changes institutions, people and dates."""
        return self.may(Action.SET_UP)

    @property
    def may_agree(self) -> bool:
        """Return whether the reader sets agreed levels now."""
        return self.may(Action.AGREE)

    @property
    def sees_answers(self) -> bool:
        """Return whether the reader sees what each institution said."""
        return self.may(Action.SEE_ANSWERS)

    @property
    def sees_result(self) -> bool:
        """Return whether the reader sees agreed levels and scores."""
        return self.may(Action.SEE_RESULT)

    @property
    def own(self) -> list[InstitutionLine]:
        """Return the institutions that the reader answers for."""
        return [line for line in self.lines if line.mine]

    @property
    def handed_in(self) -> int:
        """Return how many institutions have handed in."""
        return sum(line.row.handed_in_at is not None for line in self.lines)

    @property
    def people(self) -> int:
        """Return how many people are asked."""
        return sum(len(line.respondents) for line in self.lines)

    @property
    def onward(self) -> "list[OfferedMove]":
        """Return the steps onward that the reader may take."""
        return [self._offered(move) for move in self._own_moves() if not move.back]

    @property
    def back(self) -> "list[OfferedMove]":
        """Return the steps back that the reader may take."""
        return [OfferedMove(move) for move in self._own_moves() if move.back]

    @property
    def due(self) -> "Due | None":
        """Return the due date while answers are awaited."""
        waits = self.round.state in (State.DRAFT, State.COLLECTING)
        return Due(self.round.due_on) if waits and self.round.due_on else None

    def _own_moves(self) -> list[Move]:
        return moves_from(self.round.state, self.parts)

    def _offered(self, move: Move) -> "OfferedMove":
        return OfferedMove(
            move,
            missing=missing_before(self.round, move.after),
            leaves=leaves_out(self.round, move.after),
        )


@dataclass(frozen=True)
class OfferedMove:
    """A step with what stands in its way, and what it would leave out."""

    move: Move
    missing: str = ""
    leaves: str = ""


@dataclass(frozen=True)
class Due:
    """A due date, beside today."""

    on: date

    @property
    def days(self) -> int:
        """Return the days that are left; below 0 when it has passed."""
        return (self.on - timezone.localdate()).days

    @property
    def is_late(self) -> bool:
        """Return whether the day has passed."""
        return self.days < 0

    @property
    def words(self) -> str:
        """Return what is left, or by how much it is late, in words."""
        if self.days == 0:
            return str(_("today"))
        if self.is_late:
            return ngettext("%(count)s day late", "%(count)s days late", -self.days) % {
                "count": -self.days
            }
        return ngettext("%(count)s day left", "%(count)s days left", self.days) % {
            "count": self.days
        }


def cockpit_for(user, round: Round) -> Cockpit:
    """Read what one person may know of a round."""
    parts = parts_in(user, round)
    asked = list(framework_of(round).by_id)
    sees_all = allowed(parts, Action.SEE_ANSWERS, round.state)
    lines = institution_lines(round, asked=asked, user=user)
    agreed = (
        AgreedLevel.objects.filter(round=round, question__in=asked)
        .exclude(given="")
        .count()
    )
    evidence = Evidence.objects.present().filter(institution__round=round)
    undecided = (
        evidence.filter(review="").count()
        + AgreedLevel.objects.filter(round=round, given="na", na_accepted=None).count()
    )
    return Cockpit(
        round=round,
        parts=parts,
        asked=len(asked),
        lines=lines if sees_all else [line for line in lines if line.mine],
        agreed=agreed,
        undecided=undecided,
        evidence=evidence.count(),
        moves=list(round.moves.select_related("by")) if sees_all else [],
    )


def institution_lines(
    round: Round, *, asked: list[str], user=None
) -> list[InstitutionLine]:
    """Return how far each institution of a round is; four queries."""
    rows = round.institutions.select_related("institution", "handed_in_by")
    answered = dict(
        Answer.objects.filter(institution__round=round, question__in=asked)
        .exclude(given="")
        .values_list("institution")
        .annotate(Count("pk"))
        .order_by()
    )
    shown = dict(
        Evidence.objects.present()
        .filter(institution__round=round, question__in=asked)
        .values_list("institution")
        .annotate(Count("pk"))
        .order_by()
    )
    people: dict[int, list[Respondent]] = {}
    for one in Respondent.objects.filter(
        institution__round=round, removed_at=None
    ).select_related("person"):
        people.setdefault(one.institution_id, []).append(one)
    return [
        InstitutionLine(
            row=row,
            answered=answered.get(row.pk, 0),
            asked=len(asked),
            evidence=shown.get(row.pk, 0),
            respondents=tuple(people.get(row.pk, ())),
            mine=user is not None
            and any(one.person_id == user.pk for one in people.get(row.pk, ())),
        )
        for row in rows
    ]


def doors_of(user) -> list[tuple[RoundInstitution, int, int]]:
    """Return (institution, answered, asked) where somebody is awaited to answer."""
    rows = (
        RoundInstitution.objects.answered_by(user)
        .filter(round__state=State.COLLECTING)
        .select_related("institution", "round__country", "round__framework")
    )
    found = []
    for row in rows:
        asked = list(framework_of(row.round).by_id)
        answered = row.answers.filter(question__in=asked).exclude(given="").count()
        found.append((row, answered, len(asked)))
    return found


def reminded_today(round: Round, respondents, at: datetime | None = None) -> set[int]:
    """Return the respondents who were reminded by hand today; one query."""
    day = timezone.localdate(at)
    keys = {f"round:{round.pk}:reminded:{one.pk}:{day}": one.pk for one in respondents}
    sent = OutgoingMail.objects.filter(once_key__in=list(keys))
    return {keys[key] for key in sent.values_list("once_key", flat=True)}
