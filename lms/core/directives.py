"""The outer grammar of a content file: front matter, prose and directives.

A file begins with YAML between two lines of `---`. Its body is Markdown in
which a block stands between a line `::: kind` and a line `:::`. Inside a
block, lines of `---` separate the options (`name: value`) from one or more
parts of text:

    ::: note
    title: Two dates
    ---
    Count from the deadline, not from the day of sending.
    :::

A block without `---` has options only if every line has the form
`name: value` with a name from `option_names`; otherwise it is one part.
"""

import re
from dataclasses import dataclass, field

_FENCE = re.compile(r"^:::\s*(\S*)\s*$")
_OPTION = re.compile(r"^([a-z_]+):\s*(.*)$")
PROSE = "prose"


@dataclass(frozen=True)
class Section:
    """One block of a file.

    kind is "prose" or the directive's name; parts are the texts between the
    lines of `---`; line is the number of its first line in the file, from 1.
    """

    kind: str
    options: dict = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    line: int = 1


class DirectiveError(ValueError):
    """The grammar is broken at a line; the message says how to mend it."""

    def __init__(self, line: int, message: str):
        super().__init__(message)
        self.line = line
        self.message = message


def split_front_matter(text: str) -> tuple[str, str, int]:
    """Return (front matter YAML, body, number of the body's first line).

    Raises DirectiveError when the file does not begin with front matter.
    """
    lines = text.split("\n")
    if lines[0] != "---":
        raise DirectiveError(1, "Begin the file with a line '---' and the title.")
    try:
        end = lines.index("---", 1)
    except ValueError:
        raise DirectiveError(1, "Close the front matter with a line '---'.") from None
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2


def parse_body(
    text: str, *, first_line: int = 1, bare: frozenset = frozenset()
) -> list[Section]:
    """Return the sections of a body in order.

    bare: kinds whose block without `---` holds options only.
    Raises DirectiveError naming the line of a block that is not closed, or is
    opened inside another.
    """
    sections: list[Section] = []
    buffer: list[str] = []
    kind, opened = "", first_line

    for number, line in enumerate(text.split("\n"), start=first_line):
        fence = _FENCE.match(line)
        if fence is None:
            buffer.append(line)
            continue
        name = fence[1]
        if name and kind:
            raise DirectiveError(
                number, f"Close the block '{kind}' of line {opened} first."
            )
        if not name and not kind:
            raise DirectiveError(
                number, "This ':::' closes a block that was not opened."
            )
        if name:
            _add_prose(sections, buffer, opened)
            kind, opened = name, number
        else:
            sections.append(_block(kind, buffer, opened, bare=kind in bare))
            kind, opened = "", number + 1
        buffer = []

    if kind:
        raise DirectiveError(opened, f"Close the block '{kind}' with a line ':::'.")
    _add_prose(sections, buffer, opened)
    return sections


def _add_prose(sections: list[Section], buffer: list[str], line: int) -> None:
    leading = next((i for i, text in enumerate(buffer) if text.strip()), 0)
    text = "\n".join(buffer).strip("\n")
    if text.strip():
        sections.append(Section(PROSE, {}, (text,), line + leading))


def _block(kind: str, lines: list[str], opened: int, *, bare: bool) -> Section:
    if "---" not in lines:
        if not bare:
            return Section(kind, {}, ("\n".join(lines).strip("\n"),), opened)
        return Section(kind, _options(lines, opened), (), opened)
    head = lines.index("---")
    options = _options(lines[:head], opened)
    parts, part = [], []
    for line in lines[head + 1 :]:
        if line == "---":
            parts.append("\n".join(part).strip("\n"))
            part = []
        else:
            part.append(line)
    parts.append("\n".join(part).strip("\n"))
    return Section(kind, options, tuple(parts), opened)


def _options(lines: list[str], opened: int) -> dict[str, str]:
    options = {}
    for offset, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        match = _OPTION.match(line)
        if match is None:
            raise DirectiveError(opened + offset, "Write this line as 'name: value'.")
        if match[1] in options:
            raise DirectiveError(opened + offset, f"'{match[1]}' stands here twice.")
        options[match[1]] = match[2].strip()
    return options


def write_body(sections: list[Section]) -> str:
    """Return the canonical text of these sections; the inverse of parse_body."""
    texts = []
    for section in sections:
        if section.kind == PROSE:
            texts.append(section.parts[0])
            continue
        lines = [f"::: {section.kind}"]
        lines += [f"{name}: {value}" for name, value in section.options.items()]
        if section.options and section.parts:
            lines.append("---")
        if section.parts:
            lines.append("\n---\n".join(section.parts))
        lines.append(":::")
        texts.append("\n".join(lines))
    return "\n\n".join(texts)


def parse_table(text: str) -> list[list[str]]:
    """Return the rows of a pipe table, the first being the head.

    Raises ValueError when rows have different numbers of cells.
    """
    rows = []
    for line in text.strip().split("\n"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if rows and all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            continue
        rows.append(cells)
    if len({len(row) for row in rows}) != 1:
        raise ValueError("Every row of the table needs the same number of cells.")
    return rows


_NUMBER = re.compile(r"[−+-]?\d[\d\u00a0\u202f .,]*(?:[ \u00a0]?%)?")


def numeric_columns(rows: list[list[str]]) -> list[bool]:
    """Return for each column whether all its filled body cells are numbers."""
    columns = zip(*rows[1:], strict=True) if len(rows) > 1 else [[] for _ in rows[0]]
    return [
        any(column) and all(_NUMBER.fullmatch(cell) for cell in column if cell)
        for column in map(list, columns)
    ]


def write_table(rows: list[list[str]]) -> str:
    """Return the rows as a pipe table; columns of numbers are end-aligned."""
    rule = ["---:" if numeric else "---" for numeric in numeric_columns(rows)]
    return "\n".join(
        "| " + " | ".join(cell or "" for cell in row) + " |"
        for row in (rows[0], rule, *rows[1:])
    )
