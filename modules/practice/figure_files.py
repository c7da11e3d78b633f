"""Write the figures for people (FIGURES.md) and for programs (figures.yaml)."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import yaml

from modules.practice.figures import Figure, FigureBook, evaluate, round_half_up, shown
from modules.practice.table import Table

FOLDER = Path(__file__).parent
_INTRODUCTION = """\
# Figures of Arvania

Arvania is an invented country. These figures agree with each other and with every
practice workbook to the last digit. Quote them as they stand here.

This file is written by `python manage.py make_practice_files`. Do not edit it: edit
`headline.yaml` or the code, and run the command.

- Formulas are ready to print: true signs, no-break spaces. Shares leave out "× 100".
- Every value is calculated without rounding on the way. Only the last result is
  rounded, halves up.
- "Wrong answer" figures are for distractors and near answers in questions.
- "The truth" is known because Arvania is invented. Say so when you use it.
- `figures.yaml` holds the same figures for programs.
"""


def figures_markdown(book: FigureBook, tables: tuple[Table, ...]) -> str:
    """Return the text of FIGURES.md."""
    parts = [_INTRODUCTION]
    for topic, names in book.topics.items():
        parts.append(f"\n## {topic}\n")
        if book.notes[topic]:
            parts.append(f"\n{book.notes[topic]}\n")
        parts.append("\n| Name | What | Value | Unit | Formula | Modules |\n")
        parts.append("| --- | --- | ---: | --- | --- | --- |\n")
        parts += [_line(book, book[name]) for name in names]
    parts.append("\n# Tables\n")
    for table in tables:
        parts.append(f"\n## {table.title}\n\n`{table.key}`\n\n")
        parts.append(_row(table.columns))
        parts.append(_row(["---"] * len(table.columns)))
        for row in table.rows:
            parts.append(_row(map(_cell, table.columns, row)))
    return "".join(parts)


def _line(book: FigureBook, figure: Figure) -> str:
    """Return the table row of one figure."""
    formula = book.formula(figure.name)
    return _row(
        (
            f"`{figure.name}`",
            figure.label,
            figure.shown,
            figure.unit,
            f"`{formula}`" if formula else "",
            ", ".join(figure.modules),
        )
    )


def _row(cells) -> str:
    """Return one row of a Markdown table."""
    return f"| {' | '.join(cells)} |\n"


def _cell(column: str, value: object) -> str:
    """Return a cell: years and words as they are, numbers as lessons print them."""
    if isinstance(value, int) and column != "Year":
        return shown(Decimal(value), "")
    return str(value)


def figures_data(book: FigureBook, tables: tuple[Table, ...]) -> dict:
    """Return what figures.yaml holds, see README.md for its keys."""
    return {
        "country": "Arvania",
        "rounding": "half up, once, at the end",
        "figures": {
            name: _entry(figure, book.formula(name))
            for name, figure in book.figures.items()
        },
        "tables": {
            table.key: {
                "title": table.title,
                "columns": list(table.columns),
                "rows": [list(row) for row in table.rows],
            }
            for table in tables
        },
    }


def _entry(figure: Figure, formula: str) -> dict:
    """Return one figure; values are texts so that no digit is lost."""
    entry = {
        "label": figure.label,
        "value": str(figure.value),
        "decimals": figure.decimals,
        "unit": figure.unit,
        "modules": list(figure.modules),
    }
    if figure.expression:
        entry["expression"] = figure.expression
        entry["formula"] = formula
    return entry


def figures_yaml(data: dict) -> str:
    """Return the text of figures.yaml."""
    head = "# Written by: python manage.py make_practice_files\n"
    return head + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)


def recompute(data: dict) -> dict[str, Decimal]:
    """Return the quoted value of every figure, calculated again from figures.yaml.

    Counted figures are taken as they stand; the others follow from their
    expressions, exactly, and are rounded at the end.
    """
    exact: dict[str, Fraction] = {}
    quoted = {}
    for name, entry in data["figures"].items():
        expression = entry.get("expression")
        exact[name] = (
            evaluate(expression, exact) if expression else Fraction(entry["value"])
        )
        quoted[name] = round_half_up(exact[name], entry["decimals"])
    return quoted


def write_figures(book: FigureBook, tables: tuple[Table, ...]) -> list[Path]:
    """Write both files and return their paths."""
    texts = {
        FOLDER / "FIGURES.md": figures_markdown(book, tables),
        FOLDER / "figures.yaml": figures_yaml(figures_data(book, tables)),
    }
    for path, text in texts.items():
        path.write_text(text, "utf-8")
    return list(texts)
