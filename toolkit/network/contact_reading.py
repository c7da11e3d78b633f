"""Contact lists that people send: read row by row, with every fault named.

The columns are those of Annex 4 (2005), also with its own heads, where institution
and unit, name and title, telephone and fax share a cell. What the rows would change
is judged in contact_judging.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import URLValidator, validate_email
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.table_files import Column, Fault, Row, Table, read_table
from toolkit.network import contact_list as names
from toolkit.network.models import FocalPoint

#: Most rows of a list.
MOST_ROWS = 500
NAME_AND_TITLE = gettext_lazy("Name and title")
TELEPHONE_AND_FAX = gettext_lazy("Telephone and fax")
COLUMNS = (
    Column(
        "institution",
        names.INSTITUTION,
        required=True,
        aliases=(
            "Ministry/Department/Institution",
            "Ministry",
            "Institution and unit",
            "Organisation",
            "Organization",
        ),
        lines=True,
    ),
    Column("unit", names.UNIT, aliases=("Department", "Section", "Division")),
    Column("post", names.POST, aliases=("Role",)),
    Column("name", names.NAME, aliases=("Full name", "Person"), lines=True),
    Column("title", names.TITLE, aliases=("Position", "Job title")),
    Column("name_title", NAME_AND_TITLE, aliases=("Name/Title",), lines=True),
    Column("address", names.ADDRESS, lines=True),
    Column("telephone", names.TELEPHONE, aliases=("Tel", "Tel.", "Phone"), lines=True),
    Column("fax", names.FAX, lines=True),
    Column("tel_fax", TELEPHONE_AND_FAX, aliases=("Tel/Fax",), lines=True),
    Column("email", names.EMAIL, aliases=("E-mail", "Email", "Mail")),
    Column("website", names.WEBSITE, aliases=("Web site", "Web", "Homepage")),
    Column("languages", names.LANGUAGES, aliases=("Language",)),
    # Read and left aside: people confirm their data themselves.
    Column("verified_on", names.VERIFIED),
)
#: Longest texts, in characters, by field of Given.
LENGTHS = {
    "institution": 200,
    "unit": 200,
    "name": 200,
    "title": 200,
    "address": 500,
    "telephone": 60,
    "fax": 60,
    "email": 254,
    "website": 300,
    "languages": 200,
}
#: What stands between two people in one cell.
_BETWEEN_PEOPLE = re.compile(r"[;\n/&]|\s(?:and|et|и|و)\s", re.IGNORECASE)
_BETWEEN_NUMBERS = re.compile(r"\s*[;\n/]\s*|\s*,\s*(?=\+|\bfax)", re.IGNORECASE)
_TEL = re.compile(r"^\s*(?:tel(?:ephone)?|phone|ph)\b[.:\s]*", re.IGNORECASE)
_FAX = re.compile(r"^\s*(?:fax|f)\b[.:\s]*", re.IGNORECASE)


@dataclass(frozen=True)
class Given:
    """What a row says; texts, empty where nothing is said. ``row``: its number."""

    row: int
    institution: str
    unit: str = ""
    post: str = ""
    name: str = ""
    title: str = ""
    address: str = ""
    telephone: str = ""
    fax: str = ""
    email: str = ""
    website: str = ""
    languages: str = ""


def read_contacts(
    file: File, known: Callable[[str], bool], suggest: Callable[[str], str | None]
) -> tuple[Table, list[Given], list[Fault]]:
    """Return the table, what its rows say, and every fault of form.

    known: whether an institution is called so; suggest: the nearest one, or None.
    Raises FileRefused when the file is no such table.
    """
    table = read_table(file, COLUMNS, most_rows=MOST_ROWS)
    given, faults = [], []
    for row in table.rows:
        one = _Reading(table, row)
        given.append(one.given(known, suggest))
        faults += one.faults
    return table, given, faults


class _Reading:
    """One row being read; collects its faults."""

    def __init__(self, table: Table, row: Row) -> None:
        self.table, self.row, self.faults = table, row, []

    def given(self, known, suggest) -> Given:
        cells = self.row.cells
        institution, unit = _institution_and_unit(
            cells["institution"], cells["unit"], known, suggest
        )
        if not institution:
            self._fault(
                "institution",
                _("The institution is missing."),
                _("Write the name of the institution in every row."),
            )
        name, title = self._person()
        telephone, fax = self._numbers()
        found = Given(
            row=self.row.number,
            institution=institution,
            unit=unit,
            post=self._post(),
            name=name,
            title=title,
            address=cells["address"],
            telephone=telephone,
            fax=fax,
            email=self._email(),
            website=self._website(),
            languages=cells["languages"],
        )
        return self._shortened(found)

    def _fault(self, key: str, message: str, remedy: str = "") -> None:
        self.faults.append(self.table.fault(self.row.number, key, message, remedy))

    def _person(self) -> tuple[str, str]:
        """Return name and title of the one person of the row."""
        cells = self.row.cells
        if cells["name_title"] and not cells["name"]:
            name, title = _name_and_title(cells["name_title"])
            key, title = "name_title", cells["title"] or title
        else:
            name, title, key = cells["name"], cells["title"], "name"
        if _BETWEEN_PEOPLE.search(name) or ";" in cells["name_title"]:
            self._two_people(key)
        if not name and (cells["post"] or title):
            # Otherwise somebody's own address would become the role mailbox.
            self._fault(
                key,
                _("The name is missing."),
                _(
                    "Write who it is; for the institution itself leave post and title empty."
                ),
            )
        return " ".join(name.split()), " ".join(title.split())

    def _two_people(self, key: str) -> None:
        self._fault(
            key,
            _("This row names two people."),
            _("Write one person in each row: a focal point and a deputy."),
        )

    def _numbers(self) -> tuple[str, str]:
        cells = self.row.cells
        telephone, fax = cells["telephone"], cells["fax"]
        if cells["tel_fax"] and not (telephone or fax):
            parts = [one for one in _BETWEEN_NUMBERS.split(cells["tel_fax"]) if one]
            faxes = [one for one in parts if _FAX.match(one)]
            others = [one for one in parts if one not in faxes]
            if len(parts) > 2:
                self._fault(
                    "tel_fax",
                    _("There are more than two numbers."),
                    _("Write one telephone and one fax number."),
                )
            telephone = _TEL.sub("", others[0]) if others else ""
            fax = faxes[0] if faxes else (others[1] if len(others) > 1 else "")
        return _number(telephone, _TEL), _number(fax, _FAX)

    def _email(self) -> str:
        text = self.row.cells["email"].removeprefix("mailto:").lower()
        if text.count("@") > 1:
            self._fault(
                "email",
                _("This row has two e-mail addresses."),
                _("Write one person with one address in each row."),
            )
        elif text:
            try:
                validate_email(text)
            except ValidationError:
                self._fault(
                    "email",
                    _("“%(text)s” is no e-mail address.") % {"text": text},
                    _("Write the e-mail address like name@institution.org."),
                )
        return text

    def _website(self) -> str:
        text = self.row.cells["website"]
        if not text:
            return ""
        url = text if "://" in text else f"https://{text}"
        try:
            URLValidator(schemes=["http", "https"])(url)
        except ValidationError:
            self._fault(
                "website",
                _("“%(text)s” is no web address.") % {"text": text},
                _("Write the whole address, for example https://stat.example."),
            )
        return url

    def _post(self) -> str:
        text = self.row.cells["post"]
        if not text:
            return ""
        found = _posts().get(_folded(text))
        if found is None:
            self._fault(
                "post",
                _("“%(text)s” is no post.") % {"text": text},
                _("Write Focal point or Deputy, or leave it empty."),
            )
        return found or ""

    def _shortened(self, found: Given) -> Given:
        for field, limit in LENGTHS.items():
            text = getattr(found, field)
            if len(text) > limit:
                self._fault(
                    field,
                    _("The text has %(count)s characters.") % {"count": len(text)},
                    _("Shorten it to %(limit)s.") % {"limit": limit},
                )
                found = replace(found, **{field: text[:limit]})
        return found


def _posts() -> dict[str, str]:
    """Return words > post, in every language of the platform."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for value, words in FocalPoint.Post.choices:
                found[_folded(str(words))] = value
                found[_folded(value)] = value
    return found


