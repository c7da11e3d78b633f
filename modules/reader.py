"""Reading the files of the course: everything is checked before anything is kept.

    content/glossary.yaml
    content/<NN-name>/module.yaml
    content/<NN-name>/<language>/NN-slug.md       one lesson each
    content/<NN-name>/<language>/facilitator.md   the guide for trainers
    content/<NN-name>/checks/<quiz key>.yaml      see assessments.quizzes
    content/<NN-name>/figures/*.svg, files/*

What is wrong between files (keys that stand twice, links that lead nowhere) is
found by modules.crosschecks.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

from lms.core.blocks import BodyStreamBlock
from lms.core.content_files import (
    Part,
    Problems,
    data_digest,
    read_yaml,
)
from lms.core.page_files import PageFile, read_page_file
from modules.blocks import LessonStreamBlock
from modules.choices import FileKind, Level, Role, State, Topic
from modules.crosschecks import check_course
from modules.paths import read_paths

LESSON_BLOCKS = LessonStreamBlock()
GUIDE_BLOCKS = BodyStreamBlock()
GUIDE = "facilitator"
_LESSON_NAME = re.compile(r"^(\d{2})-[a-z0-9-]+$")


@dataclass(frozen=True)
class LessonFile:
    """One lesson in one language: its key "01/03", its values, its file's digest."""

    key: str
    language: str
    values: dict
    file: PageFile


@dataclass
class ModuleFolder:
    """One module as its folder says: values by language, lessons in order.

    part: module.yaml, to name the line of a fault that other files bring to light.
    """

    key: str
    path: Path
    part: Part
    values: dict[str, dict] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    lessons: list[LessonFile] = field(default_factory=list)
    guides: list[PageFile] = field(default_factory=list)
    check: str = ""
    published: bool = False

    def lessons_in(self, language: str) -> list[LessonFile]:
        """Return the lessons in this language, in order."""
        return [lesson for lesson in self.lessons if lesson.language == language]


@dataclass(frozen=True)
class TermEntry:
    """One glossary term: texts by language, source, digest of the entry."""

    key: str
    term: dict
    definition: dict
    source: str
    digest: str


@dataclass
class Course:
    """Everything the files hold."""

    modules: list[ModuleFolder] = field(default_factory=list)
    terms: list[TermEntry] = field(default_factory=list)
    check_files: list[Path] = field(default_factory=list)


def read_course(root: Path, problems: Problems) -> Course:
    """Read all modules and the glossary; note every fault in problems."""
    course = Course()
    glossary = root / "glossary.yaml"
    if glossary.exists():
        course.terms = read_glossary(glossary, problems)
    for path in sorted(root.glob("[0-9][0-9]-*/module.yaml")):
        course.modules.append(read_module(path.parent, problems))
        course.check_files += sorted(path.parent.glob("checks/*.yaml"))
    read_paths(root, {module.key for module in course.modules}, problems)
    check_course(course, problems)
    return course


def read_glossary(path: Path, problems: Problems) -> list[TermEntry]:
    """Read glossary.yaml: a list `terms` of key, term, definition, source."""
    whole = read_yaml(path, problems)
    terms = _distinct(whole.parts("terms"), "key", "term", _term)
    whole.finish()
    return terms


def _term(part: Part) -> TermEntry:
    entry = TermEntry(
        key=part.text("key", limit=80),
        term=part.texts("term"),
        definition=part.texts("definition"),
        source=part.text("source", required=False, limit=300),
        digest=data_digest(part.value),
    )
    part.finish()
    return entry


def _distinct(
    parts: list[Part], name: str, kind: str, read: Callable[[Part], Any]
) -> list:
    """Read entries that are known by their ``name``; note those that stand twice."""
    entries, seen = [], set()
    for part in parts:
        key = str(part.value.get(name))
        if key in seen:
            part.problem(
                f"The {kind} `{key}` stands here twice.", "Keep one.", name=name
            )
        seen.add(key)
        entries.append(read(part))
    return entries


def read_module(folder: Path, problems: Problems) -> ModuleFolder:
    """Read one module's folder with its lessons and guides."""
    part = read_yaml(folder / "module.yaml", problems)
    module = ModuleFolder(key=part.text("key", limit=2), path=folder, part=part)
    if module.key != folder.name[:2]:
        part.problem(
            f"The key is `{module.key}`, the folder begins with `{folder.name[:2]}`.",
            "Make them the same.",
            name="key",
        )
    common, texts = _module_values(part, folder)
    part.finish()
    module.check = common["check_key"]
    module.published = common["state"] == State.PUBLISHED
    for language in texts["title"]:
        guide = _read_guide(module, language, problems)
        values = common | _in_language(texts, language)
        module.guides += [guide] if guide else []
        values["guide"] = json.dumps(guide.body if guide else [])
        module.values[language] = values
        module.digests[language] = data_digest([values, guide.digest if guide else ""])
        module.lessons += _read_lessons(module, language, problems)
    if module.published and not module.lessons:
        part.problem(
            "A published module needs lessons.", "Set `state: coming`.", name="state"
        )
    return module


