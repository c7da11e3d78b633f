"""What the pages of agreeing show: all questions of a round, one question.

A fixed number of queries, whatever the number of institutions.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.maturity import meeting, models
from assessments.maturity.agree_forms import (
    ALL,
    CHANGED,
    NOT_AGREED,
    RETURNED,
    TO_DISCUSS,
)
from assessments.maturity.instrument import Question
from assessments.maturity.result_pages import ShownLevel, level_shown
from assessments.maturity.results import QuestionResult
from assessments.maturity.round_reading import framework_of, round_result
from assessments.maturity.showing import said


@dataclass(frozen=True)
class Line:
    """One question in the list.

    ``discuss``: "", "discuss" or "first". ``changed``: answers were changed after
    the level was agreed. ``returned``: pieces of evidence sent back.
    """

    id: str
    title: str
    essential: bool
    url: str
    proposed: ShownLevel
    is_hint: bool
    agreed: ShownLevel | None
    answers: str
    discuss: str
    changed: bool
    opinions: str
    returned: str

    @property
    def kinds(self) -> set[str]:
        """Return the filters that list it."""
        return {
            ALL,
            *([TO_DISCUSS] if self.discuss and not self.agreed else []),
            *([] if self.agreed else [NOT_AGREED]),
            *([CHANGED] if self.changed else []),
            *([RETURNED] if self.returned else []),
        }


@dataclass(frozen=True)
class Group:
    """One dimension with its lines."""

    id: str
    title: str
    lines: list[Line] = field(default_factory=list)


class Table:
    """A round as the meeting sees it."""

    def __init__(self, round: "models.Round") -> None:
        self.round = round
        self.framework = framework_of(round)

    @cached_property
    def result(self):
        """Everything that follows from the answers as they are now."""
        return round_result(self.round)

    @cached_property
    def institutions(self) -> list:
        """The institutions in the order of the list."""
        return list(self.round.institutions.select_related("institution"))

    @cached_property
    def agreed(self) -> dict:
        """Question > row of its agreed level, where there is one."""
        rows = models.AgreedLevel.objects.filter(round=self.round).exclude(given="")
        return {
            row.question: row for row in rows if row.question in self.framework.by_id
        }

    @cached_property
    def changed_at(self) -> dict[str, datetime]:
        """Question > when an answer to it was changed last."""
        rows = models.Answer.objects.filter(institution__round=self.round).order_by()
        return dict(rows.values_list("question").annotate(Max("changed_at")))

    @cached_property
    def returned(self) -> list:
        """The evidence that a validator sent back and that is still there."""
        rows = models.Evidence.objects.present().filter(
            institution__round=self.round, review=models.Evidence.Review.RETURNED
        )
        order = {one: place for place, one in enumerate(self.framework.by_id)}
        found = rows.select_related("institution__institution", "reviewed_by")
        return sorted(
            (one for one in found if one.question in order),
            key=lambda one: (order[one.question], one.institution.position, one.pk),
        )

    @property
    def refused(self) -> list:
        """The levels "not applicable" that a validator did not accept."""
        return [row for row in self.agreed.values() if row.na_accepted is False]

    @cached_property
    def opinions(self) -> Counter:
        """Question > how many institutions think otherwise."""
        rows = models.Dissent.objects.filter(agreed__round=self.round)
        return Counter(rows.values_list("agreed__question", flat=True))

    @property
    def total(self) -> int:
        """How many questions are asked."""
        return len(self.framework.questions)

    @property
    def left(self) -> list[str]:
        """The questions to discuss, in the order in which they are taken up."""
        return meeting.to_discuss(self.result, self.agreed)

    @property
    def words(self) -> str:
        """How many are agreed, in words."""
        return ngettext(
            "%(agreed)s of %(count)s question agreed",
            "%(agreed)s of %(count)s questions agreed",
            self.total,
        ) % {"agreed": len(self.agreed), "count": self.total}

    @property
    def left_words(self) -> str:
        """How many are to be discussed, in words."""
        if not self.left:
            return _("nothing left to discuss")
        return ngettext(
            "%(count)s to discuss", "%(count)s to discuss", len(self.left)
        ) % {"count": len(self.left)}

    def next_after(self, question: str) -> dict | None:
        """Return where the meeting goes from a question: words, id and address."""
        found = meeting.following(self.result, self.left, question)
        words = _("Next to discuss: %(id)s")
        if not found:
            left = meeting.not_agreed(self.result, self.agreed)
            found = meeting.following(self.result, left, question)
            words = _("Next without a level: %(id)s")
        if not found:
            return None
        return {
            "id": found,
            "words": words % {"id": found},
            "url": question_url(self.round, found),
        }

    def groups(self, shown: str = ALL) -> list[Group]:
        """Return the dimensions with the questions that a filter leaves."""
        found = [
            Group(
                id=dimension.id,
                title=said(dimension.title),
                lines=[
                    line
                    for line in map(self._line, dimension.questions)
                    if shown in line.kinds
                ],
            )
            for dimension in self.framework.dimensions
        ]
        return [group for group in found if group.lines]

    def _line(self, question: Question) -> Line:
        found = self.result.questions[question.id]
        agreed = self.agreed.get(question.id)
        changed_at = self.changed_at.get(question.id)
        opinions = self.opinions[question.id]
        returned = sum(one.question == question.id for one in self.returned)
        refused = bool(agreed and agreed.na_accepted is False)
        return Line(
            id=question.id,
            title=said(question.title),
            essential=question.essential,
            url=question_url(self.round, question.id),
            proposed=level_shown(self.framework, found.proposed),
            is_hint=meeting.is_hint(question, found),
            agreed=level_shown(self.framework, agreed.level) if agreed else None,
            answers=spread_words(found),
            discuss=discuss_kind(found),
            changed=bool(agreed and changed_at and changed_at > agreed.set_at),
            opinions=ngettext(
                "%(count)s different opinion", "%(count)s different opinions", opinions
            )
            % {"count": opinions}
            if opinions
            else "",
            returned=returned_words(returned, refused=refused),
        )


def question_url(round: "models.Round", question: str) -> str:
    """Return the address of a question of the meeting."""
    return reverse("maturity:agree_question", args=[round.pk, question])


def discuss_kind(found: QuestionResult) -> str:
    """Return "first", "discuss" or "": whether to talk about it, and how early."""
    if found.discuss_first:
        return "first"
    return "discuss" if found.discuss else ""


def spread_words(found: QuestionResult) -> str:
    """Return between which levels the answers lie, in words."""
    levels = found.levels
    if not levels:
        return _("No institution gave a level.")
    if levels[0] == levels[-1]:
        return ngettext(
            "%(count)s institution says %(level)s.",
            "%(count)s institutions say %(level)s.",
            len(levels),
        ) % {"count": len(levels), "level": levels[0]}
    return _("Answers go from %(low)s to %(high)s.") % {
        "low": levels[0],
        "high": levels[-1],
    }


def discuss_words(question: Question, found: QuestionResult) -> str:
    """Return why a question has to be talked about, "" when it has not."""
    if not found.discuss:
        return ""
    if question.combine == "weakest":
        return _(
            "Discuss: nobody who gave the lowest level has written why. Ask for it."
        )
    if question.combine == "share":
        return _("Discuss: the answers lie far apart, or agree too little.")
    if found.discuss_first:
        return _(
            "Discuss first: one true answer exists, and the answers lie two or more "
            "levels apart. Look at the evidence together."
        )
    return _(
        "Discuss: one true answer exists, and the answers differ. Look at the evidence "
        "together."
    )


def returned_words(count: int, *, refused: bool) -> str:
    """Return what a validator sent back of a question, in words; "" for nothing."""
    if refused:
        return _("“Not applicable” was not accepted")
    if not count:
        return ""
    return ngettext(
        "%(count)s piece of evidence sent back",
        "%(count)s pieces of evidence sent back",
        count,
    ) % {"count": count}


def sent_back(round: "models.Round"):
    """Return the step by which a round was last sent back to be agreed again, or None.

    None as well once it was handed on again.
    """
    state = models.Round.State
    if round.state not in (state.AGREEING, state.COLLECTING):
        return None
    steps = round.moves.select_related("by").order_by("-pk")
    return steps.filter(before=state.SUBMITTED).first()
