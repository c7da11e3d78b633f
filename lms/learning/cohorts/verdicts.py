"""What becomes of each person of a list. Pure: entries and what is known in, rows out."""

import difflib
import re
import unicodedata
from dataclasses import asdict, dataclass, field, replace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from lms.accounts.forms.fields import NameField

from .addresses import Entry

#: The verdicts: joins at once, is invited, is in already, is invited already, refused.
JOIN, INVITE, HERE, WAITING, REFUSED = "join", "invite", "here", "waiting", "refused"

#: Why a row is refused: words, and the field to correct. Filled from Row.details.
REASONS: dict[str, tuple[object, str]] = {
    "no_email": (_("The e-mail address is missing."), "email"),
    "email": (_("“%(text)s” is no e-mail address."), "email"),
    "twice": (_("This address stands in row %(row)s already."), "email"),
    "same_person": (_("This is the same person as in row %(row)s."), "email"),
    "name": (_("The full name cannot be used: %(error)s"), "full_name"),
    "latin_name": (
        _("The name in Latin letters cannot be used: %(error)s"),
        "latin_name",
    ),
    "not_latin": (
        _("“%(text)s” has other letters than Latin ones. Leave it empty if need be."),
        "latin_name",
    ),
    "language": (
        _("There is no language “%(text)s”. Write one of: %(codes)s."),
        "language",
    ),
    "institution": (_("There is no institution “%(text)s” here."), "institution"),
    "no_country": (_("The country is missing."), "country"),
    "country": (_("“%(text)s” is no country of this region."), "country"),
    "cannot_invite": (
        _("You cannot invite new learners of %(country)s. Ask a trainer there."),
        "",
    ),
    "trainer": (_("This is a trainer of the cohort."), ""),
    "deactivated": (
        _("This account is deactivated. Ask your country administrator to open it."),
        "",
    ),
}
#: Misspelt texts of one list for which the nearest is looked for: it takes time.
MOST_SUGGESTIONS = 200
_name = NameField(required=False)


@dataclass(frozen=True)
class Account:
    """Somebody who works in the cohort's country or region."""

    pk: int
    is_active: bool = True


@dataclass(frozen=True)
class Known:
    """What rows are judged by; the keys of texts are plain(text).

    accounts, waiting, trainers: by address. members: ids of accounts.
    countries: plain name or code > id; institutions: country id > plain name or
    key > id. labels: what to write for an id, for suggestions. country: that of
    rows that name none. may_invite: ids of countries.
    """

    accounts: dict[str, Account] = field(default_factory=dict)
    members: frozenset[int] = frozenset()
    waiting: frozenset[str] = frozenset()
    trainers: frozenset[str] = frozenset()
    countries: dict[str, int] = field(default_factory=dict)
    institutions: dict[int, dict[str, int]] = field(default_factory=dict)
    country_labels: dict[int, str] = field(default_factory=dict)
    institution_labels: dict[int, str] = field(default_factory=dict)
    country: int | None = None
    may_invite: frozenset[int] = frozenset()
    languages: dict[str, str] = field(default_factory=dict)
    language: str = "en"


@dataclass(frozen=True)
class Row:
    """One person of a list with what will happen; kept as JSON (as_json, from_json)."""

    entry: Entry
    verdict: str = REFUSED
    reason: str = ""
    details: dict = field(default_factory=dict)
    suggestion: str = ""
    language: str = ""
    person: int | None = None
    institution: int | None = None
    country: int | None = None

    @property
    def words(self) -> str:
        """Return why the row is refused; empty when it is not."""
        return str(REASONS[self.reason][0]) % self.details if self.reason else ""

    @property
    def wrong_field(self) -> str:
        """Return the field of the entry that can be corrected, or nothing."""
        return REASONS[self.reason][1] if self.reason else ""

    @property
    def language_name(self) -> str:
        """Return the language of the invitation by its own name."""
        return dict(settings.LANGUAGES).get(self.language, self.language)

    @property
    def correction(self) -> str:
        """Return what to offer in its place: the suggestion, or what was read."""
        return self.suggestion or getattr(self.entry, self.wrong_field or "email")

    def as_json(self) -> dict:
        """Return plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> "Row":
        """Return the row that as_json wrote."""
        return cls(**data | {"entry": Entry(**data["entry"])})


def plain(text: str) -> str:
    """Return a text without case, accents, signs and spaces, for comparison."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(one for one in letters if not unicodedata.combining(one))
    return re.sub(r"[\W_]+", "", kept)


