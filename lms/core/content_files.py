"""Reading content files (YAML) so that every refusal names file and line.

A loader reads a whole file into :class:`Part` objects, asks each part for what
it should hold, and lets the shared :class:`Problems` list collect everything
that is wrong. Nothing is written to the database before ``problems.refuse()``
has passed, so an author sees all faults of a file at once::

    problems = Problems()
    part = read_yaml(path, problems)
    key = part.text("key")
    title = part.texts("title")
    for choice in part.parts("choices"):
        ...
        choice.finish()
    part.finish()          # whatever was never asked for is an unknown key
    problems.refuse()      # raises ContentRefused when anything was noted

Parts that are missing or wrong answer with a harmless stand-in (empty text,
``None``, empty list) so that reading goes on to the next fault.

The messages are for authors at the command line and stay in English.
"""

import datetime as dt
import difflib
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_TAG = "tag:yaml.org,2002:"
_MAX_CHARACTERS = 1_000_000
_MAX_DEPTH = 50


class _Writer(_Dumper):
    """Writes texts of several lines as such, and never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _write_text(writer: _Writer, text: str) -> yaml.Node:
    # Where this form cannot hold the text, it is put in quotes all the same.
    style = "|" if "\n" in text else None
    return writer.represent_scalar(_TAG + "str", text, style=style)


_Writer.add_representer(str, _write_text)


class ContentError(Exception):
    """One fault in a content file.

    ``file`` as it was named to the reader, ``line`` counted from 1 (``None``
    when the fault is the file as a whole), ``message`` what is wrong, ``remedy``
    what to write instead (may be empty).
    """

    def __init__(
        self, file: str | Path, line: int | None, message: str, remedy: str = ""
    ) -> None:
        self.file = str(file)
        self.line = line
        self.message = message
        self.remedy = remedy
        super().__init__(self.file, line, message, remedy)

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.message} {self.remedy}".rstrip()


class ContentRefused(Exception):
    """Content was refused as a whole; ``errors`` holds every fault found."""

    def __init__(self, errors: Iterable[ContentError]) -> None:
        self.errors = sorted(errors, key=lambda error: (error.file, error.line or 0))
        super().__init__("\n".join(str(error) for error in self.errors))


class Problems:
    """Collects the faults of one or more files until they are refused together."""

    def __init__(self) -> None:
        self.errors: list[ContentError] = []

    def add(
        self, file: str | Path, line: int | None, message: str, remedy: str = ""
    ) -> None:
        """Note one fault and go on."""
        self.errors.append(ContentError(file, line, message, remedy))

    def refuse(self) -> None:
        """Raise :class:`ContentRefused` when anything was noted."""
        if self.errors:
            raise ContentRefused(self.errors)

    def __bool__(self) -> bool:
        return bool(self.errors)


@dataclass(frozen=True)
class _Document:
    """What all parts of one file share."""

    file: str
    problems: Problems
    first_line: int


class Part:
    """One value of a content file together with the line it stands on.

    Mostly a mapping: the methods below take the name of an entry. A part of a
    plain list is asked through :meth:`as_text`. Every name asked for counts as
    known; :meth:`finish` reports the rest.
    """

    def __init__(
        self, document: _Document, node: yaml.Node | None, name: str = ""
    ) -> None:
        self._document = document
        self._node = node
        self._asked: list[str] = []
        self._entries: dict[str, tuple[int, yaml.Node]] = {}
        self.name = name
        self._required_languages: tuple[str, ...] = (settings.LANGUAGE_CODE,)
        if isinstance(node, yaml.MappingNode):
            self._read_entries(node)

    # What and where

    @property
    def file(self) -> str:
        """The file as it was named to the reader."""
        return self._document.file

    @property
    def line(self) -> int:
        """Line of this part, counted from 1."""
        return self._line_of(self._node)

    @property
    def problems(self) -> Problems:
        """Where the faults of this part go."""
        return self._document.problems

    @property
    def value(self) -> Any:
        """The plain Python value (dict, list, str, int, ...)."""
        return _plain(self._node)

    def __contains__(self, name: str) -> bool:
        """Whether the entry is there and not null."""
        return self._entry(name) is not None

    def names(self) -> list[str]:
        """The names of the entries, in the order of the file."""
        return list(self._entries)

    def problem(
        self, message: str, remedy: str = "", *, name: str | None = None
    ) -> None:
        """Note a fault at this part, or at its entry ``name``."""
        line = self._entries[name][0] if name in self._entries else self.line
        self._document.problems.add(self.file, line, message, remedy)

    def require_languages(self, languages: Iterable[str]) -> None:
        """Ask :meth:`texts` of this part and the parts below for these languages.

        The rule of content files: a file speaks the languages of its title, and
        every other text in it speaks them all.
        """
        wanted = dict.fromkeys((settings.LANGUAGE_CODE, *languages))
        self._required_languages = tuple(wanted)

    # Entries of a mapping

    def text(
        self, name: str, *, required: bool = True, limit: int | None = None
    ) -> str:
        """A line of text; ``""`` when absent. ``limit`` in characters."""
        node = self._ask(name, required=required)
        if node is None:
            return ""
        return self._text_of(node, name, limit)

    def key(self, name: str = "key", *, required: bool = True, limit: int = 60) -> str:
        """A key: small letters, digits and hyphens; ``""`` when absent or wrong."""
        found = self.text(name, required=required, limit=limit)
        if found and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", found):
            self.problem(
                f"`{name}` is `{found}`, which cannot be a key.",
                "Use small letters a-z, digits and hyphens.",
                name=name,
            )
            return ""
        return found

    def texts(self, name: str, *, required: bool = True) -> dict[str, str]:
        """A text by language code, ``{"en": ..., "ru": ...}``; ``{}`` when absent."""
        node = self._ask(name, required=required)
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            self.problem(
                f"`{name}` is not written by language.",
                f"Write `{name}: {{{settings.LANGUAGE_CODE}: ...}}`.",
                name=name,
            )
            return {}
        part = self._below(node, name)
        found = {}
        for language in part.names():
            if language not in dict(settings.LANGUAGES):
                known = ", ".join(code for code, _ in settings.LANGUAGES)
                part.problem(
                    f"`{language}` is not a language of this site.",
                    f"Use one of: {known}.",
                    name=language,
                )
                continue
            found[language] = part.text(language)
        for language in self._required_languages:
            if language not in part.names():
                self.problem(
                    f"`{name}` has no text in `{language}`.",
                    f"Add `{language}: ...` to it.",
                    name=name,
                )
        return found

    def texts_within(
        self, name: str, limit: int, *, required: bool = True
    ) -> dict[str, str]:
        """The same in the order of the site's languages, each of at most ``limit`` characters."""
        found = self.texts(name, required=required)
        for language, text in found.items():
            if len(text) > limit:
                self.problem(
                    f"`{name}` has {len(text)} characters in `{language}`.",
                    f"Shorten it to {limit}.",
                    name=name,
                )
        return {code: found[code] for code, _ in settings.LANGUAGES if found.get(code)}

    def integer(
        self,
        name: str,
        *,
        required: bool = True,
        minimum: int | None = None,
        maximum: int | None = None,
    ) -> int | None:
        """A whole number between ``minimum`` and ``maximum`` (both included)."""
        node = self._ask(name, required=required)
        if node is None:
            return None
        value = _plain(node)
        if isinstance(value, bool) or not isinstance(value, int):
            self.problem(
                f"`{name}` is not a whole number.", "Write it like 3.", name=name
            )
            return None
        if (minimum is not None and value < minimum) or (
            maximum is not None and value > maximum
        ):
            span = f"from {minimum}" if minimum is not None else ""
            span += f" to {maximum}" if maximum is not None else ""
            self.problem(
                f"`{name}` is {value}, outside of what is allowed.",
                f"Write a number {span.strip()}.",
                name=name,
            )
            return None
        return value

    def decimal(
        self, name: str, *, required: bool = True, minimum: Decimal | None = None
    ) -> Decimal | None:
        """A finite decimal number exactly as written, quoted or not."""
        node = self._ask(name, required=required)
        if node is None:
            return None
        number = None
        if isinstance(node, yaml.ScalarNode):
            try:
                number = Decimal(node.value)
            except InvalidOperation:
                number = None
        if number is None or not number.is_finite():
            self.problem(
                f"`{name}` is not a number.", 'Write it like "69.8".', name=name
            )
            return None
        if minimum is not None and number < minimum:
            self.problem(
                f"`{name}` is less than {minimum}.",
                f"Write at least {minimum}.",
                name=name,
            )
            return None
        return number

    def flag(self, name: str, *, required: bool = True, default: bool = False) -> bool:
        """``true`` or ``false``."""
        node = self._ask(name, required=required)
        if node is None:
            return default
        value = _plain(node)
        if not isinstance(value, bool):
            self.problem(
                f"`{name}` is neither true nor false.",
                "Write `true` or `false`, without quotes.",
                name=name,
            )
            return default
        return value

    def date(self, name: str, *, required: bool = True) -> dt.date | None:
        """A calendar day, ``2026-11-20``."""
        node = self._ask(name, required=required)
        if node is None:
            return None
        try:
            return dt.date.fromisoformat(getattr(node, "value", ""))
        except (TypeError, ValueError):
            self.problem(
                f"`{name}` is not a date.", "Write it like 2026-11-20.", name=name
            )
            return None

    def choice(
        self,
        name: str,
        options: Iterable[str],
        *,
        required: bool = True,
        default: str = "",
    ) -> str:
        """One word out of ``options``; ``default`` when absent or wrong."""
        node = self._ask(name, required=required)
        if node is None:
            return default
        allowed = list(options)
        value = self._text_of(node, name, None)
        if value not in allowed:
            if value:
                self.problem(
                    f"`{name}` is `{value}`, which is not known.",
                    _did_you_mean(value, allowed),
                    name=name,
                )
            return default
        return value

    def parts(self, name: str, *, required: bool = True) -> list["Part"]:
        """The mappings of a list, as parts."""
        found = []
        for part in self.items(name, required=required):
            if isinstance(part._node, yaml.MappingNode):
                found.append(part)
            else:
                part.problem(
                    f"An entry of `{name}` is not a group of `name: value` lines.",
                    "Write it like `- key: a`.",
                )
        return found

    def items(self, name: str, *, required: bool = True) -> list["Part"]:
        """The entries of a list, whatever they are, as parts."""
        node = self._ask(name, required=required)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.problem(
                f"`{name}` is not a list.", "Begin each entry with `- `.", name=name
            )
            return []
        if required and not node.value:
            self.problem(f"`{name}` is empty.", "Add at least one entry.", name=name)
        return [self._below(child, name) for child in node.value]

    def part(self, name: str, *, required: bool = True) -> "Part | None":
        """A group of entries below this one; ``None`` when absent or no group."""
        node = self._ask(name, required=required)
        if node is None:
            return None
        if not isinstance(node, yaml.MappingNode):
            self.problem(f"`{name}` is not a group of `name: value` lines.", name=name)
            return None
        return self._below(node, name)

    def as_text(self, *, limit: int | None = None) -> str:
        """This part itself as a line of text (an entry of a plain list)."""
        return self._text_of(self._node, self.name, limit, here=True)

    def finish(self) -> None:
        """Note every entry that nobody asked for as an unknown key."""
        for name in self._entries:
            if name not in self._asked:
                self.problem(
                    f"`{name}` is not known here.",
                    _did_you_mean(name, self._asked),
                    name=name,
                )

    # Inner workings

    def _read_entries(self, node: yaml.MappingNode) -> None:
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            line = self._line_of(key)
            if not name:
                self._document.problems.add(
                    self.file, line, "An entry has no plain name.", ""
                )
            elif name in self._entries:
                self._document.problems.add(
                    self.file,
                    line,
                    f"`{name}` is written twice.",
                    f"The first one is on line {self._entries[name][0]}: keep one.",
                )
            else:
                self._entries[name] = (line, value)

    def _line_of(self, node: yaml.Node | None) -> int:
        offset = 0 if node is None else node.start_mark.line
        return self._document.first_line + offset

    def _below(self, node: yaml.Node, name: str) -> "Part":
        part = Part(self._document, node, name)
        part._required_languages = self._required_languages
        return part

    def _entry(self, name: str) -> yaml.Node | None:
        if name not in self._entries:
            return None
        node = self._entries[name][1]
        return None if node.tag == _TAG + "null" else node

    def _ask(self, name: str, *, required: bool) -> yaml.Node | None:
        self._asked.append(name)
        node = self._entry(name)
        if node is None and required:
            self.problem(f"`{name}` is missing.", f"Add `{name}: ...`.", name=name)
        return node

    def _text_of(
        self,
        node: yaml.Node | None,
        name: str,
        limit: int | None,
        *,
        here: bool = False,
    ) -> str:
        at = None if here else name
        if not isinstance(node, yaml.ScalarNode):
            self.problem(f"`{name}` is not a line of text.", name=at)
            return ""
        if node.tag != _TAG + "str":
            self.problem(
                f"`{name}` is read as something else than text: {node.value}.",
                f'Put it in quotes: "{node.value}".',
                name=at,
            )
            return ""
        text = node.value.strip()
        if not text:
            self.problem(f"`{name}` is empty.", "Write its text.", name=at)
        if limit is not None and len(text) > limit:
            self.problem(
                f"`{name}` has {len(text)} characters.",
                f"Shorten it to {limit}.",
                name=at,
            )
        return text


