"""A framework's rows as plain values, and plain values as rows."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from assessments.maturity.instrument import (
    Dimension,
    Framework,
    Level,
    MapEntry,
    Question,
    Scoring,
    framework_data,
    version_order,
)
from assessments.questions.languages import lazy, texts_of
from lms.core.content_files import data_digest
from lms.core.memory import Memory

if TYPE_CHECKING:
    from assessments.maturity import models

#: Seconds for which an instrument is remembered; its name holds its digest, so
#: that nobody gets an old one.
TTL = 3600
_memory = Memory(limit=20)


def instrument_of(row: "models.FrameworkVersion") -> Framework:
    """The framework of a row; asks the database only when it is not remembered."""
    name = ("maturity.instrument", row.pk, row.state, row.content_digest)
    return _memory.recall(name, TTL, lambda: assembled(row))


def content_digest(framework: Framework) -> str:
    """A digest of what a framework says, whatever its state."""
    return data_digest(content_of(framework))


def content_of(framework: Framework) -> dict[str, Any]:
    """What a framework says, without its state."""
    data = framework_data(framework)
    data["framework"] = {
        name: value for name, value in data["framework"].items() if name != "state"
    }
    return data


def version_sort(version: str) -> str:
    """A version as text that sorts; 1.0 and 1.0.0 are the same."""
    numbers = [*version_order(version), 0, 0, 0, 0][:4]
    return ".".join(f"{number:04}" for number in numbers)


def write(row: "models.FrameworkVersion", framework: Framework) -> None:
    """Make the row and its parts hold the framework. In a transaction of the caller."""
    from assessments.maturity import models  # noqa: PLC0415 - models need this module

    data = framework_data(framework)
    row.key, row.version = framework.key, framework.version
    row.version_sort = version_sort(framework.version)
    if framework.state == "published" and row.published_at is None:
        row.published_at = timezone.now()
    row.state = framework.state
    row.title = lazy(framework.title)
    row.summary = lazy(framework.summary)
    row.source = lazy(framework.source)
    row.languages = list(framework.languages)
    row.levels, row.scoring = data["levels"], data["scoring"]
    row.respondents, row.map = data.get("respondents", []), data.get("map", [])
    row.content_digest = content_digest(framework)
    row.save()
    row.dimensions.all().delete()
    dimensions = models.Dimension.objects.bulk_create(
        models.Dimension(
            framework=row,
            code=one.id,
            title=lazy(one.title),
            question=lazy(one.question),
            basis=lazy(one.basis),
            weight=one.weight,
            sort_order=order,
        )
        for order, one in enumerate(framework.dimensions)
    )
    parents = {one.code: one for one in dimensions}
    asked = [
        (parents[dimension.id], question)
        for dimension in framework.dimensions
        for question in dimension.questions
    ]
    questions = models.Question.objects.bulk_create(
        models.Question(
            framework=row,
            dimension=dimension,
            code=question.id,
            title=lazy(question.title),
            essential=question.essential,
            combine=question.combine,
            allow_na=question.allow_na,
            weight=question.weight,
            respondents=list(question.respondents),
            guidance=lazy(question.guidance),
            evidence=lazy(question.evidence),
            modules=list(question.modules),
            sort_order=order,
        )
        for order, (dimension, question) in enumerate(asked)
    )
    models.Descriptor.objects.bulk_create(
        models.Descriptor(question=question, level=level, text=lazy(texts))
        for question in questions
        for level, texts in framework.by_id[question.code].descriptors.items()
    )


def translate(row: "models.FrameworkVersion", framework: Framework) -> None:
    """Take over the texts of a framework; ids, rules and rows stay as they are.

    Rounds point at the rows of a published version. In a transaction of the caller.
    """
    from assessments.maturity import models  # noqa: PLC0415 - models need this module

    data = framework_data(framework)
    row.title = lazy(framework.title)
    row.summary = lazy(framework.summary)
    row.source = lazy(framework.source)
    row.languages = list(framework.languages)
    row.levels, row.respondents = data["levels"], data.get("respondents", [])
    row.content_digest = content_digest(framework)
    row.save()
    by_code = {one.id: one for one in framework.dimensions}
    dimensions = list(row.dimensions.all())
    for one in dimensions:
        said = by_code[one.code]
        one.title, one.question = lazy(said.title), lazy(said.question)
        one.basis = lazy(said.basis)
    models.Dimension.objects.bulk_update(dimensions, ["title", "question", "basis"])
    questions = list(row.questions.prefetch_related("descriptors"))
    descriptors = []
    for one in questions:
        said = framework.by_id[one.code]
        one.title, one.guidance = lazy(said.title), lazy(said.guidance)
        one.evidence = lazy(said.evidence)
        for descriptor in one.descriptors.all():
            descriptor.text = lazy(said.descriptors[descriptor.level])
            descriptors.append(descriptor)
    models.Question.objects.bulk_update(questions, ["title", "guidance", "evidence"])
    models.Descriptor.objects.bulk_update(descriptors, ["text"])


def assembled(row: "models.FrameworkVersion") -> Framework:
    """The framework of a row as it stands in the database now."""
    dimensions = row.dimensions.prefetch_related("questions__descriptors")
    return Framework(
        key=row.key,
        version=row.version,
        state=row.state,
        title=texts_of(row.title),
        summary=texts_of(row.summary),
        source=texts_of(row.source),
        languages=tuple(row.languages),
        levels=tuple(_level(data) for data in row.levels),
        scoring=_scoring(row.scoring),
        respondents={one["key"]: one["name"] for one in row.respondents},
        map=tuple(
            MapEntry(one.get("from", ""), one.get("to", ""), one["relation"])
            for one in row.map
        ),
        dimensions=tuple(
            Dimension(
                id=one.code,
                title=texts_of(one.title),
                question=texts_of(one.question),
                basis=texts_of(one.basis),
                weight=one.weight.normalize(),
                questions=tuple(_question(asked) for asked in one.questions.all()),
            )
            for one in dimensions
        ),
    )


def _level(data: dict) -> Level:
    return Level(
        data["value"],
        data["key"],
        data.get("name", {}),
        data.get("meaning", {}),
        data.get("proof", {}),
    )


def _scoring(data: dict) -> Scoring:
    # Numbers come from JSON, where 0.8 is a float; as text it is exact again.
    default = vars(Scoring())
    numbers = {
        name: Decimal(str(value)) if isinstance(default[name], Decimal) else value
        for name, value in data.items()
    }
    if "national_dims" in numbers:
        numbers["national_share"] = None
    return Scoring(**numbers)


def _question(row: "models.Question") -> Question:
    return Question(
        id=row.code,
        title=texts_of(row.title),
        essential=row.essential,
        combine=row.combine,
        allow_na=row.allow_na,
        weight=row.weight.normalize(),
        respondents=tuple(row.respondents),
        guidance=texts_of(row.guidance),
        evidence=texts_of(row.evidence),
        modules=tuple(row.modules),
        descriptors={one.level: texts_of(one.text) for one in row.descriptors.all()},
    )
