"""The workbooks of all exercises: reproducible, printable, right."""

import shutil
import subprocess
from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
from openpyxl.utils.datetime import to_excel

from modules.practice.exercises import all_exercises
from modules.practice.generator import arvania
from modules.practice.readme import PATH, readme
from modules.practice.workbook import Solve, write

PRACTICES = {practice.key: practice for practice in all_exercises(arvania())}
MOST_BYTES = 60 * 1024
BOTH = pytest.mark.parametrize("solved", [False, True], ids=["exercise", "solution"])
EACH = pytest.mark.parametrize("key", PRACTICES)


def kept(value):
    """Return a cell's value as programs keep it: days as numbers, nothing as ""."""
    if isinstance(value, datetime):
        return to_excel(value)
    return "" if value is None else value


def written(key, *, solved):
    """Return the bytes of a workbook."""
    target = BytesIO()
    write(PRACTICES[key], target, solved=solved)
    return target.getvalue()


@BOTH
@EACH
def test_workbook_on_disk_is_what_the_command_writes(key, solved):
    """A new run without changes leaves nothing to commit; files stay small."""
    data = PRACTICES[key].path(solved=solved).read_bytes()

    assert data == written(key, solved=solved)
    assert len(data) < MOST_BYTES


@EACH
def test_exercise_looks_as_agreed_and_hides_the_answers(key):
    """Read me first, one table on each sheet, its head in sight, no formula."""
    practice = PRACTICES[key]
    book = openpyxl.load_workbook(BytesIO(written(key, solved=False)))

    assert book.sheetnames == ["Read me", *(sheet.name for sheet in practice.sheets)]
    for part in practice.sheets:
        sheet = book[part.name]
        assert len(sheet.tables) == 1
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        shown = practice.columns_of(part, solved=False)
        for line, cells in enumerate(part.rows, start=2):
            for column, source in enumerate(shown, start=1):
                if isinstance(cells[source], Solve):
                    assert sheet.cell(line, column).value is None


@EACH
def test_solution_keeps_results_beside_formulas(key):
    """Each cell to solve holds its result, and its formula where there is one."""
    practice = PRACTICES[key]
    data = written(key, solved=True)
    values = openpyxl.load_workbook(BytesIO(data), data_only=True)
    formulas = openpyxl.load_workbook(BytesIO(data))
    for part in practice.sheets:
        for line, cells in enumerate(part.rows, start=2):
            for column, cell in enumerate(cells, start=1):
                if not isinstance(cell, Solve):
                    continue
                assert kept(values[part.name].cell(line, column).value) == cell.value
                if cell.formula:
                    assert formulas[part.name].cell(line, column).value == cell.formula


def test_exercises_of_the_modules_that_need_them():
    """Modules 06, 08, 09, 10, 11 and 15 have their exercises."""
    found = {
        key for key in PRACTICES if key[:2] in ("06", "08", "09", "10", "11", "15")
    }
    assert found == {
        "06-population-account",
        "06-release-log",
        "08-clean-register",
        "08-two-lists",
        "08-border-crossings",
        "08-validation-rules",
        "08-employer-survey",
        "09-mirror-table",
        "09-small-cells",
        "09-dataset-structure",
        "10-who-counts",
        "10-foreign-born-and-citizens",
        "11-right-to-stay",
        "11-five-totals",
        "11-metadata-matrix",
        "15-technical-stations",
    }


def test_readme_is_what_the_command_writes():
    """The answers in the README are those of the solutions."""
    assert PATH.read_text("utf-8") == readme(tuple(PRACTICES.values()))


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice Calc")
def test_spreadsheet_program_calculates_the_kept_results(tmp_path):
    """LibreOffice opens every solution and finds the same results."""
    settings = tmp_path / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(RECALCULATE, "utf-8")
    given, again = tmp_path / "given", tmp_path / "again"
    given.mkdir()
    for key in PRACTICES:
        (given / f"{key}.xlsx").write_bytes(written(key, solved=True))
    subprocess.run(
        [
            shutil.which("soffice"),
            "--headless",
            f"-env:UserInstallation=file://{tmp_path / 'profile'}",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            again,
            *sorted(given.iterdir()),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    for key, practice in PRACTICES.items():
        book = openpyxl.load_workbook(again / f"{key}.xlsx", data_only=True)
        for part in practice.sheets:
            for line, cells in enumerate(part.rows, start=2):
                for column, cell in enumerate(cells, start=1):
                    if isinstance(cell, Solve) and cell.formula:
                        found = kept(book[part.name].cell(line, column).value)
                        expected = cell.value
                        if not isinstance(expected, str):
                            expected = pytest.approx(expected)
                        assert found == expected, (key, part.name, line, column)


RECALCULATE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item></oor:items>
"""
