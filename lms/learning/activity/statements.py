"""Statements of the activity record as plain values; no database.

Every function returns one statement, ready for a learning record store. Times
carry their zone, scores are numbers, texts stand under their language.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from . import vocabulary
from .vocabulary import Verb

#: Names below this one: ids of statements and registrations.
NAMESPACE = UUID("0b1a7c1e-5d0e-5c36-9d5f-3f6c7f5f1d0a")


@dataclass(frozen=True)
class Activity:
    """Something that can be done: its kind of address ("lesson"), key and title."""

    base: str
    place: str
    key: str
    type: str
    title: str = ""
    language: str = "en"

    @property
    def iri(self) -> str:
        """Return the address by which the activity is known everywhere."""
        return f"{self.base}/activities/{self.place}/{self.key}"

    def as_json(self) -> dict:
        """Return it as it stands in a statement."""
        definition = {"type": self.type}
        if self.title:
            definition["name"] = {self.language: self.title}
        return {"objectType": "Activity", "id": self.iri, "definition": definition}


@dataclass(frozen=True)
class Frame:
    """What surrounds the fact: the module it belongs to, and the language it was in.

    module: the translation key or key by which registrations are told apart; empty
    where the fact belongs to no module.
    """

    base: str
    platform: str
    language: str
    module: Activity | None = None
    parent: Activity | None = None
    moves_on: bool = False
    extensions: dict = field(default_factory=dict)


def statement(
    pseudonym: UUID,
    verb: Verb,
    activity: Activity,
    *,
    fact: str,
    at: datetime,
    frame: Frame,
    result: dict | None = None,
) -> dict:
    """Return one statement; the same fact of the same person has the same id.

    fact: what tells this fact apart from others with the same verb and activity
    ("" where it happens once).
    """
    name = f"{pseudonym} {verb.name} {activity.place} {activity.key} {fact}"
    made = {
        "id": str(uuid5(NAMESPACE, name)),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": frame.base, "name": str(pseudonym)},
        },
        "verb": verb.as_json(),
        "object": activity.as_json(),
        "context": _context(pseudonym, activity, frame),
        "timestamp": at.isoformat(timespec="milliseconds"),
    }
    return made | ({"result": result} if result else {})


def _context(pseudonym: UUID, activity: Activity, frame: Frame) -> dict:
    """Return platform, language, registration and the activities around this one."""
    context = {"platform": frame.platform, "language": frame.language}
    around = {}
    if frame.module:
        context["registration"] = str(
            uuid5(NAMESPACE, f"{pseudonym} registration {frame.module.key}")
        )
        if frame.module.iri != activity.iri:
            around["grouping"] = [frame.module.as_json()]
    if frame.parent and frame.parent.iri != activity.iri:
        around["parent"] = [frame.parent.as_json()]
    if frame.moves_on:
        around["category"] = [{"objectType": "Activity", "id": vocabulary.MOVE_ON}]
    if around:
        context["contextActivities"] = around
    if frame.extensions:
        context["extensions"] = frame.extensions
    return context


def score(points: Decimal, possible: int) -> dict:
    """Return points out of the possible ones as xAPI wants them.

    Empty where nothing is possible. scaled is a share from 0 to 1.
    """
    if not possible:
        return {}
    return {
        "scaled": round(float(points / possible), 4),
        "raw": float(points),
        "min": 0,
        "max": possible,
    }


def duration(time: timedelta) -> str:
    """Return a time as ISO 8601 writes it, to the hundredth of a second."""
    return f"PT{max(0, time.total_seconds()):.2f}S"