def judge(entries, known: Known) -> list[Row]:
    """Return the row of each entry, in order. Twice gives the same."""
    first: dict[object, int] = {}
    suggest = _Suggestions(known)
    rows = []
    for entry in entries:
        row = _judged(entry, known, suggest)
        # Two addresses of one account are one person.
        who = row.person or entry.email
        if who in first and row.reason not in ("no_email", "email"):
            details = {"row": first[who]}
            reason = "twice" if entry.email in first else "same_person"
            row = Row(entry, reason=reason, details=details)
        for name in filter(None, (who, entry.email)):
            first.setdefault(name, entry.row)
        rows.append(row)
    return rows


def _judged(entry: Entry, known: Known, suggest) -> Row:
    row = _readable(entry, known, suggest)
    if row.reason:
        return row
    if entry.email in known.trainers:
        return replace(row, reason="trainer")
    account = known.accounts.get(entry.email)
    if account:
        row = replace(row, person=account.pk)
        if account.pk in known.members:
            return replace(row, verdict=HERE)
        if not account.is_active:
            return replace(row, reason="deactivated")
        return replace(row, verdict=JOIN)
    if entry.email in known.waiting:
        return replace(row, verdict=WAITING)
    if row.country is None:
        return replace(row, reason="no_country")
    if row.country not in known.may_invite:
        country = known.country_labels.get(row.country, "")
        return replace(row, reason="cannot_invite", details={"country": country})
    return replace(row, verdict=INVITE)


def _readable(entry: Entry, known: Known, suggest) -> Row:
    """Return the row with its texts understood, or refused for what cannot be."""
    row = Row(entry, language=known.language, country=known.country)
    if not entry.email:
        return replace(row, reason="no_email")
    try:
        validate_email(entry.email)
    except ValidationError:
        return replace(row, reason="email", details={"text": entry.email})
    for name in ("full_name", "latin_name"):
        try:
            _name.clean(getattr(entry, name))
        except ValidationError as error:
            reason = "name" if name == "full_name" else name
            details = {"error": " ".join(error.messages)}
            return replace(row, reason=reason, details=details)
    if not _is_latin(entry.latin_name):
        details = {"text": entry.latin_name}
        return replace(row, reason="not_latin", details=details)
    if entry.language:
        code = known.languages.get(plain(entry.language))
        if code is None:
            codes = ", ".join(sorted(set(known.languages.values())))
            details = {"text": entry.language, "codes": codes}
            return replace(row, reason="language", details=details)
        row = replace(row, language=code)
    return _placed(row, known, suggest)


def _placed(row: Row, known: Known, suggest) -> Row:
    """Return the row with its country and institution found."""
    entry = row.entry
    if entry.country:
        found = known.countries.get(plain(entry.country))
        if found is None:
            return replace(
                row,
                reason="country",
                details={"text": entry.country},
                suggestion=suggest.country(entry.country),
            )
        row = replace(row, country=found)
    if not entry.institution:
        return row
    bodies = known.institutions.get(row.country, {}) if row.country else {}
    if row.country is None:
        for some in known.institutions.values():
            bodies = bodies | some
    found = bodies.get(plain(entry.institution))
    if found is None:
        return replace(
            row,
            reason="institution",
            details={"text": entry.institution},
            suggestion=suggest.institution(entry.institution, bodies),
        )
    return replace(row, institution=found)


def _is_latin(text: str) -> bool:
    return all(
        "LATIN" in unicodedata.name(letter, "")
        for letter in text
        if letter.isalpha() and letter not in "ʼʻ’ªº"
    )


class _Suggestions:
    """The nearest text to a misspelt one; each text is looked for once."""

    def __init__(self, known: Known):
        self.known, self.found = known, {}

    def country(self, text: str) -> str:
        """Return the country that was perhaps meant, or nothing."""
        return self._nearest(text, self.known.countries, self.known.country_labels)

    def institution(self, text: str, bodies: dict[str, int]) -> str:
        """Return the institution that was perhaps meant, or nothing."""
        return self._nearest(text, bodies, self.known.institution_labels)

    def _nearest(self, text: str, known: dict[str, int], labels: dict) -> str:
        key = (text, id(labels), len(known))
        if key not in self.found and len(self.found) == MOST_SUGGESTIONS:
            return ""
        if key not in self.found:
            near = difflib.get_close_matches(plain(text), known, n=1, cutoff=0.5)
            self.found[key] = labels.get(known[near[0]], "") if near else ""
        return self.found[key]
