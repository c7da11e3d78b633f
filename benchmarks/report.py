"""What was measured, beside what was to be reached, in Markdown."""

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime

PASS, MISS, UNKNOWN = "reached", "**missed**", "not measured here"


@dataclass(frozen=True)
class Line:
    """One target: what, the limit in words, the result in words, and the verdict."""

    what: str
    target: str
    result: str
    verdict: str


def at_most(what: str, limit: float, value: float | None, unit: str) -> Line:
    """Return the line of something that must not be more than the limit."""
    return _line(what, "at most", limit, value, unit, lambda: value <= limit)


def at_least(what: str, limit: float, value: float | None, unit: str) -> Line:
    """Return the line of something that must not be less than the limit."""
    return _line(what, "at least", limit, value, unit, lambda: value >= limit)


def below(what: str, limit: float, value: float | None, unit: str) -> Line:
    """Return the line of something that must stay under the limit."""
    return _line(what, "under", limit, value, unit, lambda: value < limit)


def _line(what, words, limit, value, unit, holds) -> Line:
    target = f"{words} {_number(limit)}{unit}"
    if value is None:
        return Line(what, target, "–", UNKNOWN)
    return Line(what, target, f"{_number(value)}{unit}", PASS if holds() else MISS)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def table(heads: list[str], rows: list[list[str]], right: int) -> list[str]:
    """Return a Markdown table; the last `right` columns are set to the right."""
    left = len(heads) - right
    marks = ["---"] * left + ["---:"] * right
    return [f"| {' | '.join(cells)} |" for cells in (heads, marks, *rows)]


def machine(database: str) -> str:
    """Return the machine in words: cores and versions, nothing that names it."""
    return (
        f"{os.cpu_count()} cores, {platform.system()}, Python "
        f"{platform.python_version()}, {database}. Load, server and database "
        "share the machine."
    )


def report(
    *, lines: list[Line], sections: list[tuple[str, list[str]]], database: str, how: str
) -> str:
    """Return the whole text of results.md."""
    missed = sum(line.verdict == MISS for line in lines)
    unknown = sum(line.verdict == UNKNOWN for line in lines)
    verdict = "Every target is reached." if not missed else f"Targets missed: {missed}."
    if unknown:
        verdict += f" Not measured: {unknown}."
    rows = [[line.what, line.target, line.result, line.verdict] for line in lines]
    text = [
        "# Speed and weight, measured",
        "",
        f"{verdict} {datetime.now(UTC):%d %B %Y}, by `make bench`. {machine(database)}",
        "",
        *table(["What", "Target", "Result", "Verdict"], rows, 0),
    ]
    for title, body in sections:
        text += ["", f"## {title}", "", *body]
    return "\n".join([*text, "", "## How it is measured", "", how, ""])


def section_of(results: str, heading: str) -> str:
    """Return one section of results.md, with an empty line before it; or ""."""
    _before, found, after = results.partition(heading)
    section = after.partition("\n## ")[0].rstrip()
    return f"\n{found}{section}\n" if found else ""
