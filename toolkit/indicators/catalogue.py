"""The catalogue of candidate indicators as plain values; how it reads from a file.

The format stands in docs/network.md. Every fault is noted with file, line and
remedy. No database.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from assessments.maturity.catalogue import YAML_ENDINGS
from assessments.maturity.instrument import version_order
from assessments.maturity.reading import TEXT, TITLE, VERSION
from lms.accounts.models import Institution
from lms.core.content_files import Part, Problems, read_yaml

from .models import Indicator

ROLES = ("dimension", "measure", "attribute")
#: Entries of an indicator that may be missing.
OPTIONAL = ("breakdowns", "goals", "concepts", "packs")
_CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
_CONCEPT_CODE = re.compile(r"[A-Z0-9_]+")
_CODE_LENGTH, _GOALS = 20, 200


@dataclass(frozen=True)
class Catalogue:
    """One version: packs, the common structure, indicators, in the order of the file.

    packs: {key, name, audience}; structure: {concept, role, means, codes}; indicators
    as in the file. Texts are by language code.
    """

    version: str
    languages: tuple[str, ...]
    title: dict[str, str]
    summary: dict[str, str]
    source: dict[str, str]
    packs: tuple[dict, ...]
    structure: tuple[dict, ...]
    indicators: tuple[dict, ...]


def catalogue_data(catalogue: Catalogue) -> dict:
    """Return the plain data of a file, keys in the order they are written."""
    return {
        "catalogue": {
            "version": catalogue.version,
            "languages": list(catalogue.languages),
            "title": catalogue.title,
            "summary": catalogue.summary,
            "source": catalogue.source,
        },
        "packs": list(catalogue.packs),
        "structure": list(catalogue.structure),
        "indicators": [_written(entry) for entry in catalogue.indicators],
    }


def _written(entry: dict) -> dict:
    """Leave out what may be left out when it is empty."""
    return {
        name: value for name, value in entry.items() if value or name not in OPTIONAL
    }


def catalogue_files(path: Path | None = None) -> list[Path]:
    """Return the files of a folder, by default the shipped one; or the file itself."""
    path = path or Path(settings.INDICATOR_CONTENT_DIR)
    if not path.is_dir():
        return [path]
    return sorted(one for one in path.iterdir() if one.suffix.lower() in YAML_ENDINGS)


def read_newest(path: Path | None = None) -> tuple[Path, Catalogue]:
    """Read and judge all files; return the newest version.

    Raises :class:`~lms.core.content_files.ContentRefused`.
    """
    problems = Problems()
    files = catalogue_files(path)
    if not files:
        problems.add(path, None, "There is no catalogue in this folder.")
    read = [(file, read_catalogue(read_yaml(file, problems))) for file in files]
    seen: dict[tuple[int, ...], Path] = {}
    for file, catalogue in read:
        if catalogue is None:
            continue
        order = version_order(catalogue.version)
        if order in seen:
            problems.add(
                file,
                1,
                f"Version {catalogue.version} stands in {seen[order].name} as well.",
                "Raise the version of one of them.",
            )
        seen[order] = file
    problems.refuse()
    return max(read, key=lambda one: version_order(one[1].version))


def read_catalogue(part: Part) -> Catalogue | None:
    """Judge a whole file; every fault is noted, and then there is no catalogue."""
    head = part.part("catalogue")
    described = _head(head, part) if head else {}
    packs = _packs(part)
    structure = _structure(part)
    indicators = _indicators(part, [pack["key"] for pack in packs])
    part.finish()
    if any(error.file == part.file for error in part.problems.errors):
        return None
    return Catalogue(
        **described, packs=packs, structure=structure, indicators=indicators
    )


def _head(part: Part, whole: Part) -> dict:
    version = part.text("version", limit=20)
    if version and not re.fullmatch(VERSION, version):
        part.problem(
            f"`version` is `{version}`.",
            "Write numbers with points between them, like 1.0.0.",
            name="version",
        )
    languages = _words(part, "languages", dict(settings.LANGUAGES), required=True)
    # Every text of the file speaks the languages that its head names.
    part.require_languages(languages)
    whole.require_languages(languages)
    found = {
        "version": version,
        "languages": tuple(languages),
        "title": part.texts_within("title", TITLE),
        "summary": part.texts_within("summary", TEXT),
        "source": part.texts_within("source", TEXT),
    }
    part.finish()
    return found


def _packs(part: Part) -> tuple[dict, ...]:
    found: dict[str, dict] = {}
    for row in part.parts("packs"):
        key = row.key("key")
        if key in found:
            row.problem(f"The pack `{key}` stands twice.", "Keep one.", name="key")
        found[key] = {
            "key": key,
            "name": row.texts_within("name", TITLE),
            "audience": row.texts_within("audience", TEXT),
        }
        row.finish()
    return tuple(found.values())


def _structure(part: Part) -> tuple[dict, ...]:
    found: dict[str, dict] = {}
    for row in part.parts("structure"):
        concept = _concept(row)
        if concept in found:
            row.problem(
                f"The concept `{concept}` stands twice.", "Keep one.", name="concept"
            )
        entry = {
            "concept": concept,
            "role": row.choice("role", ROLES),
            "means": row.texts_within("means", TEXT),
        }
        if codes := _codes(row):
            entry["codes"] = codes
        found[concept] = entry
        row.finish()
    return tuple(found.values())


def _codes(part: Part) -> list[dict]:
    found: dict[str, dict] = {}
    for row in part.parts("codes", required=False):
        code = row.text("code", limit=_CODE_LENGTH)
        if code in found:
            row.problem(f"The code `{code}` stands twice.", "Keep one.", name="code")
        found[code] = {"code": code, "name": row.texts_within("name", TITLE)}
        row.finish()
    return list(found.values())


def _concept(row: Part) -> str:
    concept = row.text("concept", limit=40)
    if concept and not _CONCEPT_CODE.fullmatch(concept):
        row.problem(
            f"`{concept}` cannot be a concept.",
            "Use capital letters, digits and _, like COUNTERPART_AREA.",
            name="concept",
        )
    return concept


def _indicators(part: Part, packs: list[str]) -> tuple[dict, ...]:
    found, lines = [], {}
    for row in part.parts("indicators"):
        code = row.text("code", limit=_CODE_LENGTH)
        if code and not _CODE.fullmatch(code):
            row.problem(
                f"`{code}` cannot be a code.",
                "Use capital letters, digits and _, like FOR_STOCK.",
                name="code",
            )
        if code and code in lines:
            row.problem(
                f"The code `{code}` stands twice.",
                f"The first one is on line {lines[code]}: give this one its own.",
                name="code",
            )
        lines.setdefault(code, row.line)
        found.append(_indicator(row, code, packs))
        row.finish()
    return tuple(found)


def _indicator(row: Part, code: str, packs: list[str]) -> dict:
    return {
        "code": code,
        "name": row.texts_within("name", TITLE),
        "definition": row.texts_within("definition", TEXT),
        "kind": row.choice("kind", Indicator.Kind.values),
        "topic": row.choice("topic", Indicator.Topic.values),
        "unit": row.texts_within("unit", TITLE),
        "breakdowns": row.texts_within("breakdowns", TEXT, required=False),
        "by_sex": row.flag("by_sex"),
        "usual_source": row.texts_within("usual_source", TEXT),
        "usual_owner": row.texts_within("usual_owner", TITLE),
        "owner_kinds": _words(
            row, "owner_kinds", Institution.Kind.values, required=True
        ),
        "periodicity": row.texts_within("periodicity", TITLE),
        "reference": row.texts_within("reference", TEXT),
        "pitfalls": row.texts_within("pitfalls", TEXT),
        "goals": row.text("goals", required=False, limit=_GOALS),
        "check": row.texts_within("check", TEXT),
        "concepts": _concepts(row),
        "packs": _words(row, "packs", packs),
    }


def _concepts(part: Part) -> list[dict]:
    found: dict[str, dict] = {}
    for row in part.parts("concepts", required=False):
        concept = _concept(row)
        if concept in found:
            row.problem(
                f"The concept `{concept}` stands twice.", "Keep one.", name="concept"
            )
        found[concept] = {
            "concept": concept,
            "role": row.choice("role", ROLES),
            "means": row.texts_within("means", TITLE),
        }
        row.finish()
    return list(found.values())


def _words(
    part: Part, name: str, known: Iterable[str], *, required: bool = False
) -> list[str]:
    found: list[str] = []
    for item in part.items(name, required=required):
        word = item.as_text(limit=60)
        if word and word not in known:
            item.problem(
                f"`{word}` is not known in `{name}`.",
                f"Known here: {', '.join(known)}.",
            )
        if word in found:
            item.problem(f"`{word}` stands twice in `{name}`.", "Keep one.")
        elif word:
            found.append(word)
    return found
