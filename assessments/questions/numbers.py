"""Reading numbers as people write them, in five languages.

Accepted: digits 0-9, Arabic-Indic ``٠-٩`` and extended Arabic-Indic ``۰-۹`` (any
decimal digit of Unicode); one leading sign (``+``, ``-``, true minus ``−``, en
dash); groups of three digits divided by spaces of any kind, apostrophes, commas,
points or ``٬``; a decimal comma, point or ``٫``. Marks that only steer the
direction of writing are ignored. Exponents, ``NaN``, ``inf`` and anything of more
than 40 characters are refused.

Which mark is the decimal one:

1. ``٫`` always is; ``٬`` never is.
2. Comma and point both present: the last one, ``1,234.5`` and ``1.234,5``.
3. The same mark several times divides thousands: ``1,234,567``.
4. One mark, and groups are divided by something else: it is decimal,
   ``1 234,567``.
5. One mark, with anything but exactly three digits behind it, or more than three
   or a leading zero before it: decimal, ``69,8``, ``0,125``, ``1234,567``.
6. What is left is one mark with one to three digits before and exactly three
   behind. A **point** is decimal: ``1.234`` is a little more than one. A **comma**
   follows the language: thousands where the decimal mark is a point (English,
   Arabic), decimal where it is a comma (Russian, French, Spanish).

Because rule 6 may read otherwise than meant, a page always says how a number was
understood: "Read as 1 234".
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

MAX_CHARACTERS = 40

#: The decimal mark a reader of the language expects; others use a point.
DECIMAL_MARKS = {"ru": ",", "fr": ",", "es": ","}

_DIRECTION_MARKS = dict.fromkeys(
    [
        0x061C,
        0x200B,
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        0xFEFF,
    ]
)
_APOSTROPHES = {ord(mark): "'" for mark in "’ʼ‘`´"}
_ARABIC_DECIMAL, _ARABIC_THOUSANDS, _ARABIC_COMMA = "٫", "٬", "،"
_SIGNS = {"+": 1, "-": -1, "−": -1, "–": -1}
_NO_BREAK_SPACE = "\u00a0"


class NumberNotRead(ValueError):
    """The text is not one finite number. ``str()`` is a message for the writer."""

    def __init__(self) -> None:
        super().__init__(_("Write a number, for example 69.8 or 69,8."))

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class _Marks:
    """How one text divides its digits: ``decimal`` and ``group`` mark, or ``""``."""

    decimal: str
    group: str


def parse_number(text: str, language: str = "en") -> Decimal:
    """The number written in ``text``, exactly.

    ``language`` decides only about a comma before exactly three digits (rule 6).
    Raises :class:`NumberNotRead`.
    """
    body = text.strip()
    if len(body) > MAX_CHARACTERS:
        raise NumberNotRead
    body = _plain_signs_and_digits(body)
    sign = 1
    if body[:1] in _SIGNS:
        sign, body = _SIGNS[body[0]], body[1:].lstrip()
    marks = _marks_of(body, DECIMAL_MARKS.get(language, "."))
    whole, fraction = body, ""
    if marks.decimal:
        whole, _mark, fraction = body.partition(marks.decimal)
    if marks.group:
        groups = whole.split(marks.group)
        if not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:]):
            raise NumberNotRead
        whole = "".join(groups)
    if not re.fullmatch(r"[0-9]*", whole + fraction) or not whole + fraction:
        raise NumberNotRead
    number = Decimal(f"{whole or 0}.{fraction or 0}")
    # Arithmetic would round to the context's 28 digits; copying signs does not.
    return _without_trailing_zeros(number.copy_negate() if sign < 0 else number)


def format_number(number: Decimal, language: str = "en") -> str:
    """The number as a reader of ``language`` writes it: ``1 234.5``, ``−1 234,5``.

    Thousands are divided by no-break spaces, digits are 0-9 in every language.
    """
    sign = "−" if number < 0 else ""
    whole, _mark, fraction = format(
        _without_trailing_zeros(number).copy_abs(), "f"
    ).partition(".")
    grouped = f"{int(whole):,}".replace(",", _NO_BREAK_SPACE)
    mark = DECIMAL_MARKS.get(language, ".")
    return f"{sign}{grouped}{mark}{fraction}" if fraction else f"{sign}{grouped}"


def plain(number: Decimal) -> str:
    """The number as content files and stored answers hold it: ``-1234.5``."""
    return format(_without_trailing_zeros(number), "f")


def strip_unit(text: str, units: list[str]) -> str:
    """``text`` without one of the ``units`` at its end: ``"69,8 %"`` to ``"69,8"``."""
    shown = text.strip()
    for unit in units:
        if unit and shown.casefold().endswith(unit.casefold()):
            return shown[: -len(unit)].rstrip()
    return shown


def _plain_signs_and_digits(text: str) -> str:
    out = []
    for character in text.translate(_DIRECTION_MARKS | _APOSTROPHES):
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            out.append(str(digit))
        elif unicodedata.category(character) == "Zs":
            out.append(" ")
        else:
            out.append(character)
    return "".join(out).replace(_ARABIC_COMMA, ",").strip()


def _marks_of(body: str, language_mark: str) -> _Marks:
    used = {mark for mark in body if not mark.isdigit()}
    if not used <= {" ", "'", ",", ".", _ARABIC_DECIMAL, _ARABIC_THOUSANDS}:
        raise NumberNotRead
    decimal = _decimal_mark(body, used, language_mark)
    groups = used - {decimal}
    if len(groups) > 1 or body.count(decimal or "\0") > 1:
        raise NumberNotRead
    return _Marks(decimal, groups.pop() if groups else "")


def _decimal_mark(body: str, used: set[str], language_mark: str) -> str:
    if _ARABIC_DECIMAL in used:
        return _ARABIC_DECIMAL
    if {",", "."} <= used:
        return max(",", ".", key=body.rfind)
    mark = "," if "," in used else "." if "." in used else ""
    if not mark or body.count(mark) > 1:
        return ""
    if len(used) > 1 or not re.fullmatch(rf"[1-9][0-9]{{0,2}}\{mark}[0-9]{{3}}", body):
        return mark
    return mark if mark == "." or language_mark == "," else ""


def _without_trailing_zeros(number: Decimal) -> Decimal:
    if number == 0:
        return Decimal(0)
    text = format(number, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
