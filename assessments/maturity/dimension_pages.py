"""A dimension question by question: the agreed level, why, by whom, shown by what."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.maturity import explaining
from assessments.maturity.explaining import Explanation, text_in
from assessments.maturity.instrument import Dimension, Question
from assessments.maturity.models import (
    AgreedLevel,
    Dissent,
    Evidence,
    Round,
    RoundInstitution,
)
from assessments.maturity.national_result import Reader
from assessments.maturity.result_pages import (
    Numeral,
    ShownLevel,
    level_shown,
    mean_shown,
    stage_shown,
)
from assessments.maturity.results import RoundResult
from assessments.maturity.showing import said


@dataclass(frozen=True)
class ShownEvidence:
    """A piece of evidence; ``url`` and ``institution`` only for who may see them."""

    title: str
    kind: str
    url: str
    institution: str
    review: str
    accepted: bool
    supports: str


@dataclass(frozen=True)
class ShownDissent:
    """A different opinion of an institution."""

    institution: str
    level: ShownLevel
    text: str


@dataclass(frozen=True)
class QuestionBlock:
    """One question as a reader of the result sees it."""

    id: str
    title: str
    essential: bool
    level: ShownLevel
    descriptor: str
    is_agreed: bool
    reason: str
    who: str
    when: str
    dissents: list[ShownDissent]
    validated: ShownLevel | None
    evidence: list[ShownEvidence]
    number_of_evidence: int
    squares: list[tuple[int, bool]]
    explanation: Explanation


class RoundRows:
    """What was agreed and shown in a round, in a fixed number of queries."""

    def __init__(self, round: Round, reader: Reader, result: RoundResult) -> None:
        self.round, self.reader, self.result = round, reader, result

    @cached_property
    def agreed(self) -> dict[str, AgreedLevel]:
        """Question > the row of its agreed level."""
        institutions = RoundInstitution.objects.select_related("institution")
        rows = AgreedLevel.objects.filter(round=self.round).prefetch_related(
            Prefetch("agreed_by", institutions),
            Prefetch(
                "dissents", Dissent.objects.select_related("institution__institution")
            ),
        )
        return {row.question: row for row in rows}

    @cached_property
    def evidence(self) -> dict[str, list[Evidence]]:
        """Question > evidence; what a validator sent back is left out when frozen."""
        rows = Evidence.objects.present().filter(institution__round=self.round)
        if self.round.is_frozen:
            rows = rows.filter(review=Evidence.Review.ACCEPTED)
        found = defaultdict(list)
        for row in rows.select_related("institution__institution"):
            found[row.question].append(row)
        return found

    def block(self, question: Question) -> QuestionBlock:
        """Return one question with everything this reader may see."""
        found = self.result.questions[question.id]
        framework = self.result.framework
        row, inside = self.agreed.get(question.id), self.reader.inside
        values = [level.value for level in framework.levels]
        evidence = self.evidence.get(question.id, [])
        return QuestionBlock(
            id=question.id,
            title=said(question.title),
            essential=question.essential,
            level=level_shown(framework, found.level),
            descriptor=said(question.descriptors.get(found.number, {})),
            is_agreed=found.agreed is not None,
            reason=row.reason if row else "",
            who=", ".join(str(one) for one in row.agreed_by.all())
            if row and inside
            else "",
            when=date_format(localtime(row.set_at), "DATE_FORMAT") if row else "",
            dissents=[
                ShownDissent(
                    str(one.institution), level_shown(framework, one.level), one.text
                )
                for one in row.dissents.all()
            ]
            if row and inside
            else [],
            validated=None
            if found.validated is None
            else level_shown(framework, found.validated),
            evidence=[self._evidence(one) for one in evidence] if inside else [],
            number_of_evidence=len(evidence),
            squares=[
                (Numeral(value, values), value == found.number) for value in values
            ],
            explanation=explaining.explain_question(self.result, question.id),
        )

    def _evidence(self, row: Evidence) -> ShownEvidence:
        url = ""
        if self.reader.answers:
            is_file = row.kind == Evidence.Kind.FILE
            url = reverse("maturity:evidence", args=[row.pk]) if is_file else row.url
        supports = "" if row.supports is None else str(row.supports)
        return ShownEvidence(
            title=str(row),
            kind=row.get_kind_display(),
            url=url,
            institution=str(row.institution) if self.reader.answers else "",
            review=row.get_review_display() if row.review else _("not judged yet"),
            accepted=row.review == Evidence.Review.ACCEPTED,
            supports=supports,
        )


def dimension_context(rows: RoundRows, dimension: Dimension) -> dict:
    """Return what the page of a dimension, and its chapter of the report, show."""
    result = rows.result
    found = result.dimensions[dimension.id]
    return {
        "id": dimension.id,
        "title": said(dimension.title),
        "plain_title": text_in(dimension.title),
        "question": said(dimension.question),
        "found": found,
        "mean": mean_shown(found.mean),
        "stage": stage_shown(result.framework, found.stage),
        "finding": dimension_finding(result, dimension),
        "blocks": [rows.block(one) for one in dimension.questions],
        "levels": [level.value for level in result.framework.levels],
        "explanations": [
            explaining.explain_mean(result, dimension.id),
            explaining.explain_stage(result, dimension.id),
            explaining.explain_band(result, dimension.id),
            explaining.explain_coverage(result, dimension.id),
        ],
    }


def dimension_finding(result: RoundResult, dimension: Dimension) -> str:
    """Return in one sentence where the lowest questions of a dimension stand."""
    found = result.dimensions[dimension.id]
    if not found.lowest:
        return _("No question has a level.")
    titles = {one.id: text_in(one.title) for one in dimension.questions}
    return ngettext(
        "Lowest, at level %(level)s: %(which)s.",
        "Lowest, at level %(level)s, are %(count)s questions: %(which)s.",
        len(found.lowest),
    ) % {
        "level": min(found.counts),
        "count": len(found.lowest),
        "which": ", ".join(titles[one] for one in found.lowest),
    }
