"""The sheets of the report as a workbook: typed cells, full precision."""

from collections.abc import Iterator

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from assessments.maturity.answers import Given, number_of
from assessments.maturity.comparison import Compared
from assessments.maturity.dimension_pages import RoundRows
from assessments.maturity.explaining import shown, text_in
from assessments.maturity.heatmap import GivenAnswers
from assessments.maturity.models import Answer, Round
from assessments.maturity.results import RoundResult, as_float
from lms.accounts.sheets import Sheet


def sheets(
    round: Round,
    result: RoundResult,
    compared: Compared | None,
    rows: RoundRows,
    answers: GivenAnswers,
) -> Iterator[Sheet]:
    """Yield summary, dimensions and questions; answers of institutions and evidence
    as far as the reader of ``rows`` may see them.
    """
    yield Sheet(
        _("Summary"),
        [_("Figure"), _("Value")],
        _summary(round, result, compared),
        width=34,
    )
    yield Sheet(
        _("Dimensions"), _dimension_heads(result), _dimensions(result, compared)
    )
    yield Sheet(_("Questions"), _question_heads(), _questions(result, rows), frozen=2)
    if rows.reader.answers:
        yield Sheet(
            _("Institutions' answers"), _answer_heads(), _answers(result, answers)
        )
    if rows.reader.inside:
        yield Sheet(_("Evidence"), _evidence_heads(), _evidence(result, rows), width=26)


def _summary(round, result, compared) -> list[list]:
    scores = result.scores
    lines = [
        [_("Country"), str(round.country)],
        [_("Reference date"), round.reference_date],
        [_("State"), round.get_state_display()],
        [_("Validated on"), round.scored_at and localtime(round.scored_at).date()],
        [_("Framework"), text_in(result.framework.title)],
        [_("Version"), result.framework.version],
        [_("Questions asked"), round.get_scope_display()],
        [_("National stage"), scores.national_stage],
        [_("Held back by"), ", ".join(result.held_back_by)],
        [_("Index, 0 to 100"), as_float(scores.index)],
        [_("Index, low end of the band"), as_float(scores.index_low)],
        [_("Index, high end of the band"), as_float(scores.index_high)],
        [_("Mean of the dimensions"), as_float(scores.mean)],
        [_("Coverage, 0 to 1"), as_float(scores.coverage)],
    ]
    if result.validated:
        lines += [
            [_("National stage, validated levels"), result.validated.national_stage],
            [_("Index, validated levels"), as_float(result.validated.index)],
        ]
    if compared and compared.change:
        overall = compared.change.overall
        lines += [
            [_("Compared with"), str(compared.round)],
            [_("Change of the mean of the dimensions"), as_float(overall.difference)],
            [_("Change is within noise"), overall.noise],
        ]
    return lines


def _dimension_heads(result) -> list[str]:
    counts = [
        _("Questions at level %(level)s") % {"level": level.value}
        for level in result.framework.levels
    ]
    return [
        _("Dimension"),
        _("Title"),
        _("Mean"),
        _("Low end"),
        _("High end"),
        _("Stage"),
        _("Coverage, 0 to 1"),
        _("Lowest questions"),
        _("Mean, validated levels"),
        _("Stage, validated levels"),
        _("Change"),
        _("Within noise"),
        *counts,
    ]


def _dimensions(result, compared) -> Iterator[list]:
    changes = compared.change.dimensions if compared and compared.change else {}
    for dimension in result.framework.dimensions:
        found, change = result.dimensions[dimension.id], changes.get(dimension.id)
        checked = result.validated and result.validated.dimensions[dimension.id]
        yield [
            dimension.id,
            text_in(dimension.title),
            as_float(found.mean),
            as_float(found.low),
            as_float(found.high),
            found.stage,
            as_float(found.coverage),
            ", ".join(found.lowest),
            checked and as_float(checked.mean),
            checked and checked.stage,
            change and as_float(change.difference),
            change and change.noise,
            *(found.counts.get(level.value, 0) for level in result.framework.levels),
        ]


def _question_heads() -> list[str]:
    return [
        _("Question"),
        _("Title"),
        _("Dimension"),
        _("Essential"),
        _("Level"),
        _("Agreed level"),
        _("Proposal"),
        _("How the proposal came about"),
        _("Validated level"),
        _("Reason"),
        _("Who agreed"),
        _("Different opinions"),
        _("Pieces of evidence"),
    ]


def _questions(result, rows) -> Iterator[list]:
    for dimension in result.framework.dimensions:
        for question in dimension.questions:
            found = result.questions[question.id]
            block = rows.block(question)
            yield [
                question.id,
                text_in(question.title),
                dimension.id,
                question.essential,
                _cell(found.level),
                _cell(found.agreed),
                _cell(found.proposed),
                found.why,
                found.validated,
                block.reason,
                block.who,
                "\n".join(
                    f"{one.institution}: {one.level.word or one.level.sign}. {one.text}"
                    for one in block.dissents
                ),
                block.number_of_evidence,
            ]


def _answer_heads() -> list[str]:
    return [
        _("Institution"),
        _("Question"),
        _("Answer"),
        _("Why this level"),
        _("How sure"),
        _("Why it does not apply"),
    ]


def _answers(result, answers) -> Iterator[list]:
    rows = Answer.objects.filter(institution__round=answers.round)
    found = {(row.institution_id, row.question): row for row in rows}
    for institution in answers.institutions:
        for question in result.framework.questions:
            row = found.get((institution.pk, question.id))
            yield [
                str(institution),
                question.id,
                _cell(row.level if row else None),
                row.justification if row else "",
                row.get_confidence_display() if row and row.confidence else "",
                row.na_reason if row else "",
            ]


def _evidence_heads() -> list[str]:
    return [
        _("Question"),
        _("Title"),
        _("Kind"),
        _("Institution"),
        _("Validation"),
        _("Supports levels up to"),
    ]


def _evidence(result, rows) -> Iterator[list]:
    for question in result.framework.questions:
        for row in rows.evidence.get(question.id, []):
            yield [
                question.id,
                str(row),
                row.get_kind_display(),
                str(row.institution) if rows.reader.answers else "",
                row.get_review_display() if row.review else _("not judged yet"),
                row.supports,
            ]


def _cell(given: Given) -> int | str:
    """Return a level as a number, and the three other answers in words."""
    number = number_of(given)
    return shown(given) if number is None else number
