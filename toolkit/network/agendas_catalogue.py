"""The templates of agendas that ship with Streetlight. No database."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.core.content_files import Part, Problems, read_yaml
from toolkit.network.agendas import Item
from toolkit.network.models import Meeting

FILE = Path(__file__).parent / "content" / "agendas.yaml"
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")

#: The item in which earlier decisions are followed up.
FOLLOW_UP = "follow-up"
#: Kinds of items, with their words.
TYPES = {
    "opening": _("Opening"),
    "follow-up": _("Follow-up"),
    "presentation": _("Presentation"),
    "demonstration": _("Demonstration"),
    "round-table": _("Round table"),
    "discussion": _("Discussion"),
    "plenary": _("Plenary"),
    "groups": _("Groups"),
    "working-block": _("Working block"),
    "planning": _("Planning"),
    "break": _("Break"),
    "social": _("Social event"),
    "closing": _("Closing"),
}


@dataclass(frozen=True)
class TemplateItem:
    """A row: day from 1, times as HH:MM (an open end is empty), texts by language."""

    day: int
    start: str
    end: str
    type: str
    title: Mapping[str, str]
    points: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class DayPart:
    """What a day of a template is called, and how long it takes, in words."""

    day: int
    title: Mapping[str, str]
    length: Mapping[str, str]


@dataclass(frozen=True)
class AgendaTemplate:
    """An agenda for a kind of meeting."""

    key: str
    kind: str
    title: Mapping[str, str]
    items: tuple[TemplateItem, ...]
    parts: tuple[DayPart, ...] = field(default=())

    @property
    def days(self) -> int:
        """Return over how many days it goes."""
        return max((one.day for one in self.items), default=1)

    def rows(self, language: str) -> list[Item]:
        """Return its rows in a language, as an agenda keeps them."""
        return [
            Item(
                day=one.day,
                start=one.start,
                end=one.end,
                title=_in(one.title, language),
                type=one.type,
                points=tuple(_in(point, language) for point in one.points),
            )
            for one in self.items
        ]


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get(settings.LANGUAGE_CODE, "")


def read_templates(file: Path = FILE) -> dict[str, AgendaTemplate]:
    """Read and judge the file whole; return key > template.

    Raises :class:`~lms.core.content_files.ContentRefused` with every fault: among
    them an item that ends before it begins, days with a hole, rows out of order.
    """
    problems = Problems()
    part = read_yaml(file, problems)
    part.key()
    part.text("version")
    found: dict[str, AgendaTemplate] = {}
    for row in part.parts("templates"):
        template = AgendaTemplate(
            key=row.key(),
            kind=row.choice("kind", Meeting.Kind.values),
            title=row.texts("title"),
            items=tuple(_item(one) for one in row.parts("items")),
            parts=tuple(_part(one) for one in row.parts("parts", required=False)),
        )
        if template.key in found:
            row.problem(f"The template `{template.key}` is there twice.", name="key")
        _judge(template, row)
        row.finish()
        found[template.key] = template
    part.finish()
    problems.refuse()
    return found


@cache
def templates() -> dict[str, AgendaTemplate]:
    """Return the templates that ship with Streetlight: key > template."""
    return read_templates()


def templates_for(kind: str) -> list[AgendaTemplate]:
    """Return the templates for a kind of meeting."""
    return [one for one in templates().values() if one.kind == kind]


def template_title(template: AgendaTemplate) -> str:
    """Return its title in the active language."""
    return _in(template.title, get_language() or settings.LANGUAGE_CODE)


def _item(row: Part) -> TemplateItem:
    found = TemplateItem(
        day=row.integer("day") or 1,
        start=_time(row, "start"),
        end=_time(row, "end", required=False),
        type=row.choice("type", TYPES),
        title=row.texts("title"),
        points=tuple(_texts(one) for one in row.parts("points", required=False)),
    )
    if found.end and found.end <= found.start:
        row.problem(
            f"The item ends at {found.end}, which is not after {found.start}.",
            "An item ends after it begins.",
            name="end",
        )
    row.finish()
    return found


def _part(row: Part) -> DayPart:
    found = DayPart(row.integer("day") or 1, row.texts("title"), row.texts("length"))
    row.finish()
    return found


def _time(row: Part, name: str, *, required: bool = True) -> str:
    text = row.text(name, required=required)
    if text and not _TIME.fullmatch(text):
        row.problem(f"`{name}` is `{text}`.", 'Write the time like "09:30".', name=name)
        return ""
    return text


def _texts(row: Part) -> dict[str, str]:
    """Return an entry of a list that is itself a text by language."""
    found = {}
    for language in row.names():
        if language in dict(settings.LANGUAGES):
            found[language] = row.text(language)
    if settings.LANGUAGE_CODE not in found:
        row.problem(
            f"The entry has no text in `{settings.LANGUAGE_CODE}`.",
            f"Write `- {settings.LANGUAGE_CODE}: ...`.",
        )
    row.finish()
    return found


def _judge(template: AgendaTemplate, row: Part) -> None:
    days = {one.day for one in template.items}
    if days and days != set(range(1, max(days) + 1)):
        row.problem("The days of the items have a hole.", "Count them 1, 2, 3.")
    order = [(one.day, one.start) for one in template.items]
    if order != sorted(order):
        row.problem(
            "The items are not in order.",
            "Sort them by day and beginning.",
            name="items",
        )
    second = template.items[1].type if len(template.items) > 1 else ""
    if template.kind == Meeting.Kind.GROUP and second != FOLLOW_UP:
        row.problem(
            "The second item of a working group is not the follow-up of decisions.",
            f"Let its second item be of type `{FOLLOW_UP}`.",
            name="items",
        )
