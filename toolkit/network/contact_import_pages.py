"""What the preview of a contact list shows."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.core.table_files import Fault
from toolkit.network import contact_list as names
from toolkit.network.contact_forms import Unknown
from toolkit.network.contact_judging import (
    CHANGED,
    MOVED,
    NEW,
    REPLACED,
    SAME,
    Judged,
    Known,
    unknown_names,
)
from toolkit.network.contact_reading import Given
from toolkit.network.models import ContactImport, FocalPoint
from toolkit.network.services.contact_imports import decisions_of, given_of, rows_of

#: Words of the fields that a row may change.
_FIELDS = {
    "full_name": names.NAME,
    "title": names.TITLE,
    "unit": names.UNIT,
    "address": names.ADDRESS,
    "telephone": names.TELEPHONE,
    "fax": names.FAX,
    "email": names.EMAIL,
    "website": names.WEBSITE,
    "languages": names.LANGUAGES,
}


def unknown_of(rows: list[Given], known: Known) -> list[Unknown]:
    """Return the names that the network lacks, each with the nearest it has."""
    return [
        Unknown(name, tuple(numbers), known.suggest(name))
        for name, numbers in unknown_names(rows, known).items()
    ]


def unknown_faults(unknown: list[Unknown]) -> list[Fault]:
    """Return the unknown names as faults, for a file that has others as well."""
    found = []
    for one in unknown:
        message = _("There is no institution “%(name)s”.") % {"name": one.name}
        if one.suggestion:
            words = _("Did you mean %(institution)s? Then write that.")
            remedy = words % {"institution": one.suggestion}
        else:
            remedy = _("You can add it as new once the other faults are gone.")
        found += [Fault("", row, "", message, remedy) for row in one.rows]
    return found


def preview_context(prepared: ContactImport) -> dict:
    """Return what would happen, in groups, and what is still to be decided."""
    judged = rows_of(prepared)
    known = Known(prepared.country)
    decisions = decisions_of(prepared)
    unknown = unknown_of(given_of(prepared), known)
    undecided = [one for one in unknown if one.name not in decisions]
    open_rows = {row for one in undecided for row in one.rows}
    settled = [one for one in judged if one.given.row not in open_rows]
    counts = {
        verdict: sum(one.verdict == verdict for one in settled)
        for verdict in (NEW, CHANGED, REPLACED, MOVED, SAME)
    }
    writes = sum(counts.values()) - counts[SAME]
    return {
        "prepared": prepared,
        "country": prepared.country,
        "facts": _facts(counts, len(judged)),
        "writes": writes,
        "unknown": unknown,
        "undecided": undecided,
        "decisions": decisions,
        "waiting": [_shown(one, known) for one in judged if one.given.row in open_rows],
        "groups": _groups(settled, known),
        "staying": _staying(judged, known),
    }


def _groups(judged: list[Judged], known: Known) -> list[dict]:
    titles = {
        REPLACED: _("Somebody takes over"),
        MOVED: _("Changes post"),
        CHANGED: _("Changed"),
        NEW: _("New"),
        SAME: _("Unchanged"),
    }
    return [
        {"key": verdict, "title": title, "rows": rows}
        for verdict, title in titles.items()
        if (rows := [_shown(one, known) for one in judged if one.verdict == verdict])
    ]


def _shown(one: Judged, known: Known) -> dict:
    there = known.institutions.get(one.institution)
    return {
        "number": one.given.row,
        "given": one.given,
        "institution": str(there or one.given.institution),
        "new_institution": there is None,
        "post": FocalPoint.Post(one.post).label if one.post else "",
        "holder": one.holder,
        "unit_new": one.unit_new,
        "changes": [
            {"label": _FIELDS[name], "before": before, "after": after}
            for name, (before, after) in one.changes.items()
        ],
    }


def _staying(judged: list[Judged], known: Known) -> int:
    """Return how many people of the record the file does not touch."""
    touched = {one.person for one in judged if one.person}
    left = {(one.institution, one.post) for one in judged if one.verdict == REPLACED}
    return sum(
        row.pk not in touched and (pk, post) not in left
        for pk, posts in known.people.items()
        for post, row in posts.items()
    )


def _facts(counts: dict[str, int], rows: int) -> list[dict]:
    read = ngettext("%(count)d row read", "%(count)d rows read", rows)
    return [
        {
            "label": _("New"),
            "value": str(counts[NEW]),
            "text": read % {"count": rows},
        },
        {
            "label": _("Changed"),
            "value": str(counts[CHANGED]),
            "text": _("other data than on record"),
        },
        {
            "label": _("Take over or change post"),
            "value": str(counts[REPLACED] + counts[MOVED]),
            "text": _("who was there before stays in the history"),
        },
        {
            "label": _("Unchanged"),
            "value": str(counts[SAME]),
            "text": _("the same as on record"),
        },
    ]
