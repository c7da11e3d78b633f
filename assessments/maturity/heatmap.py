"""Who answered what: questions by institutions, with the level that counts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.maturity.answers import Given
from assessments.maturity.instrument import Dimension
from assessments.maturity.models import Answer, Round, RoundInstitution
from assessments.maturity.result_pages import ShownLevel, level_shown
from assessments.maturity.results import RoundResult
from assessments.maturity.showing import said


@dataclass(frozen=True)
class Cell:
    """What one institution says; ``url`` leads to its answer."""

    institution: str
    level: ShownLevel
    url: str


@dataclass(frozen=True)
class Row:
    """One question; ``differs`` when institutions gave different levels."""

    id: str
    title: str
    essential: bool
    cells: list[Cell]
    level: ShownLevel
    differs: bool


@dataclass(frozen=True)
class Block:
    """One dimension with its rows. ``opens``: one to show at once."""

    id: str
    title: str
    rows: list[Row]
    opens: bool = False

    @property
    def words(self) -> str:
        """How many questions got different levels."""
        number = sum(row.differs for row in self.rows)
        if not self.rows[0].cells:
            return _("Level the country agreed.")
        if not number:
            return _("Institutions gave the same levels.")
        return ngettext(
            "Institutions gave different levels to %(count)s question.",
            "Institutions gave different levels to %(count)s questions.",
            number,
        ) % {"count": number}


class GivenAnswers:
    """What the institutions of a round answered, in two queries.

    Empty for readers who may not see the answers.
    """

    def __init__(self, round: Round, *, readable: bool) -> None:
        self.round, self.readable = round, readable

    @cached_property
    def institutions(self) -> list[RoundInstitution]:
        """The institutions in the order of the round's list."""
        if not self.readable:
            return []
        return list(self.round.institutions.select_related("institution"))

    @cached_property
    def given(self) -> Mapping[tuple[int, str], Given]:
        """(institution, question) > what was given."""
        if not self.readable:
            return {}
        rows = Answer.objects.filter(institution__round=self.round)
        return {(row.institution_id, row.question): row.level for row in rows}

    def url(self, institution: RoundInstitution, question: str) -> str:
        """Return where the answer is read."""
        return self._addresses[institution.pk].replace("QUESTION", question)

    @cached_property
    def _addresses(self) -> dict[int, str]:
        # One pattern for each institution: hundreds of addresses take long to make.
        return {
            one.pk: reverse("maturity:answer", args=[self.round.pk, one.pk, "QUESTION"])
            for one in self.institutions
        }


def heatmap(
    result: RoundResult, answers: GivenAnswers, *, only_differences: bool = False
) -> list[Block]:
    """Return the blocks of all dimensions; without those that have no row to show.

    Open is the first that holds the country back, so that a long page stays short.
    """
    blocks = [_block(result, one, answers) for one in result.framework.dimensions]
    if only_differences:
        blocks = [
            replace(one, rows=[row for row in one.rows if row.differs])
            for one in blocks
        ]
    return [one for one in blocks if one.rows]


def _block(result: RoundResult, dimension: Dimension, answers: GivenAnswers) -> Block:
    rows = []
    for question in dimension.questions:
        found = result.questions[question.id]
        cells = [
            Cell(
                institution=str(institution),
                level=level_shown(
                    result.framework, answers.given.get((institution.pk, question.id))
                ),
                url=answers.url(institution, question.id),
            )
            for institution in answers.institutions
        ]
        rows.append(
            Row(
                id=question.id,
                title=said(question.title),
                essential=question.essential,
                cells=cells,
                level=level_shown(result.framework, found.level),
                differs=len(set(found.levels)) > 1,
            )
        )
    held = [one.dimension for one in result.scores.held_back]
    first = held[0] if held else result.framework.dimensions[0].id
    return Block(dimension.id, said(dimension.title), rows, opens=dimension.id == first)