def _module_values(part: Part, folder: Path) -> tuple[dict, dict]:
    """Return (values that hold in every language, texts by name and language)."""
    texts = {"title": part.texts("title")}
    part.require_languages(texts["title"])
    texts |= {name: part.texts(name) for name in ("summary", "lede", "audience")}
    updated = part.date("updated", required=False)
    common = {
        "key": part.text("key", limit=2),
        "slug": folder.name,
        "state": part.choice("state", State.values),
        "minutes": part.integer("minutes", minimum=5, maximum=600),
        "level": part.choice("level", Level.values),
        "roles": _words(part, "roles", Role.values),
        "topics": _words(part, "topics", Topic.values),
        "prerequisites": [
            item.as_text() for item in part.items("prerequisites", required=False)
        ],
        "cover": part.text("cover", required=False, limit=100),
        "updated": updated,
        "check_key": part.text("check", required=False, limit=80),
    }
    texts["objectives"] = [
        {lang: item.value.get(lang, "") for lang in texts["title"]}
        if isinstance(item.value, dict)
        else {}
        for item in part.items("objectives")
    ]
    texts["files"] = _distinct(
        part.parts("files", required=False),
        "name",
        "file",
        lambda item: _file(item, folder),
    )
    texts["sources"] = _distinct(
        part.parts("sources", required=False), "id", "source", _source
    )
    if common["cover"] and not finders.find(common["cover"]):
        part.problem(
            f"There is no picture `static/{common['cover']}`.",
            "Add it, or take the entry out.",
            name="cover",
        )
    for number, objective in enumerate(texts["objectives"], start=1):
        if not all(objective.values()) or not objective:
            part.problem(
                f"Objective {number} lacks a language.",
                "Write `- en: ...`.",
                name="objectives",
            )
    for language, summary in texts["summary"].items():
        if len(summary) > 120:
            part.problem(
                f"The summary ({language}) has {len(summary)} characters.",
                "Shorten it to 120.",
                name="summary",
            )
    return common, texts


def _words(part: Part, name: str, known: list[str]) -> list[str]:
    words = []
    for item in part.items(name):
        word = item.as_text()
        if word not in known:
            item.problem(
                f"`{word}` is not one of the {name}.", f"Known: {', '.join(known)}."
            )
        words.append(word)
    return words


def _file(part: Part, folder: Path) -> dict:
    name = part.text("name", limit=100)
    if name and not (folder / "files" / name).is_file():
        part.problem(
            f"There is no file `files/{name}`.",
            "Add it, or take the entry out.",
            name="name",
        )
    entry = {
        "name": name,
        "kind": part.choice("kind", FileKind.values),
        "title": part.texts("title"),
    }
    part.finish()
    return entry


def _source(part: Part) -> dict:
    entry = {
        "id": part.text("id", limit=40),
        "text": part.texts("text"),
        "url": part.text("url", required=False, limit=300),
    }
    part.finish()
    return entry


def _in_language(texts: dict, language: str) -> dict:
    """Return the page's values for one language, streams as JSON."""
    values = {
        name: texts[name].get(language, "")
        for name in ("title", "summary", "lede", "audience")
    }
    streams = {
        "objectives": [
            ("objective", item.get(language, "")) for item in texts["objectives"]
        ],
        "sources": [
            ("source", {**item, "text": item["text"].get(language, "")})
            for item in texts["sources"]
        ],
        "files": [
            ("file", {**item, "title": item["title"].get(language, "")})
            for item in texts["files"]
        ],
    }
    for name, items in streams.items():
        values[name] = json.dumps(
            [{"type": kind, "value": value} for kind, value in items]
        )
    return values


def _read_guide(
    module: ModuleFolder, language: str, problems: Problems
) -> PageFile | None:
    path = module.path / language / f"{GUIDE}.md"
    if not path.exists():
        return None
    guide = read_page_file(
        path, GUIDE_BLOCKS, problems, seed=f"{module.key}/{language}/guide"
    )
    if guide:
        guide.front.text("title", limit=255)
        guide.front.finish()
    return guide


def _read_lessons(
    module: ModuleFolder, language: str, problems: Problems
) -> list[LessonFile]:
    lessons = []
    for path in sorted((module.path / language).glob("[0-9][0-9]-*.md")):
        match = _LESSON_NAME.match(path.stem)
        if match is None:
            problems.add(
                path,
                None,
                "The name of a lesson file is `NN-slug.md`.",
                "Use small letters, digits and hyphens.",
            )
            continue
        key = f"{module.key}/{match[1]}"
        file = read_page_file(path, LESSON_BLOCKS, problems, seed=f"{key}/{language}")
        if file is None:
            continue
        lessons.append(LessonFile(key, language, _lesson_values(file, key), file))
    return lessons


def _lesson_values(file: PageFile, key: str) -> dict:
    front = file.front
    objectives = [item.value for item in front.items("objectives", required=False)]
    if any(not isinstance(number, int) or number < 1 for number in objectives):
        front.problem(
            "`objectives` are numbers of the module's objectives.",
            "Write `objectives: [1, 2]`.",
            name="objectives",
        )
    values = {
        "title": front.text("title", limit=255),
        "slug": front.text("slug", limit=80),
        "minutes": front.integer("minutes", minimum=1, maximum=120),
        "lede": front.text("lede"),
        "objectives": objectives,
        "key": key,
        "body": json.dumps(file.body),
    }
    front.finish()
    return values
