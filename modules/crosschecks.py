"""What can be wrong between the files of a course, each of which is right alone.

Keys that stand twice, numbers of objectives that a module does not have, and
links, drawings, downloads, checks, sources and terms that do not exist.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.conf import settings

from lms.core.content_files import Problems
from lms.core.page_files import PageFile

if TYPE_CHECKING:
    from modules.reader import Course, ModuleFolder

_INNER = re.compile(r"#(term|lesson|module)-([^\"\\]+)")
_TWICE = "Give one of them its own."


def check_course(course: Course, problems: Problems) -> None:
    """Note every fault between files, with the file and line to mend."""
    seen = set()
    for module in course.modules:
        if module.key in seen:
            module.part.problem(
                f"Two modules have the key {module.key}.", _TWICE, name="key"
            )
        seen.add(module.key)
        _check_keys(module, problems)
    _check_links(course, problems)


def _check_keys(module: ModuleFolder, problems: Problems) -> None:
    """Note numbers, addresses and prompts that two lessons share, per language."""
    seen: dict[tuple, str] = {}

    def is_new(*key: str, name: str) -> bool:
        first = seen.setdefault(key, name)
        return first == name

    for lesson in module.lessons:
        file, language = lesson.file, lesson.language
        name, front = file.path.name, file.front
        if not is_new("number", language, lesson.key, name=name):
            problems.add(
                file.path, 1, f"Two lessons have the number {lesson.key}.", _TWICE
            )
        slug = lesson.values["slug"]
        if not is_new("slug", language, slug, name=name):
            front.problem(f"Two lessons have the slug `{slug}`.", _TWICE, name="slug")
        for block, line in zip(file.body, file.lines, strict=True):
            if block["type"] == "in_your_country":
                key = block["value"]["key"]
                if not is_new("note", language, key, name=f"{name}:{line}"):
                    problems.add(
                        file.path, line, f"Two prompts have the key `{key}`.", _TWICE
                    )
        objectives = len(json.loads(module.values[language]["objectives"]))
        for number in lesson.values["objectives"]:
            if isinstance(number, int) and number > objectives:
                front.problem(
                    f"The module has no objective {number}.",
                    f"It has {objectives}.",
                    name="objectives",
                )


def _check_links(course: Course, problems: Problems) -> None:
    """Note every link, drawing, file, check or source that leads nowhere."""
    known = {
        "term": {term.key for term in course.terms},
        "module": {module.key for module in course.modules},
        "lesson": {
            lesson.key for module in course.modules for lesson in module.lessons
        },
        "check": {path.stem for path in course.check_files},
    }
    for module in course.modules:
        here = known | {
            "file": _names(module, "files", "name"),
            "source": _names(module, "sources", "id"),
        }
        for key in next(iter(module.values.values()), {}).get("prerequisites", []):
            if key not in known["module"]:
                module.part.problem(
                    f"There is no module `{key}`.",
                    "Mend `prerequisites`.",
                    name="prerequisites",
                )
        if module.check and module.check not in known["check"]:
            module.part.problem(
                f"There is no check `{module.check}`.",
                f"Add checks/{module.check}.yaml.",
                name="check",
            )
        for file in [*(lesson.file for lesson in module.lessons), *module.guides]:
            for line, kind, name in _references(file):
                missing = (
                    name not in here[kind]
                    if kind != "drawing"
                    else not _has_drawing(module, name)
                )
                if missing:
                    problems.add(
                        file.path,
                        line,
                        f"There is no {kind} `{name}`.",
                        "Mend the name, or add it.",
                    )


def _names(module: ModuleFolder, stream: str, name: str) -> set[str]:
    return {
        item["value"][name]
        for values in module.values.values()
        for item in json.loads(values[stream])
    }


def _references(file: PageFile) -> Iterator[tuple[int, str, str]]:
    """Yield (line, kind, name) for everything a lesson or guide points at."""
    for block, line in zip(file.body, file.lines, strict=True):
        value = block["value"]
        for kind, name in _INNER.findall(json.dumps(value, ensure_ascii=False)):
            yield line, kind, name
        if block["type"] == "check":
            yield line, "check", value["quiz"]
        elif block["type"] == "sources":
            yield from ((line, "source", item["source"]) for item in value["sources"])
        elif block["type"] == "figure":
            yield from ((line, "drawing", item["name"]) for item in value["drawings"])
        elif block["type"] in ("exercise", "worked_example"):
            names = (value.get("file"), value.get("solution"))
            yield from ((line, "file", name) for name in names if name)


def _has_drawing(module: ModuleFolder, name: str) -> bool:
    key, _slash, rest = name.rpartition("/")
    folder = (
        module.path
        if not key
        else next(iter(settings.MODULE_CONTENT_DIR.glob(f"{key}-*")), module.path)
    )
    return (folder / "figures" / f"{rest}.svg").is_file()
