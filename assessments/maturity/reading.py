"""Reading an instrument from its file, judged whole.

The format stands in docs/framework.md. A workbook goes through the same judge: see
:mod:`.workbook_reading`.
"""

import re
from collections.abc import Collection
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from assessments.maturity.instrument import (
    COMBINE,
    DROPPED,
    EQUAL,
    FACT,
    INDEX,
    MEAN,
    NEW,
    PUBLISHED,
    RANGE,
    RELATIONS,
    STATES,
    Dimension,
    Framework,
    Level,
    MapEntry,
    Question,
    Scoring,
    Texts,
)
from lms.core.content_files import ContentError, Part, Problems, read_yaml

#: Longest texts in characters: of a title, and of anything else.
TITLE, TEXT = 200, 2000
_ID = re.compile(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")
#: What a version looks like.
VERSION = r"\d{1,4}(\.\d{1,4}){0,3}"
_HIGHEST = 20
_LARGEST_WEIGHT = 1000


def shipped_modules() -> frozenset[str]:
    """The keys of the modules whose content files are there: 01, 02, ..."""
    folders = Path(settings.MODULE_CONTENT_DIR).glob("*-*/")
    return frozenset(folder.name.partition("-")[0] for folder in folders)


def read_framework_file(
    path: str | Path, problems: Problems, *, modules: Collection[str] | None = None
) -> Framework | None:
    """Read one YAML file; ``None`` when anything is noted in ``problems``."""
    return read_framework(read_yaml(path, problems), modules=modules)


def read_framework(
    part: Part, *, modules: Collection[str] | None = None
) -> Framework | None:
    """Judge a whole file; every fault is noted, and then there is no framework."""
    before = len(part.problems.errors)
    reader = _Reader(shipped_modules() if modules is None else modules)
    framework = reader.framework(part)
    _once(part.problems, before)
    # What was wrong with the file before it came here counts as well.
    faulty = any(error.file == part.file for error in part.problems.errors)
    return None if faulty else framework


class _Reader:
    """What is known while a file is read: levels, respondents, ids seen."""

    def __init__(self, modules: Collection[str]) -> None:
        self.modules = modules
        self.values: tuple[int, ...] = ()
        self.respondents: dict[str, Texts] = {}
        self.seen: dict[str, int] = {}

    def framework(self, part: Part) -> Framework | None:
        head = part.part("framework")
        levels = self.levels(part)
        self.values = tuple(level.value for level in levels)
        self.respondents = self.respondent_names(part)
        dimensions = tuple(
            one for row in part.parts("dimensions") if (one := self.dimension(row))
        )
        scoring = self.scoring(part, dimensions)
        entries = self.map(part)
        part.finish()
        if head is None or not levels or not dimensions:
            return None
        return Framework(
            **self.head(head),
            levels=levels,
            dimensions=dimensions,
            scoring=scoring,
            respondents=self.respondents,
            map=entries,
        )

    def head(self, part: Part) -> dict:
        version = part.text("version", limit=20)
        if version and not re.fullmatch(VERSION, version):
            part.problem(
                f"`version` is `{version}`.",
                "Write numbers with points between them, like 1.0.0.",
                name="version",
            )
        languages = _words(part, "languages")
        known = [code for code, _name in settings.LANGUAGES]
        for language in languages:
            if language not in known:
                part.problem(
                    f"`{language}` is not a language of this site.",
                    f"Use one of: {', '.join(known)}.",
                    name="languages",
                )
        found = {
            "key": part.key("id"),
            "version": version,
            "state": part.choice("state", STATES, required=False, default=PUBLISHED),
            "languages": tuple(languages),
            # An instrument of others may come without a title of its own.
            "title": part.texts_within("title", TITLE, required=False)
            or {settings.LANGUAGE_CODE: part.text("id")},
            "summary": part.texts_within("summary", TEXT, required=False),
            "source": part.texts_within("source", TEXT, required=False),
        }
        part.finish()
        return found

    def levels(self, part: Part) -> tuple[Level, ...]:
        found, keys = [], set()
        for row in part.parts("levels"):
            value = row.integer("value", minimum=0, maximum=_HIGHEST)
            key = row.text("key", required=False, limit=60)
            name = row.texts_within("name", TITLE, required=False)
            if key and key in keys:
                row.problem(
                    f"The level `{key}` stands twice.", "Rename one.", name="key"
                )
            keys.add(key)
            level = Level(
                -1 if value is None else value,
                key or str(value),
                name or _spoken_key(key),
                row.texts_within("meaning", TEXT, required=False),
                row.texts_within("proof", TEXT, required=False),
            )
            row.finish()
            if value is not None and found and value != found[-1].value + 1:
                row.problem(
                    f"Level {value} follows level {found[-1].value}.",
                    "Write the levels from the lowest to the highest, without a gap.",
                    name="value",
                )
            if value is not None:
                found.append(level)
        if len(found) == 1:
            part.problem(
                "There is only one level.", "Write at least two.", name="levels"
            )
        return tuple(found)

    def respondent_names(self, part: Part) -> dict[str, Texts]:
        found: dict[str, Texts] = {}
        for row in part.parts("respondents", required=False):
            key = row.text("key", limit=60)
            if key in found:
                row.problem(
                    f"The respondent `{key}` stands twice.", "Keep one.", name="key"
                )
            found[key] = row.texts_within("name", TITLE)
            row.finish()
        return found

    def scoring(self, part: Part, dimensions: tuple[Dimension, ...]) -> Scoring:
        default = Scoring()
        row = part.part("scoring", required=False)
        if row is None:
            return default
        lowest, highest = (self.values[0], self.values[-1]) if self.values else (0, 20)
        national_dims = row.integer(
            "national_dims", required=False, minimum=1, maximum=max(len(dimensions), 1)
        )
        if national_dims is not None and "national_share" in row:
            row.problem(
                "`national_dims` and `national_share` say the same thing.",
                "Keep one of them: a number of dimensions, or their share.",
                name="national_dims",
            )
        share = _share(row, "national_share", default.national_share)
        found = Scoring(
            dimension=row.choice("dimension", (MEAN,), required=False, default=MEAN),
            index=row.choice("index", INDEX, required=False, default=RANGE),
            stage_share=_share(row, "stage_share", default.stage_share),
            national_share=share if national_dims is None else None,
            national_dims=national_dims,
            essential_floor=_whole(
                row, "essential_floor", default.essential_floor, lowest, highest
            ),
            min_coverage=_share(row, "min_coverage", default.min_coverage, zero=True),
            evidence_from=_whole(
                row, "evidence_from", default.evidence_from, lowest, highest + 1
            ),
            discuss_spread=_whole(
                row, "discuss_spread", default.discuss_spread, 1, _HIGHEST
            ),
            discuss_agreement=_share(
                row, "discuss_agreement", default.discuss_agreement, zero=True
            ),
            noise_dimension=_amount(row, "noise_dimension", default.noise_dimension),
            noise_overall=_amount(row, "noise_overall", default.noise_overall),
        )
        row.finish()
        return found

    def dimension(self, part: Part) -> Dimension:
        found = Dimension(
            id=self.identifier(part, "dimension"),
            title=part.texts_within("title", TITLE),
            question=part.texts_within("question", TEXT, required=False),
            basis=part.texts_within("basis", TEXT, required=False),
            weight=_weight(part),
            questions=tuple(self.question(row) for row in part.parts("questions")),
        )
        part.finish()
        return found

    def question(self, part: Part) -> Question:
        found = Question(
            id=self.identifier(part, "question"),
            title=part.texts_within("title", TITLE),
            essential=part.flag("essential", required=False),
            combine=part.choice("combine", COMBINE, default=FACT),
            allow_na=part.flag("allow_na", required=False),
            weight=_weight(part),
            respondents=self.who(part),
            guidance=part.texts_within("guidance", TEXT, required=False),
            descriptors=self.descriptors(part),
            evidence=part.texts_within("evidence", TEXT, required=False),
            modules=self.module_keys(part),
        )
        part.finish()
        return found

    def identifier(self, part: Part, kind: str) -> str:
        found = part.text("id", limit=20)
        if found and not _ID.fullmatch(found):
            part.problem(
                f"`{found}` cannot be an id.",
                "Use letters a-z and digits, like B1 or C2.3.",
                name="id",
            )
        # Capital letters do not tell two ids apart: B1 and b1 are one for a reader.
        folded = found.casefold()
        if folded and folded in self.seen:
            part.problem(
                f"The id `{found}` stands twice.",
                f"The first one is on line {self.seen[folded]}: "
                f"give this {kind} its own id.",
                name="id",
            )
        self.seen.setdefault(folded, part.line)
        return found

    def descriptors(self, part: Part) -> dict[int, Texts]:
        row = part.part("descriptors")
        if row is None:
            return {}
        found = {}
        for name in row.names():
            if name not in map(str, self.values):
                span = f"{self.values[0]} to {self.values[-1]}" if self.values else ""
                row.problem(
                    f"`{name}` is not a level of this framework.",
                    f"Its levels are {span}." if span else "",
                    name=name,
                )
        for value in self.values:
            found[value] = row.texts_within(str(value), TEXT)
        return found

    def who(self, part: Part) -> tuple[str, ...]:
        keys = _words(part, "respondents")
        for key in keys:
            if self.respondents and key not in self.respondents:
                part.problem(
                    f"The respondent `{key}` is not known.",
                    f"Known here: {', '.join(self.respondents)}.",
                    name="respondents",
                )
        return tuple(keys)

    def module_keys(self, part: Part) -> tuple[str, ...]:
        found = []
        for word in _words(part, "modules"):
            # The framework document writes M03 where the module's key is 03.
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

    def map(self, part: Part) -> tuple[MapEntry, ...]:
        found = []
        for row in part.parts("map", required=False):
            relation = row.choice("relation", RELATIONS)
            old = row.text("from", required=relation not in (NEW, ""), limit=20)
            new = row.text("to", required=relation not in (DROPPED, ""), limit=20)
            if relation == NEW and old:
                row.problem("A new question comes `from` nowhere.", "Remove `from`.")
            if relation == DROPPED and new:
                row.problem("A dropped question goes `to` nowhere.", "Remove `to`.")
            if new and relation and new.casefold() not in self.seen:
                row.problem(
                    f"The map leads to `{new}`, which is not in this version.",
                    "Write the id of a question of this file.",
                    name="to",
                )
            row.finish()
            found.append(MapEntry(old, new, relation))
        _judge_equals(part, found)
        return tuple(found)


def _judge_equals(part: Part, entries: list[MapEntry]) -> None:
    for side in ("old", "new"):
        ids = [getattr(entry, side) for entry in entries]
        for entry in entries:
            one = getattr(entry, side)
            if one and entry.relation in (EQUAL, NEW, DROPPED) and ids.count(one) > 1:
                part.problem(
                    f"`{one}` is `{entry.relation}` in the map and stands in it twice.",
                    "Keep one line, or write `narrower` or `wider` in both.",
                    name="map",
                )


def _words(part: Part, name: str) -> list[str]:
    found = [item.as_text(limit=60) for item in part.items(name, required=False)]
    for word in found:
        if word and found.count(word) > 1:
            part.problem(f"`{word}` stands twice in `{name}`.", "Keep one.", name=name)
    return list(dict.fromkeys(word for word in found if word))


def _spoken_key(key: str) -> Texts:
    words = key.replace("_", " ").strip()
    return {settings.LANGUAGE_CODE: words.capitalize()} if words else {}


def _whole(part: Part, name: str, default: int, minimum: int, maximum: int) -> int:
    # A default made for a scale up to 5 is cut to a shorter one.
    found = part.integer(name, required=False, minimum=minimum, maximum=maximum)
    return max(minimum, min(default, maximum)) if found is None else found


def _share(part: Part, name: str, default: Decimal, *, zero: bool = False) -> Decimal:
    found = part.decimal(name, required=False)
    if found is None:
        return default
    if not 0 <= found <= 1 or (found == 0 and not zero):
        part.problem(
            f"`{name}` is {found}.",
            "Write a share from 0 to 1: 0.8 is 80 %.",
            name=name,
        )
        return default
    return _short(part, name, found)


def _amount(part: Part, name: str, default: Decimal) -> Decimal:
    found = part.decimal(name, required=False, minimum=Decimal(0))
    return default if found is None else _short(part, name, found)


def _weight(part: Part) -> Decimal:
    found = part.decimal("weight", required=False)
    if found is None:
        return Decimal(1)
    if not 0 < found <= _LARGEST_WEIGHT:
        part.problem(
            f"`weight` is {found}.",
            f"Write a number above 0, at most {_LARGEST_WEIGHT}.",
            name="weight",
        )
        return Decimal(1)
    return _short(part, "weight", found)


def _short(part: Part, name: str, number: Decimal) -> Decimal:
    # What a spreadsheet keeps of a number, it gives back.
    if -number.normalize().as_tuple().exponent > 6:
        part.problem(f"`{name}` has more than six decimals.", "Round it.", name=name)
    return number


def _once(problems: Problems, before: int) -> None:
    # Two rules may meet the same fault; an author needs it once.
    kept: dict[tuple, ContentError] = {}
    for error in problems.errors[before:]:
        kept.setdefault((error.file, error.line, error.message), error)
    problems.errors[before:] = kept.values()
