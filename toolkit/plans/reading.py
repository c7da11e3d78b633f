"""Reading an action library from its file, judged whole.

The format stands in docs/planning.md. Every fault is noted with file, line and
remedy; a circle of prerequisites is refused with all its members.
"""

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from django.conf import settings

from assessments.maturity.instrument import Framework
from assessments.maturity.reading import TEXT, TITLE, VERSION, shipped_modules
from lms.core.content_files import Part, Problems, read_yaml
from toolkit.plans.library import (
    EFFORT_POINTS,
    PILLARS,
    PLACEHOLDER,
    REPEATS,
    Action,
    Generic,
    Library,
    Lift,
    Texts,
    cycle_of,
)

_ID = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
#: The longest an action may take, in quarters; the highest row of the sample plan.
LONGEST, ROWS = 40, 14
_HIGHEST_LEVEL = 20


def read_library_file(
    path: str | Path,
    problems: Problems,
    *,
    frameworks: Mapping[str, Framework],
    modules: Collection[str] | None = None,
) -> Library | None:
    """Read one YAML file; ``None`` when anything is noted in ``problems``."""
    return read_library(
        read_yaml(path, problems), frameworks=frameworks, modules=modules
    )


def read_library(
    part: Part,
    *,
    frameworks: Mapping[str, Framework],
    modules: Collection[str] | None = None,
) -> Library | None:
    """Judge a whole file; every fault is noted, and then there is no library.

    ``frameworks``: by key, the newest version of each. ``modules``: known keys, by
    default of the modules that ship.
    """
    reader = _Reader(frameworks, shipped_modules() if modules is None else modules)
    library = reader.library(part)
    faulty = any(error.file == part.file for error in part.problems.errors)
    return None if faulty else library


