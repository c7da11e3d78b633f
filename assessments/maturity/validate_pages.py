"""What the validator's pages show: how far the decisions are, and on what.

A fixed number of queries, whatever the number of institutions and of evidence.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.maturity import models
from assessments.maturity.agree_pages import Table
from assessments.maturity.agree_question_pages import Sheet
from assessments.maturity.answers import NOT_APPLICABLE
from assessments.maturity.instrument import Question
from assessments.maturity.result_pages import ShownLevel, level_shown
from assessments.maturity.showing import said

#: What the list of questions can be narrowed down to.
ALL, OPEN, LOWER = "all", "open", "lower"


@dataclass(frozen=True)
class JudgedLine:
    """One question: its agreed and its validated level, what is still to decide."""

    id: str
    title: str
    essential: bool
    url: str
    agreed: ShownLevel
    validated: ShownLevel | None
    evidence: str
    open: int
    is_lower: bool

    @property
    def open_words(self) -> str:
        """Return how much there is to decide, "" for nothing."""
        if not self.open:
            return ""
        return ngettext("%(count)s to decide", "%(count)s to decide", self.open) % {
            "count": self.open
        }

    @property
    def kinds(self) -> set[str]:
        """Return the filters that list it."""
        return {
            ALL,
            *([OPEN] if self.open else []),
            *([LOWER] if self.is_lower else []),
        }


class Judging(Table):
    """A submitted round as its validator sees it."""

    @cached_property
    def evidence(self) -> dict[str, Counter]:
        """Question > how many pieces of evidence by the decision on them."""
        rows = models.Evidence.objects.present().filter(institution__round=self.round)
        found: dict[str, Counter] = {one: Counter() for one in self.framework.by_id}
        for question, review in rows.values_list("question", "review"):
            if question in found:
                found[question][review] += 1
        return found

    def open_of(self, question: str) -> int:
        """Return how many decisions a question still waits for."""
        return self.evidence[question][""] + self._waits(question)

    @property
    def to_decide(self) -> int:
        """How many decisions there are to make in all."""
        pieces = sum(sum(one.values()) for one in self.evidence.values())
        return pieces + sum(row.level == NOT_APPLICABLE for row in self.agreed.values())

    @property
    def open(self) -> int:
        """How many are still to be made."""
        return sum(self.open_of(one) for one in self.framework.by_id)

    @property
    def decided(self) -> int:
        """How many are made."""
        return self.to_decide - self.open

    @property
    def decided_words(self) -> str:
        """Return "12 of 40 decided"."""
        return ngettext(
            "%(decided)s of %(count)s decided",
            "%(decided)s of %(count)s decided",
            self.to_decide,
        ) % {"decided": self.decided, "count": self.to_decide}

    @property
    def rule(self) -> str:
        """Return how a validated level comes about, in words."""
        return _(
            "Without accepted evidence a level counts as %(free)s at most. Above that "
            "it counts up to the highest level for which evidence is accepted."
        ) % {
            "free": max(
                self.framework.minimum, self.framework.scoring.evidence_from - 1
            )
        }

    def next_after(self, question: str) -> dict | None:
        """Return the next question with something to decide: words, id, address."""
        left = [one for one in self.framework.by_id if self.open_of(one)]
        onward = [one for one in left if one != question]
        places = list(self.framework.by_id)
        if question in places:
            here = places.index(question)
            onward.sort(key=lambda one: (places.index(one) < here, places.index(one)))
        if not onward:
            return None
        return {
            "id": onward[0],
            "words": _("Next to decide: %(id)s") % {"id": onward[0]},
            "url": judging_url(self.round, onward[0]),
        }

    def _line(self, question: Question) -> JudgedLine:
        found = self.result.questions[question.id]
        counts = self.evidence[question.id]
        return JudgedLine(
            id=question.id,
            title=said(question.title),
            essential=question.essential,
            url=judging_url(self.round, question.id),
            agreed=level_shown(
                self.framework, self.result.questions[question.id].agreed
            ),
            validated=level_shown(self.framework, found.validated)
            if found.validated is not None
            else None,
            evidence=pieces_words(counts),
            open=self.open_of(question.id),
            is_lower=is_lower(found),
        )

    def _waits(self, question: str) -> int:
        """Return 1 where "not applicable" waits for a decision."""
        row = self.agreed.get(question)
        return int(
            row is not None and row.level == NOT_APPLICABLE and row.na_accepted is None
        )


class JudgedSheet(Sheet):
    """One question as its validator sees it."""

    @property
    def waits(self) -> bool:
        """Return whether the agreed level is "not applicable"."""
        return self.agreed is not None and self.agreed.level == NOT_APPLICABLE

    @property
    def supported_words(self) -> str:
        """Return up to which level evidence is accepted, in words."""
        levels = [
            piece.supports
            for row in self.rows
            for piece in row.pieces
            if piece.review == models.Evidence.Review.ACCEPTED
        ]
        if not levels:
            return _("No evidence is accepted yet.")
        return _("Evidence is accepted for levels up to %(level)s.") % {
            "level": max(levels)
        }

    @property
    def is_lower(self) -> bool:
        """Return whether the evidence carries less than what was agreed."""
        return is_lower(self.found)


def is_lower(found) -> bool:
    """Return whether a validated level is lower than the agreed one."""
    return (
        found.validated is not None
        and isinstance(found.agreed, int)
        and found.validated < found.agreed
    )


def pieces_words(counts: Counter) -> str:
    """Return how much evidence there is, and what was decided on it."""
    total = sum(counts.values())
    if not total:
        return _("no evidence")
    return ngettext(
        "%(count)s piece of evidence: %(accepted)s accepted, %(returned)s sent back",
        "%(count)s pieces of evidence: %(accepted)s accepted, %(returned)s sent back",
        total,
    ) % {
        "count": total,
        "accepted": counts[models.Evidence.Review.ACCEPTED],
        "returned": counts[models.Evidence.Review.RETURNED],
    }


def judging_url(round: "models.Round", question: str) -> str:
    """Return the address of a question for its validator."""
    return reverse("maturity:validate_question", args=[round.pk, question])
