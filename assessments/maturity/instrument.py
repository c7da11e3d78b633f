"""A maturity instrument as plain values: what it asks, and how it is scored.

An instrument has dimensions, their questions, and one descriptor for each question
and level. Nothing here knows how many dimensions, questions or levels there are:
WHO's scale from 1 to 5 fits as well as one from 0 to 5. No database, no request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Any

Texts = Mapping[str, str]

#: How institutions' answers become one proposal; see :mod:`.proposals`.
FACT, WEAKEST, SHARE = "fact", "weakest", "share"
COMBINE = (FACT, WEAKEST, SHARE)

#: How the mean of the dimension means becomes the index, 0 to 100.
RANGE, OF_MAXIMUM = "range", "share"
INDEX = (RANGE, OF_MAXIMUM)

#: How the levels of questions become the figure of a dimension.
MEAN = "mean"

DRAFT, PUBLISHED = "draft", "published"
STATES = (DRAFT, PUBLISHED)

#: What became of a question in a new version.
EQUAL, NARROWER, WIDER, NEW, DROPPED = "equal", "narrower", "wider", "new", "dropped"
RELATIONS = (EQUAL, NARROWER, WIDER, NEW, DROPPED)


@dataclass(frozen=True)
class Level:
    """One step of the scale: its number, name, what it means everywhere, its proof."""

    value: int
    key: str
    name: Texts = field(default_factory=dict)
    meaning: Texts = field(default_factory=dict)
    proof: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Scoring:
    """The settings of section 3 of the framework document, all in one place.

    Shares are from 0 to 1. The defaults are those of the document, for files that
    say nothing; they are written out when a framework is exported.
    """

    dimension: str = MEAN
    index: str = RANGE
    #: Share of applicable questions that must have reached a stage, rounded up.
    stage_share: Decimal = Decimal("0.8")
    #: Share of dimensions that must have reached the national stage, rounded up ...
    national_share: Decimal | None = Decimal("0.8")
    #: ... or, instead of the share, their number.
    national_dims: int | None = None
    #: Every essential question is at min(stage, essential_floor) or more.
    essential_floor: int = 3
    #: Share of applicable questions answered below which a dimension has no mean.
    min_coverage: Decimal = Decimal("0.8")
    #: The lowest level that asks for evidence; below it nothing has to be shown.
    evidence_from: int = 3
    #: A question of type share is discussed when answers are so many levels apart.
    discuss_spread: int = 3
    #: ... or when the within-group agreement r_wg is below this.
    discuss_agreement: Decimal = Decimal("0.5")
    #: Changes of a dimension mean and of the overall mean below these are noise.
    noise_dimension: Decimal = Decimal("0.6")
    noise_overall: Decimal = Decimal("0.2")


@dataclass(frozen=True)
class Question:
    """One question with a descriptor for every level.

    ``weight``: in the mean of its dimension, above 0. ``respondents``: keys of who
    answers. ``modules``: keys of modules that a gap points to.
    """

    id: str
    title: Texts
    descriptors: Mapping[int, Texts]
    combine: str = FACT
    essential: bool = False
    allow_na: bool = False
    weight: Decimal = Decimal(1)
    respondents: tuple[str, ...] = ()
    guidance: Texts = field(default_factory=dict)
    evidence: Texts = field(default_factory=dict)
    modules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dimension:
    """A group of questions. ``weight``: in the mean of all dimensions, above 0."""

    id: str
    title: Texts
    questions: tuple[Question, ...]
    question: Texts = field(default_factory=dict)
    basis: Texts = field(default_factory=dict)
    weight: Decimal = Decimal(1)


@dataclass(frozen=True)
class MapEntry:
    """What became of a question: ``old`` in the previous version, ``new`` in this."""

    old: str
    new: str
    relation: str


@dataclass(frozen=True)
class Framework:
    """One version of an instrument.

    ``levels`` from the lowest to the highest, without gaps. ``respondents``: names
    by key. ``map``: from the previous version; empty in the first one.
    """

    key: str
    version: str
    title: Texts
    levels: tuple[Level, ...]
    dimensions: tuple[Dimension, ...]
    scoring: Scoring = Scoring()
    summary: Texts = field(default_factory=dict)
    source: Texts = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    respondents: Mapping[str, Texts] = field(default_factory=dict)
    map: tuple[MapEntry, ...] = ()
    state: str = PUBLISHED

    @property
    def minimum(self) -> int:
        """The lowest level."""
        return self.levels[0].value

    @property
    def maximum(self) -> int:
        """The highest level."""
        return self.levels[-1].value

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in their order."""
        return tuple(
            question
            for dimension in self.dimensions
            for question in dimension.questions
        )

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """All questions by their id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def essentials(self) -> tuple[Question, ...]:
        """The essential questions, which are also the short form."""
        return tuple(question for question in self.questions if question.essential)

    @property
    def version_order(self) -> tuple[int, ...]:
        """The version as numbers, so that 1.10.0 comes after 1.9.0."""
        return version_order(self.version)

    def required_questions(self, applicable: int) -> int:
        """How many of so many questions must have reached a stage."""
        return ceil(Fraction(self.scoring.stage_share) * applicable)

    def required_dimensions(self, applicable: int) -> int:
        """How many of so many dimensions must have reached the national stage."""
        if self.scoring.national_dims is not None:
            share = Fraction(self.scoring.national_dims, len(self.dimensions))
        else:
            share = Fraction(self.scoring.national_share)
        return ceil(share * applicable)

    def essential_level(self, stage: int) -> int:
        """The level every essential question needs for a national stage."""
        return min(stage, self.scoring.essential_floor)

    def short_form(self) -> "Framework":
        """The same instrument with its essential questions only."""
        dimensions = tuple(
            replace(dimension, questions=kept)
            for dimension in self.dimensions
            if (kept := tuple(one for one in dimension.questions if one.essential))
        )
        scoring = self.scoring
        if scoring.national_dims is not None:
            number = self.required_dimensions(len(dimensions))
            scoring = replace(scoring, national_dims=number)
        return replace(self, dimensions=dimensions, scoring=scoring)


def version_order(version: str) -> tuple[int, ...]:
    """A version like 1.10.0 as numbers that sort."""
    return tuple(int(part) for part in version.split("."))


def framework_data(framework: Framework) -> dict[str, Any]:
    """The framework as it stands in its file; the inverse of reading it."""
    head = {
        "id": framework.key,
        "version": framework.version,
        "state": framework.state,
        "languages": list(framework.languages),
        "title": dict(framework.title),
        "summary": dict(framework.summary),
        "source": dict(framework.source),
    }
    levels = [
        {
            "value": level.value,
            "key": level.key,
            "name": dict(level.name),
            "meaning": dict(level.meaning),
            "proof": dict(level.proof),
        }
        for level in framework.levels
    ]
    respondents = [
        {"key": key, "name": dict(name)} for key, name in framework.respondents.items()
    ]
    data = {
        "framework": _without_empty(head),
        "levels": [_without_empty(level) for level in levels],
        "scoring": scoring_data(framework.scoring),
        "respondents": respondents,
        "dimensions": [_dimension_data(one) for one in framework.dimensions],
        "map": [_map_data(entry) for entry in framework.map],
    }
    return _without_empty(data)


def scoring_data(scoring: Scoring) -> dict[str, Any]:
    """The settings as plain numbers and words, in the order of the class."""
    return {
        name: _plain(value)
        for name, value in vars(scoring).items()
        if value is not None
    }


def _dimension_data(dimension: Dimension) -> dict[str, Any]:
    data = {
        "id": dimension.id,
        "title": dict(dimension.title),
        "question": dict(dimension.question),
        "basis": dict(dimension.basis),
        "weight": _plain(dimension.weight),
        "questions": [_question_data(one) for one in dimension.questions],
    }
    return _without_empty(data)


def _question_data(question: Question) -> dict[str, Any]:
    data = {
        "id": question.id,
        "title": dict(question.title),
        "essential": question.essential,
        "combine": question.combine,
        "allow_na": question.allow_na,
        "weight": _plain(question.weight),
        "respondents": list(question.respondents),
        "guidance": dict(question.guidance),
        "descriptors": {
            level: dict(texts) for level, texts in question.descriptors.items()
        },
        "evidence": dict(question.evidence),
        "modules": list(question.modules),
    }
    return _without_empty(data)


def _map_data(entry: MapEntry) -> dict[str, str]:
    data = {"from": entry.old, "to": entry.new, "relation": entry.relation}
    return {name: value for name, value in data.items() if value}


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in ({}, [], "")}


def _plain(value: Any) -> Any:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
