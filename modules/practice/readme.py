"""Write README.md: how the practice data work, and the answers of each exercise."""

from decimal import Decimal
from pathlib import Path

from modules.practice.figures import shown
from modules.practice.workbook import HIDDEN, Practice, Solve

PATH = Path(__file__).with_name("README.md")
#: Modules whose exercises use the figures of Arvania.
MODULES = ("06", "08", "09", "10", "11", "15")
_INTRODUCTION = """\
# Practice data

Arvania is an invented country. Its registers, permits, border counts, asylum files
and census tables agree with each other to the last person. Lessons, exercises and
questions take their figures from here.

This file is written by `python manage.py make_practice_files`; its words stand in
`readme.py` and in `exercises/`. The command writes all workbooks of all modules,
`FIGURES.md`, `figures.yaml` and this file. A second run changes nothing.

## For authors

- `FIGURES.md`: every headline figure with its formula, ready to print, and tables.
  Quote a figure as it stands. Do not calculate with rounded figures: if a figure is
  missing, add it to `headline.yaml`.
- Do not quote a number of Arvania from memory, and do not invent one that a register
  could give.
- "The truth" (how many people live here without a right to stay, how many foreigners
  work) is known only because the country is invented. Say so.
- Published numbers and true numbers differ where moves become known late:
  `immigration_2024` counts the books of the year, `stay_3_months_2024` the days of
  arrival. Use one of them in a lesson, not both.

## For programs

`figures.yaml` has `figures` and `tables`.

- `figures.<name>`: `label`, `value` (text), `decimals`, `unit`, `modules`; for derived
  figures also `expression` (names of other figures, numbers, `+ - * / **`, `sqrt(x)`,
  `root(x, n)`, `min`, `max`) and `formula` (as lessons print it).
- Rounding: once, at the end, halves up (away from zero).
  `modules.practice.figure_files.recompute` calculates every value again.
- `tables.<key>`: `title`, `columns`, `rows`.

## How it is made

| File | What it holds |
| --- | --- |
| `generator.py` | `arvania()`: all rows, from one fixed seed |
| `people.py`, `asylum.py`, `permits.py`, `work.py` | registers of persons and cases, without faults |
| `border.py`, `census.py`, `employers.py`, `mirror.py`, `series.py` | counts and surveys |
| `faults.py`, `lists.py`, `reported.py` | the raw layer: the same data with documented faults |
| `accounts.py`, `linking.py` | balances, bridges, links between lists |
| `counts_people.py`, `counts_quality.py`, `headline.yaml`, `figures.py` | headline figures |
| `workbook.py`, `exercises/` | workbooks: one description gives exercise and solution |
| `round.py` | the delivery round of module 01 |

Raw and clean: every raw record names its faults. Without them the raw register is the
clean register, person by person. A change in one part moves other figures: run the
command, read the difference in `FIGURES.md`, and correct the lessons that quote it.

A new exercise: add a `Practice` to `exercises/moduleNN.py`. A new spreadsheet formula:
run the slow test with LibreOffice Calc, which calculates every formula again.

## Workbooks and answers

Each workbook has a solution with formulas for trainers. Module 01 has its own
delivery round (`01-delivery-round.xlsx`): 288 cells expected, 201 received, 162 on time.
"""


def readme(practices: tuple[Practice, ...]) -> str:
    """Return the text of README.md."""
    parts = [_INTRODUCTION]
    for practice in sorted(practices, key=lambda practice: practice.key[:2]):
        if practice.key[:2] in MODULES:
            parts += _section(practice)
    return "".join(parts)


def _section(practice: Practice) -> list[str]:
    """Return the lines about one workbook."""
    lines = [f"\n### {practice.key}.xlsx: {practice.title}\n\n"]
    lines += [f"{text}\n" for text in practice.about]
    lines.append("\n")
    lines += [f"{place}. {task}\n" for place, task in enumerate(practice.tasks, 1)]
    for sheet in practice.sheets:
        if sheet.name == "Answers":
            lines.append("\n| Question | Answer | Unit |\n| --- | ---: | --- |\n")
            for _number, question, answer, unit, _how in sheet.rows:
                lines.append(f"| {question} | {_value(answer)} | {unit} |\n")
        elif not sheet.columns[0].solution and _words(sheet):
            lines.append(f"\nSheet {sheet.name}: {_words(sheet)}\n")
    lines.append("\n")
    lines += [f"{text}\n" for text in practice.trainer]
    return lines


def _value(answer: Solve) -> str:
    """Return an answer with the decimals of its format."""
    decimals = ("number", "one", "two", "three").index(answer.kind or "number")
    return shown(Decimal(f"{answer.value:.{decimals}f}"), "")


def _words(sheet) -> str:
    """Return the answers in words of a sheet that has no formulas."""
    found = []
    for row in sheet.rows:
        words = [
            str(cell.value)
            for cell in row
            if isinstance(cell, Solve) and not cell.formula and cell.value
        ]
        if words and not isinstance(row[0], Solve) and words[0] != HIDDEN:
            found.append(f"{row[0]}: {', '.join(words)}")
    return "; ".join(found) + ("." if found else "")
