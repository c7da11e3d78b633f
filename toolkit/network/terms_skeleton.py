"""The skeleton of the terms of reference, and a country's first draft from it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from lms.core.content_files import Problems, read_yaml

FILE = Path(__file__).parent / "content" / "terms-of-reference.yaml"
#: What the texts may name in braces.
NAMES = (
    "country",
    "group",
    "decision",
    "secretariat",
    "statistics_office",
    "institutions",
)
#: Names that are known from the beginning; for the others there is a stand-in.
_ALWAYS = frozenset({"country", "group"})
_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Section:
    """One section: texts by language, with names in braces."""

    key: str
    title: Mapping[str, str]
    text: Mapping[str, str]


@dataclass(frozen=True)
class Skeleton:
    """All sections in order; missing: what stands for a name that is not known."""

    version: str
    sections: tuple[Section, ...]
    missing: Mapping[str, Mapping[str, str]]

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages in which every section is written."""
        return tuple(
            code
            for code, _name in settings.LANGUAGES
            if all(code in one.title and code in one.text for one in self.sections)
        )


def read_skeleton(file: Path = FILE) -> Skeleton:
    """Read and judge the file whole.

    Raises :class:`~lms.core.content_files.ContentRefused` with every fault.
    """
    problems = Problems()
    part = read_yaml(file, problems)
    part.key()
    version = part.text("version")
    missing = {}
    if stand_ins := part.part("missing"):
        missing = {name: stand_ins.texts(name) for name in NAMES if name not in _ALWAYS}
        stand_ins.finish()
    sections, keys = [], set()
    for row in part.parts("sections"):
        section = Section(row.key(), row.texts("title"), row.texts("text"))
        if section.key in keys:
            row.problem(f"The section `{section.key}` is there twice.", name="key")
        keys.add(section.key)
        for language, text in section.text.items():
            for name in _PLACE.findall(text):
                if name not in NAMES:
                    row.problem(
                        f"`{{{name}}}` in `{language}` is no name that is filled in.",
                        f"Use one of: {', '.join(NAMES)}.",
                        name="text",
                    )
        row.finish()
        sections.append(section)
    part.finish()
    problems.refuse()
    return Skeleton(version, tuple(sections), missing)


@cache
def skeleton() -> Skeleton:
    """Return the skeleton that ships with Streetlight."""
    return read_skeleton()


def filled(found: Skeleton, language: str, names: Mapping[str, str]) -> list[dict]:
    """Return the sections as WorkingGroup.terms keeps them, names filled in.

    Pure. names: name > text in this language; what is empty gets the stand-in of
    the skeleton. A language without a text falls back to the main one.
    """
    main = settings.LANGUAGE_CODE

    def text_in(texts: Mapping[str, str]) -> str:
        return texts.get(language) or texts.get(main, "")

    def name_in(match: re.Match) -> str:
        name = match[1]
        known = names.get(name, "").strip()
        return known or text_in(found.missing.get(name, {})) or match[0]

    return [
        {
            "key": one.key,
            "title": text_in(one.title),
            "text": _PLACE.sub(name_in, text_in(one.text)),
        }
        for one in found.sections
    ]
