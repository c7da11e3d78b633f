"""The archive that a person takes along: a page to read, and files for machines."""

import json
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .registry import Coded, Holding, holdings

#: Rows shown on the page; all are in the file beside it.
ROWS_ON_PAGE = 200
STYLES = Path(__file__).with_name("archive.css")


def archive(person, *, language: str, at: datetime | None = None) -> bytes:
    """Return a ZIP file with all that is held about a person.

    index.html to read in the language, one JSON file per kind, and files such
    as certificates as they were issued.
    """
    at = at or timezone.now()
    buffer = BytesIO()
    with translation.override(language), ZipFile(buffer, "w", ZIP_DEFLATED) as packed:
        sections = []
        for holding in holdings():
            rows = holding.export(person)
            name = f"data/{holding.name}.json"
            packed.writestr(name, _json(holding, rows))
            files = []
            for path, content in holding.files(person):
                packed.writestr(path, content)
                files.append(path)
            sections.append(_section(holding, rows, name, files))
        page = render_to_string(
            "accounts/data_archive.html",
            {
                "person": person,
                "at": at,
                "sections": sections,
                "site_name": settings.SITE_NAME,
                "base_url": settings.BASE_URL,
                "language": language,
                "direction": "rtl" if translation.get_language_bidi() else "ltr",
            },
        )
        packed.writestr("index.html", page)
        packed.writestr("style.css", STYLES.read_text(encoding="utf-8"))
    return buffer.getvalue()


def _json(holding: Holding, rows: list[dict]) -> str:
    made = {
        "title": str(holding.title),
        "fields": {name: str(words) for name, words in holding.labels.items()},
        "rows": rows,
    }
    return json.dumps(made, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _section(holding: Holding, rows: list[dict], name: str, files: list[str]) -> dict:
    """Return one kind of record as the page shows it."""
    return {
        "id": holding.name,
        "title": holding.title,
        "about": holding.about,
        "kept": holding.kept,
        "count": len(rows),
        "file": name,
        "files": files,
        "left_off": max(0, len(rows) - ROWS_ON_PAGE),
        "rows": [
            [
                (holding.labels.get(key, key.replace("_", " ")), words(value))
                for key, value in row.items()
                if value not in (None, "", [], {})
            ]
            for row in rows[:ROWS_ON_PAGE]
        ],
    }


def words(value) -> str:
    """Return a plain value as people read it: dates, yes and no, lists."""
    if isinstance(value, Coded):
        return value.words
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "; ".join(f"{key}: {words(one)}" for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(words(one) for one in value)
    if (
        isinstance(value, str)
        and len(value) >= len("2027-01-01T00:00")
        and value[4:5] == "-"
    ):
        try:
            moment = parse_datetime(value)
        except ValueError:
            moment = None
        if moment is not None:
            return date_format(moment, "DATETIME_FORMAT")
    return "" if value is None else str(value)
