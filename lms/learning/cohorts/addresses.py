"""People as a list of e-mail addresses gives them. Pure: text in, entries out."""

import re
from dataclasses import dataclass

from lms.core.table_files import clean

#: Most rows of one list or file.
MOST_ROWS = 5000
#: Signs that cannot be seen and come along when an address is copied.
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
_ANGLED = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>]*)>[\s,;.]*$")


@dataclass(frozen=True)
class Entry:
    """One person as read, nothing judged yet; row counts from 1 as in the source."""

    row: int
    email: str
    full_name: str = ""
    latin_name: str = ""
    language: str = ""
    institution: str = ""
    country: str = ""


def clean_email(text: str) -> str:
    """Return an address in small letters without what copying adds to it."""
    text = clean(text.translate(_UNSEEN)).lower()
    return text.removeprefix("mailto:").strip(" <>;,\"'")


def read_list(text: str) -> list[Entry]:
    """Return the people of a list: one a line, as "name <address>" too.

    Several addresses in a line, divided by semicolons or commas, are several
    people. Empty lines are left out.
    """
    entries = []
    for number, line in enumerate(text.splitlines(), start=1):
        for piece in _pieces(line):
            email, name = _parts(piece)
            entries.append(Entry(number, clean_email(email), clean(name)))
    return entries


def _pieces(line: str) -> list[str]:
    pieces = []
    for part in line.split(";"):
        # A comma divides people only where each part has an address of its own:
        # "Talvik, Mira <mira@x.org>" is one person.
        several = part.split(",") if part.count("@") > 1 else [part]
        pieces += [piece.strip() for piece in several]
    return [piece for piece in pieces if piece]


def _parts(piece: str) -> tuple[str, str]:
    """Return (address, name) of one piece; the whole is the address in doubt."""
    if angled := _ANGLED.match(piece):
        return angled["email"], angled["name"].strip(" \"'")
    words = piece.split()
    with_sign = [word for word in words if "@" in word]
    if len(words) > 1 and len(with_sign) == 1:
        name = " ".join(word for word in words if word is not with_sign[0])
        return with_sign[0], name.strip(" \"',")
    return piece, ""
