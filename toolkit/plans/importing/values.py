"""What the cells of a plan's workbook mean: quarters, numbers, institutions, modules."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from lms.accounts.models import Institution
from lms.core.table_files import nearest
from toolkit.plans.content import PILLAR_NAMES
from toolkit.plans.importing.columns import LATER
from toolkit.plans.models.plans import TEXT_LENGTH, TITLE_LENGTH
from toolkit.plans.quarters import NoQuarter, Quarter, read_quarter

MOST_QUARTERS = 40
_LENGTHS = {
    "title": TITLE_LENGTH,
    "deliverable": 500,
    "criterion": TEXT_LENGTH,
    "funding": 250,
}
_NAMED_QUARTER = re.compile(r"[QqTt]\s?([1-4])[ /-]*([0-9]{4})")
#: The largest cost that is kept: 14 digits, two of them behind the point.
_MOST = Decimal(10) ** 12


class Unclear(ValueError):
    """A cell that cannot be taken over: what is wrong, and what to do."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


@dataclass(frozen=True)
class Names:
    """What can be named in a file: institutions of the country, and modules.

    ``open``: ids of those that are in the network today.
    """

    by_name: dict[str, Institution]
    open: frozenset[int]
    modules: tuple[str, ...]
    shown: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, institutions: Iterable[Institution], modules: Iterable[str]) -> "Names":
        """Return the names of these, in every language of the platform."""
        found: dict[str, Institution] = {}
        rows = list(institutions)
        for one in reversed(rows):
            for code, _name in settings.LANGUAGES:
                with translation.override(code):
                    found[_plain(str(one.name))] = one
            found[_plain(one.key)] = one
        active = frozenset(one.pk for one in rows if one.is_active)
        shown = tuple(str(one) for one in rows if one.is_active)
        return cls(found, active, tuple(modules), shown)


def value_of(name: str, text: str, names: Names) -> Any:
    """Return what a cell says about a field of a line, as services.editing takes it.

    Raises Unclear.
    """
    text = text.strip()
    match name:
        case "start":
            return _start(text)
        case "length":
            return _length(text)
        case "cost":
            return _cost(text)
        case "responsible":
            return _institution(text, names) if text else None
        case "supporting":
            parts = (one.strip() for one in re.split(r"[;\n]", text))
            return sorted({_institution(one, names).pk for one in parts if one})
        case "pillar":
            return _pillar(text)
        case "modules":
            return _modules(text, names)
        case _:
            return _text(name, text)


def is_later(text: str) -> bool:
    """Whether a cell says that a line has no quarter."""
    return not text or _plain(text) in _words(LATER)


def _start(text: str) -> Quarter | None:
    if is_later(text):
        return None
    if named := _NAMED_QUARTER.fullmatch(text):
        text = f"{named[2]}Q{named[1]}"
    try:
        return read_quarter(text)
    except NoQuarter:
        raise Unclear(
            _("“%(text)s” is not a quarter.") % {"text": text},
            _("Write it like 2027Q1, or %(later)s.") % {"later": LATER},
        ) from None


def _length(text: str) -> int:
    if text.isascii() and text.isdecimal() and 1 <= int(text) <= MOST_QUARTERS:
        return int(text)
    raise Unclear(
        _("It is not said how many quarters the line takes.")
        if not text
        else _("“%(text)s” is not a number of quarters.") % {"text": text},
        _("Write a whole number from 1 to %(most)s.") % {"most": MOST_QUARTERS},
    )


def _cost(text: str) -> Decimal | None:
    if not text:
        return None
    remedy = _("Write a number without signs, for example 12500, or leave it empty.")
    try:
        found = Decimal(re.sub(r"[\s\u00a0\u202f']", "", text))
    except InvalidOperation:
        raise Unclear(
            _("“%(text)s” is not a number.") % {"text": text}, remedy
        ) from None
    if not found.is_finite() or found < 0 or found >= _MOST:
        raise Unclear(_("“%(text)s” cannot be a cost.") % {"text": text}, remedy)
    return found.quantize(Decimal("0.01"))


def _institution(text: str, names: Names) -> Institution:
    found = names.by_name.get(_plain(text))
    if found:
        return found
    near = nearest(text, names.shown)
    remedy = _("Choose one from the list, or leave the cell empty.")
    if near:
        remedy = _("Did you mean %(institution)s? Then write that.") % {
            "institution": near
        }
    raise Unclear(
        _("There is no institution “%(name)s” in the network.") % {"name": text}, remedy
    )


def _pillar(text: str) -> str:
    if not text:
        return ""
    for key, words in PILLAR_NAMES.items():
        if _plain(text) in {key, *_words(words)}:
            return key
    near = nearest(text, [str(one) for one in PILLAR_NAMES.values()])
    raise Unclear(
        _("There is no pillar “%(name)s”.") % {"name": text},
        _("Did you mean %(pillar)s?") % {"pillar": near}
        if near
        else _("Choose one of the three, or leave the cell empty."),
    )


def _modules(text: str, names: Names) -> list[str]:
    found = []
    for one in re.split(r"[,;\s]+", text):
        if not one:
            continue
        # A spreadsheet program makes 1 of 01.
        key = one.zfill(2) if one.isdecimal() else one
        if key not in names.modules:
            raise Unclear(
                _("There is no module “%(name)s”.") % {"name": one},
                _("Write the numbers of modules with commas: 01, 04."),
            )
        if key not in found:
            found.append(key)
    return found


def _text(name: str, text: str) -> str:
    if name == "title" and not text:
        raise Unclear(_("The event is empty."), _("Write what is done."))
    if len(text) > _LENGTHS[name]:
        raise Unclear(
            _("The text has %(count)s characters.") % {"count": len(text)},
            _("Shorten it to %(most)s.") % {"most": _LENGTHS[name]},
        )
    return text


def _words(text) -> set[str]:
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.add(_plain(str(text)))
    return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