def read_yaml(path: str | Path, problems: Problems) -> Part:
    """Read one YAML file. A file that cannot be read is noted in ``problems``."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        problems.add(path, None, f"The file cannot be read: {error.strerror}.")
        text = ""
    except UnicodeDecodeError:
        problems.add(path, None, "The file is not UTF-8.", "Save it as UTF-8.")
        text = ""
    if not text:
        return Part(_Document(str(path), problems, 1), None)
    return parse_yaml(text, file=path, problems=problems)


def parse_yaml(
    text: str, *, file: str | Path, problems: Problems, first_line: int = 1
) -> Part:
    """Read YAML text that begins at ``first_line`` of ``file`` (front matter: 2)."""
    document = _Document(str(file), problems, first_line)
    if len(text) > _MAX_CHARACTERS or _too_deep(text):
        problems.add(
            file,
            None,
            "The file is too large or nested too deep.",
            f"Keep it under {_MAX_CHARACTERS:,} characters and {_MAX_DEPTH} levels.",
        )
        return Part(document, None)
    try:
        node = yaml.compose(text, Loader=_Loader)
        if node is not None:
            _refuse_aliases(node, document)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + mark.line if mark else None
        problems.add(
            file,
            line,
            f"This is not YAML: {error.problem}.",
            "Check indentation, colons and quotes.",
        )
        node = None
    except (yaml.YAMLError, RecursionError):
        problems.add(file, None, "This is not YAML that can be read.")
        node = None
    else:
        if not isinstance(node, yaml.MappingNode):
            problems.add(
                file, first_line, "The file does not begin with `name: value` lines."
            )
            node = None
    return Part(document, node)


def dump_yaml(data: dict[str, Any]) -> str:
    """The one way Streetlight writes content files: keys in the order given."""
    return yaml.dump(
        data, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=1_000_000
    )


def text_digest(text: str | bytes) -> str:
    """SHA-256 of a text, 64 hexadecimal digits."""
    data = text.encode() if isinstance(text, str) else text
    return hashlib.sha256(data).hexdigest()


def data_digest(data: Any) -> str:
    """SHA-256 of plain data, the same whatever the order of its keys."""
    canonical = json.dumps(
        data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str
    )
    return text_digest(canonical)


def file_digest(path: str | Path) -> str:
    """SHA-256 of a file's bytes. Raises ``OSError`` when it cannot be read."""
    return text_digest(Path(path).read_bytes())


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    options = list(dict.fromkeys(known))
    near = difflib.get_close_matches(word, options, n=1)
    if near:
        return f"Did you mean `{near[0]}`?"
    return f"Known here: {', '.join(options)}." if options else "Remove it."


def _too_deep(text: str) -> bool:
    # The C reader goes down level by level on the machine stack and would end
    # the process, so depth is judged before it sees the text.
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest > _MAX_DEPTH or bool(
        re.search(rf"(?:[-?][ \t\n]+){{{_MAX_DEPTH}}}", text)
    )


def _refuse_aliases(root: yaml.Node, document: _Document) -> None:
    # An alias is the same node met twice: unbounded when nested, and hard to
    # follow in a review.
    seen: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if id(node) in seen:
            raise yaml.MarkedYAMLError(
                problem="an alias (`*name`) repeats an earlier part",
                problem_mark=node.start_mark,
            )
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                stack += [key, value]
        elif isinstance(node, yaml.SequenceNode):
            stack += node.value


def _plain(node: yaml.Node | None) -> Any:
    if node is None:
        return None
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child) for child in node.value]
    try:
        return yaml.constructor.SafeConstructor().construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError):
        return node.value