class _Reader:
    """What is known while a file is read: framework, names, ids seen."""

    def __init__(
        self, frameworks: Mapping[str, Framework], modules: Collection[str]
    ) -> None:
        self.frameworks = frameworks
        self.modules = modules
        self.framework: Framework | None = None
        self.roles: dict[str, Texts] = {}
        self.areas: dict[str, Texts] = {}
        self.seen: dict[str, int] = {}

    def library(self, part: Part) -> Library | None:
        head = part.part("library")
        described = self.head(head) if head else {}
        self.roles = self.names(part, "roles")
        self.areas = self.names(part, "areas")
        rows = part.parts("actions")
        actions = tuple(self.action(row) for row in rows)
        generic = tuple(
            self.generic(row) for row in part.parts("generic", required=False)
        )
        self.judge_order(rows, actions)
        part.finish()
        if not described:
            return None
        return Library(
            **described,
            actions=actions,
            generic=generic,
            roles=self.roles,
            areas=self.areas,
        )

    def head(self, part: Part) -> dict:
        version = part.text("version", limit=20)
        if version and not re.fullmatch(VERSION, version):
            part.problem(
                f"`version` is `{version}`.",
                "Write numbers with points between them, like 1.0.0.",
                name="version",
            )
        framework = part.choice("framework", self.frameworks)
        self.framework = self.frameworks.get(framework)
        found = {
            "key": part.key("id"),
            "version": version,
            "framework": framework,
            "languages": tuple(self.words(part, "languages", dict(settings.LANGUAGES))),
            "title": part.texts_within("title", TITLE),
            "summary": part.texts_within("summary", TEXT, required=False),
            "source": part.texts_within("source", TEXT, required=False),
        }
        part.finish()
        return found

    def names(self, part: Part, name: str) -> dict[str, Texts]:
        found: dict[str, Texts] = {}
        for row in part.parts(name):
            key = row.text("key", limit=60)
            if key in found:
                row.problem(f"`{key}` stands twice in `{name}`.", "Keep one.")
            found[key] = row.texts_within("name", TITLE)
            row.finish()
        return found

    def action(self, part: Part) -> Action:
        found = Action(
            id=self.identifier(part),
            title=part.texts_within("title", TITLE),
            area=part.choice("area", self.areas),
            pillar=part.choice("pillar", PILLARS, required=False),
            lifts=self.lifts(part),
            needs=tuple(self.words(part, "needs")),
            after=tuple(self.words(part, "after")),
            responsible=self.who(part, "responsible", required=True),
            supporting=self.who(part, "supporting"),
            repeat=part.choice("repeat", REPEATS, required=False),
            modules=self.module_keys(part),
            annex=self.numbers(part, "annex", 1, ROWS),
            first_year=part.flag("first_year", required=False),
            **_work(part),
        )
        part.finish()
        return found

    def generic(self, part: Part) -> Generic:
        level = part.integer("level", minimum=1, maximum=_HIGHEST_LEVEL)
        found = Generic(
            id=self.identifier(part),
            title=part.texts_within("title", TITLE),
            level=level or 0,
            responsible=self.who(part, "responsible", required=True),
            validated=part.flag("validated", required=False),
            **_work(part),
        )
        for language, text in found.title.items():
            if PLACEHOLDER not in text:
                part.problem(
                    f"The title in `{language}` does not say for which question.",
                    f"Write {PLACEHOLDER} where its title belongs.",
                    name="title",
                )
        part.finish()
        return found

    def identifier(self, part: Part) -> str:
        found = part.text("id", limit=20)
        if found and not _ID.fullmatch(found):
            part.problem(
                f"`{found}` cannot be an id.",
                "Use capital letters, digits and hyphens, like ACT-01.",
                name="id",
            )
        if found and found in self.seen:
            part.problem(
                f"The id `{found}` stands twice.",
                f"The first one is on line {self.seen[found]}: "
                "give this action its own id.",
                name="id",
            )
        self.seen.setdefault(found, part.line)
        return found

    def lifts(self, part: Part) -> tuple[Lift, ...]:
        found: dict[str, Lift] = {}
        for row in part.parts("lifts"):
            question = row.text("question", limit=20)
            levels = self.numbers(row, "to", 0, _HIGHEST_LEVEL)
            if not levels and "to" not in row:
                row.problem("It does not say to which level.", "Add `to: [3]`.")
            if self.framework and question:
                self.judge_lift(row, question, levels)
            if question in found:
                row.problem(
                    f"`{question}` stands twice in `lifts`.",
                    "Write it once, with all its levels.",
                )
            row.finish()
            found[question] = Lift(question, tuple(sorted(levels)))
        return tuple(found.values())

    def judge_lift(self, row: Part, question: str, levels: tuple[int, ...]) -> None:
        framework = self.framework
        if question not in framework.by_id:
            row.problem(
                f"There is no question `{question}` in {framework.key}.",
                f"Write one of {framework.questions[0].id} to "
                f"{framework.questions[-1].id}.",
                name="question",
            )
        for level in levels:
            if not framework.minimum < level <= framework.maximum:
                row.problem(
                    f"Nothing leads to level {level} of {framework.key}.",
                    f"Its levels above the lowest are {framework.minimum + 1} to "
                    f"{framework.maximum}.",
                    name="to",
                )

    def numbers(
        self, part: Part, name: str, minimum: int, maximum: int
    ) -> tuple[int, ...]:
        found = []
        for item in part.items(name, required=False):
            value = item.value
            fitting = isinstance(value, int) and not isinstance(value, bool)
            if not fitting or not minimum <= value <= maximum or value in found:
                part.problem(
                    f"`{value}` does not belong in `{name}`.",
                    f"Write whole numbers from {minimum} to {maximum}, each once.",
                    name=name,
                )
                continue
            found.append(value)
        return tuple(found)

    def who(self, part: Part, name: str, *, required: bool = False) -> tuple[str, ...]:
        found = self.words(part, name, self.roles)
        if required and not found:
            part.problem(
                f"`{name}` names nobody.", "Write the key of a role.", name=name
            )
        return tuple(found)

    def module_keys(self, part: Part) -> tuple[str, ...]:
        found = []
        for word in self.words(part, "modules"):
            # The library document writes M03 where the module's key is 03.
            key = word[1:] if re.fullmatch(r"M\d\d", word) else word
            if key not in self.modules:
                known = ", ".join(sorted(self.modules))
                part.problem(
                    f"There is no module `{word}`.",
                    f"Known here: {known}." if known else "Leave `modules` out.",
                    name="modules",
                )
            found.append(key)
        return tuple(found)

    def words(
        self, part: Part, name: str, known: Collection[str] | None = None
    ) -> list[str]:
        found: list[str] = []
        for item in part.items(name, required=False):
            word = item.as_text(limit=60)
            if known is not None and word and word not in known:
                part.problem(
                    f"`{word}` is not known in `{name}`.",
                    f"Known here: {', '.join(known)}.",
                    name=name,
                )
            if word in found:
                part.problem(
                    f"`{word}` stands twice in `{name}`.", "Keep one.", name=name
                )
            elif word:
                found.append(word)
        return found

    def judge_order(self, rows: list[Part], actions: tuple[Action, ...]) -> None:
        ids = {action.id for action in actions}
        for row, action in zip(rows, actions, strict=True):
            for name in ("needs", "after"):
                for other in getattr(action, name):
                    if other not in ids:
                        row.problem(
                            f"There is no action `{other}`, which `{action.id}` "
                            f"names in `{name}`.",
                            "Write the id of an action of this file.",
                            name=name,
                        )
        places = {action.id: row for row, action in zip(rows, actions, strict=True)}
        # Soft order counts as well: in a circle of it nothing could ever start.
        hard = {one.id: one.needs for one in actions}
        both = {one.id: (*one.needs, *one.after) for one in actions}
        if circle := cycle_of(hard):
            kind = "needs"
        elif circle := cycle_of(both):
            kind = "needs or follows"
        if circle:
            shown = " → ".join(f"`{one}`" for one in circle)
            places[circle[0]].problem(
                f"The actions go round in a circle, each {kind} the next: {shown}.",
                "Take one of these prerequisites away.",
            )


def _work(part: Part) -> dict:
    return {
        "quarters": part.integer("quarters", minimum=1, maximum=LONGEST) or 1,
        "effort": part.choice("effort", EFFORT_POINTS, default="S"),
        "criterion": part.texts_within("criterion", TEXT),
        "deliverable": part.texts_within("deliverable", TITLE),
    }
