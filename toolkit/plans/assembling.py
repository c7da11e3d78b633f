"""An action library's rows as plain values, and plain values as rows."""

from typing import TYPE_CHECKING

from assessments.maturity.assembling import version_sort
from assessments.questions.languages import lazy, texts_of
from lms.core.content_files import data_digest
from lms.core.memory import Memory
from toolkit.plans.library import Action, Generic, Library, Lift, library_data

if TYPE_CHECKING:
    from toolkit.plans import models

#: Seconds for which a library is remembered; its name holds its digest.
TTL = 3600
_memory = Memory(limit=10)

_PLAIN = ("area", "pillar", "quarters", "repeat", "effort", "first_year")
_LISTS = ("needs", "after", "responsible", "supporting", "modules", "annex")
_TEXTS = ("title", "criterion", "deliverable")


def library_of(row: "models.ActionLibrary") -> Library:
    """The library of a row; asks the database only when it is not remembered."""
    name = ("plans.library", row.pk, row.content_digest)
    return _memory.recall(name, TTL, lambda: assembled(row))


def content_digest(library: Library) -> str:
    """A digest of all that a library says."""
    return data_digest(library_data(library))


def write(row: "models.ActionLibrary", library: Library) -> None:
    """Make the row and its actions hold the library. In the caller's transaction.

    Actions keep their rows, because lines of plans point at them.
    """
    from toolkit.plans import models  # noqa: PLC0415 - models need this module

    data = library_data(library)
    row.key, row.version = library.key, library.version
    row.version_sort = version_sort(library.version)
    row.framework_key = library.framework
    row.title, row.summary = lazy(library.title), lazy(library.summary)
    row.source = lazy(library.source)
    row.languages = list(library.languages)
    row.roles, row.areas = data["roles"], data["areas"]
    row.generic = data.get("generic", [])
    row.content_digest = content_digest(library)
    row.save()
    kept = {action.code: action for action in row.actions.all()}
    new, old = [], []
    for order, said in enumerate(library.actions):
        action = kept.get(said.id) or models.Action(library_version=row, code=said.id)
        action.sort_order = order
        for name in _PLAIN:
            setattr(action, name, getattr(said, name))
        for name in _LISTS:
            setattr(action, name, list(getattr(said, name)))
        for name in _TEXTS:
            setattr(action, name, lazy(getattr(said, name)))
        action.lifts = [
            {"question": one.question, "to": list(one.levels)} for one in said.lifts
        ]
        (old if action.pk else new).append(action)
    models.Action.objects.bulk_create(new)
    models.Action.objects.bulk_update(
        old, [*_PLAIN, *_LISTS, *_TEXTS, "lifts", "sort_order"]
    )


def assembled(row: "models.ActionLibrary") -> Library:
    """The library of a row as it stands in the database now."""
    return Library(
        key=row.key,
        version=row.version,
        framework=row.framework_key,
        title=texts_of(row.title),
        summary=texts_of(row.summary),
        source=texts_of(row.source),
        languages=tuple(row.languages),
        roles={one["key"]: one["name"] for one in row.roles},
        areas={one["key"]: one["name"] for one in row.areas},
        actions=tuple(_action(one) for one in row.actions.all()),
        generic=tuple(
            Generic(**one | {"responsible": tuple(one["responsible"])})
            for one in row.generic
        ),
    )


def _action(row: "models.Action") -> Action:
    return Action(
        id=row.code,
        lifts=tuple(Lift(one["question"], tuple(one["to"])) for one in row.lifts),
        **{name: getattr(row, name) for name in _PLAIN},
        **{name: tuple(getattr(row, name)) for name in _LISTS},
        **{name: texts_of(getattr(row, name)) for name in _TEXTS},
    )