def _number(text: str, word: re.Pattern) -> str:
    """Return a number without the word before it, or a sign that keeps it text."""
    return word.sub("", " ".join(text.split())).removeprefix("'")


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _name_and_title(text: str) -> tuple[str, str]:
    """Divide "Ana Rivas, Head of section" after the name."""
    for sign in ("\n", ",", " / ", "/", " – ", " - "):
        name, found, title = text.partition(sign)
        if found and name.strip() and title.strip():
            return name.strip(), " ".join(title.split())
    return text.strip(), ""


def _institution_and_unit(text: str, unit: str, known, suggest) -> tuple[str, str]:
    """Divide a cell that names institution and unit, as far as it can be told."""
    whole = " ".join(text.split())
    if known(whole) or unit:
        return whole, unit
    first, line, rest = text.partition("\n")
    if line:
        return first.strip(), " ".join(rest.split())
    # "Ministry of Interior Department of Passports": the longest name that fits.
    words = whole.split(" ")
    for count in range(len(words) - 1, 0, -1):
        begin = " ".join(words[:count]).rstrip(",;:-– ")
        if known(begin):
            return begin, " ".join(words[count:]).lstrip(",;:-– ")
    before, comma, after = whole.partition(",")
    if comma and suggest(before):
        return before.strip(), after.strip()
    return whole, ""
