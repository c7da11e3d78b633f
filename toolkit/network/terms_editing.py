"""The page on which terms of reference are written: what its buttons do. No saving."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from toolkit.network.groups_forms import SectionForm
from toolkit.network.models import WorkingGroup
from toolkit.network.services.groups import first_terms
from toolkit.network.terms_skeleton import skeleton

#: Most sections that terms have.
MOST = 60
OWN = "own"


class TermsForm:
    """All sections of the page, as saved or as typed.

    rows: a form for each section; saves: whether the person wants to save, and not
    to add or remove a section; missing: sections of the skeleton that can be added.
    """

    def __init__(
        self,
        group: WorkingGroup,
        sections: Sequence[Mapping],
        *,
        edit_number: int,
        check: bool = False,
        saves: bool = False,
        added: int | None = None,
    ) -> None:
        self.group, self.edit_number, self.saves = group, edit_number, saves
        self.typed = list(sections)
        #: Place of the section that was just added: the page goes on there.
        self.added = added
        self.rows = [
            SectionForm(
                {f"section-{place}-{key}": value for key, value in one.items()}
                if check
                else None,
                prefix=f"section-{place}",
                initial=one,
            )
            for place, one in enumerate(self.typed)
        ]

    @classmethod
    def of(cls, group: WorkingGroup) -> "TermsForm":
        """Return the page of the terms as they are saved."""
        return cls(group, group.terms, edit_number=group.edit_number)

    @classmethod
    def sent(cls, data: Mapping, group: WorkingGroup) -> "TermsForm":
        """Return the page as it was sent, with what its button did."""
        sections = _typed(data)
        number = _number(data.get("edit_number"), default=-1)
        do, _dash, place = data.get("do", "save").partition("-")
        if do == "remove":
            at = _number(place, default=-1)
            kept = [one for spot, one in enumerate(sections) if spot != at]
            return cls(group, kept, edit_number=number)
        if do == "add":
            sections = [
                *sections,
                _new_section(data.get("which", OWN), sections, group),
            ]
            sections = sections[:MOST]
            added = len(sections) - 1
            return cls(group, sections, edit_number=number, added=added)
        return cls(group, sections, edit_number=number, check=True, saves=True)

    def again(self, group: WorkingGroup) -> "TermsForm":
        """Return the same with the number of the version that is saved now."""
        return TermsForm(group, self.typed, edit_number=group.edit_number)

    @property
    def valid(self) -> bool:
        """Return whether every section has a title and a text."""
        return all(row.is_valid() for row in self.rows)

    def sections(self) -> list[dict]:
        """Return the sections as the terms keep them; only when they are valid."""
        return [
            {key: row.cleaned_data[key].replace("\r\n", "\n") for key in _KEYS}
            for row in self.rows
        ]

    def errors(self) -> list[dict]:
        """Return what components/error_summary.html takes."""
        return [
            {
                "href": f"#id_{row.prefix}-{name}",
                "text": _("Section %(number)s: %(error)s")
                % {"number": number, "error": error},
            }
            for number, row in enumerate(self.rows, start=1)
            for name, errors in row.errors.items()
            for error in errors
        ]

    @property
    def missing(self) -> list[tuple[str, str]]:
        """Return (key, title) of the skeleton's sections that are not on the page."""
        there = {one["key"] for one in self.typed}
        language = self.group.terms_language
        return [
            (one.key, one.title.get(language) or one.title[settings.LANGUAGE_CODE])
            for one in skeleton().sections
            if one.key not in there
        ]


_KEYS = ("key", "title", "text")


def without_changes(mine: Sequence[Mapping], theirs: Sequence[Mapping]) -> list[dict]:
    """Return the sections of the saved terms that differ from what was typed.

    mine: title and text as typed, None where the section is not on the page.
    """
    typed = {one["key"]: one for one in mine}
    found = []
    for one in theirs:
        own = typed.get(one["key"])
        same = own and all(own[key].strip() == one[key] for key in ("title", "text"))
        if not same:
            found.append({**one, "mine": own})
    return found


def _typed(data: Mapping) -> list[dict]:
    count = min(max(_number(data.get("sections"), default=0), 0), MOST)
    return [
        {key: data.get(f"section-{place}-{key}", "") for key in _KEYS}
        for place in range(count)
    ]


def _new_section(which: str, there: Sequence[Mapping], group: WorkingGroup) -> dict:
    """Return an empty section of the country's own, or one of the skeleton."""
    keys = {one["key"] for one in there}
    if which not in keys:
        for one in first_terms(
            group.country,
            language=group.terms_language or settings.LANGUAGE_CODE,
            name=group.name,
            decision=group.founded_by,
            secretariat=group.secretariat,
        ):
            if one["key"] == which:
                return one
    number = 1
    while f"{OWN}-{number}" in keys:
        number += 1
    return {"key": f"{OWN}-{number}", "title": "", "text": ""}


def _number(text, *, default: int) -> int:
    try:
        return int(text)
    except (TypeError, ValueError):
        return default
