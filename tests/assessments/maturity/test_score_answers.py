"""`score_answers`: a file in, figures out, without the database."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from assessments.maturity.answer_files import AnswersRefused, read_answers
from assessments.maturity.workbook import framework_workbook
from tests.assessments.maturity.instruments import FOLDER, SHIPPED, framework

HEAD = "institution,question,level,justification"
MIGDATA = framework(SHIPPED)


def saved(tmp_path, text, name="answers.csv", encoding="utf-8"):
    """A file with this text."""
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def rows(*lines, head=HEAD):
    """A CSV file of a head and lines."""
    return "\n".join([head, *lines, ""])


def everything(base, **others):
    """A file of agreed levels for all questions."""
    levels = dict.fromkeys(MIGDATA.by_id, base) | others
    return rows(*(f"agreed,{one},{level}," for one, level in levels.items()))


def sheet(tmp_path, *lines):
    """An XLSX file with these rows."""
    book = Workbook()
    for line in lines:
        book.active.append(line)
    path = tmp_path / "answers.xlsx"
    book.save(path)
    return path


def scored(path, framework=SHIPPED):
    """The command's JSON."""
    out = StringIO()
    call_command(
        "score_answers",
        framework=str(framework),
        answers=str(path),
        json=True,
        stdout=out,
    )
    return json.loads(out.getvalue())


def faults(path, instrument=MIGDATA):
    """The faults of a file, without its name."""
    with pytest.raises(AnswersRefused) as refused:
        read_answers(path, instrument)
    return [
        fault.removeprefix(str(path)).lstrip(":, ") for fault in refused.value.faults
    ]


def test_file_is_scored_without_the_database(tmp_path):
    data = scored(saved(tmp_path, everything(4, B1=2)))

    assert (data["index"], data["national_stage"]) == (74.0, 2)
    assert data["held_back_by"] == ["B1"]
    assert data["dimensions"]["B"]["mean"] == 3.6
    assert data["questions"]["B1"]["agreed"] == 2
    assert data["questions"]["B1"]["proposed"] is None


def test_answers_of_institutions_become_a_proposal(tmp_path):
    text = rows(
        "Interior,A3,3,Adopted in 2024",
        "Border,A3,1,",
        "Statistics,A3,1,",
        "Interior,B1,2,",
        "Border,B1,dk,",
        "agreed,B2,4,Seen by all",
        "Interior,B2,1,",
    )

    data = scored(saved(tmp_path, text))["questions"]

    assert data["A3"]["why"] == "lower median of 1, 1, 3"
    assert (data["A3"]["level"], data["A3"]["discuss"]) == (1, True)
    assert (data["B1"]["level"], data["B1"]["discuss"]) == (2, True)
    assert (data["B2"]["level"], data["B2"]["proposed"]) == (4, 1)


def test_framework_in_a_file_of_either_kind(tmp_path):
    answers = saved(tmp_path, rows("agreed,A1,4,", "agreed,A2,na,", "agreed,B1,3,"))
    workbook = tmp_path / "open-data.xlsx"
    workbook.write_bytes(framework_workbook(framework("open-data")))

    from_yaml = scored(answers, FOLDER / "open-data.yaml")

    assert from_yaml["national_stage"] == 3
    assert scored(answers, workbook) == from_yaml


def test_full_precision_and_null(tmp_path):
    path = saved(tmp_path, rows("agreed,A1,1,", "agreed,A2,4,", "agreed,B1,,"))

    data = scored(path, FOLDER / "open-data.yaml")

    assert data["dimensions"]["A"]["mean"] == 2.5
    assert data["dimensions"]["B"]["mean"] is None
    assert data["index"] == 50.0
    assert data["coverage"] == 2 / 3
    assert data["questions"]["B1"]["level"] is None


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (rows("agreed,A1,3,Why").replace(",", ";"), "utf-8"),
        (rows("agreed,A1,3,Why").replace(",", "\t"), "utf-8"),
        (rows("agreed,A1,3,Why"), "utf-8-sig"),
        ("sep=;\n" + rows("agreed,A1,3,Why").replace(",", ";"), "utf-8"),
        (rows("agreed,A1,3,Why").replace("\n", "\r\n"), "utf-8"),
        (rows(' Agreed , A1 ," 3 ",Why', "", ",,,"), "utf-8"),
        (rows("agreed,A1,3.0,Why"), "utf-8"),
        (rows("agreed,A1,٣,Why"), "utf-8"),
        (rows('agreed;A1;"3,0";Why', head=HEAD.replace(",", ";")), "utf-8"),
        ("Level,Question,INSTITUTION,Justification,note\n3,A1,agreed,Why,x\n", "utf-8"),
    ],
)
def test_files_of_all_spreadsheet_programs_are_read(text, encoding, tmp_path):
    found = read_answers(saved(tmp_path, text, encoding=encoding), MIGDATA)

    assert found.agreed == {"A1": 3}


def test_text_with_lines_and_separators_stays_whole(tmp_path):
    path = saved(tmp_path, rows('Interior,A1,3,"One, two\nthree"', "Border,A1,9,"))

    assert faults(path) == [
        "row 4, column 3 (level): level 9 is outside the scale from 1 to 5. "
        "Write a whole number from 1 to 5, `dk`, or leave it empty."
    ]


def test_numbers_as_numbers_or_text_in_a_workbook(tmp_path):
    path = sheet(
        tmp_path,
        ["institution", "question", "level", "justification", "evidence_level"],
        ["agreed", "A1", 3.0, None, 3],
        ["agreed", "A2", "4", "Why", "2.0"],
        ["agreed", "J5", "NA", "No neighbours", None],
        [None, None, None, None, None],
        ["agreed", "A3", "dk"],
        ["agreed", "A4", None, "Left blank"],
    )

    found = read_answers(path, MIGDATA)

    assert found.agreed == {"A1": 3, "A2": 4, "J5": "na", "A3": "dk", "A4": None}
    assert found.evidence == {"A1": 3, "A2": 2}


def test_sheet_called_answers_is_read_wherever_it_stands(tmp_path):
    book = Workbook()
    book.active.append(["How to fill in this file"])
    answers = book.create_sheet("Answers")
    answers.append(["institution", "question", "level", "justification"])
    answers.append(["agreed", "A1", 3, "Why"])
    path = tmp_path / "answers.xlsx"
    book.save(path)

    assert read_answers(path, MIGDATA).agreed == {"A1": 3}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            "Interior,A1,6,",
            "row 3, column 3 (level): level 6 is outside the scale from 1 to 5. "
            "Write a whole number from 1 to 5, `dk`, or leave it empty.",
        ),
        (
            "Interior,J5,-1,",
            "row 3, column 3 (level): `-1` is not a level. "
            "Write a whole number from 1 to 5, `dk`, `na`, or leave it empty.",
        ),
        (
            "Interior,A1,2.5,",
            "row 3, column 3 (level): `2.5` is not a level. "
            "Write a whole number from 1 to 5, `dk`, or leave it empty.",
        ),
        (
            "Interior,A1,na,Not ours",
            "row 3, column 3 (level): `A1` always applies: `na` is not allowed. "
            "Write a level from 1 to 5, `dk`, or leave it empty.",
        ),
        (
            "Interior,a1,3,",
            "row 3, column 2 (question): there is no question `a1`. Did you mean `A1`?",
        ),
        (
            "Interior,Z77,3,",
            "row 3, column 2 (question): there is no question `Z77`. "
            "The questions of this framework are A1 to J5.",
        ),
        (
            ",A1,3,",
            "row 3, column 1 (institution): the institution is missing. "
            "Write its name, or `agreed` for the agreed level.",
        ),
        (
            "Border,B1,3,",
            "row 3, column 2 (question): `Border` answers `B1` a second time. "
            "The first time is row 2: keep one of them.",
        ),
        (
            "border ,B1,dk,",
            "row 3, column 2 (question): `border` answers `B1` a second time. "
            "The first time is row 2: keep one of them.",
        ),
        (
            "Interior,A1,3,One,two",
            "row 3, column 5: there is more in this row than the 4 columns. "
            "Put texts with a separator in them in quotes.",
        ),
    ],
)
def test_fault_names_row_column_and_remedy(line, fault, tmp_path):
    path = saved(tmp_path, rows("Border,B1,3,", line))

    assert faults(path) == [fault]


def test_all_faults_are_named_at_once(tmp_path):
    path = saved(tmp_path, rows("Interior,A1,9,", "Interior,A2,3,", "Interior,X,1,"))

    assert [fault[:5] for fault in faults(path)] == ["row 2", "row 4"]


def test_optional_columns_are_judged(tmp_path):
    text = rows("Interior,A1,3,,sure,9", head=f"{HEAD},confidence,evidence_level")

    assert faults(saved(tmp_path, text)) == [
        "row 2, column 5 (confidence): `sure` is no confidence. "
        "Write high, medium, low, or leave it empty.",
        "row 2, column 6 (evidence_level): `9` is not a level from 1 to 5. "
        "Write the highest level that accepted evidence supports, or leave it empty.",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "institution,question\nInterior,A1\n",
            "row 1: missing columns `level`, `justification`. The first row names the "
            "columns: institution, question, level, justification.",
        ),
        (
            "institution,question,levle,justification\n",
            "row 1, column 3 (levle): the column `levle` is not known. "
            "Did you mean `level`?",
        ),
        (
            f"{HEAD},level\n",
            "row 1, column 5 (level): the column `level` stands twice. Remove one.",
        ),
        (
            f"{HEAD}\n",
            "there is no answer in it. "
            "Write one row for each institution and question.",
        ),
        ("", "is empty. Write a row of column names first."),
        (" \n \n", "is empty. Write a row of column names first."),
        (
            f'{HEAD}\nInterior,A1,3,"open\n',
            "row 2: this is not CSV: unexpected end of data. "
            "Check that quotes are closed.",
        ),
    ],
)
def test_file_that_cannot_be_scored_says_why(text, fault, tmp_path):
    assert faults(saved(tmp_path, text))[0] == fault


def test_other_encodings_are_named_with_their_row(tmp_path):
    text = rows("Interior,A1,3,", "Frontière,A1,3,")

    assert faults(saved(tmp_path, text, encoding="cp1252")) == [
        "row 3: there are letters that are not UTF-8. Save the file as CSV (UTF-8)."
    ]
    assert faults(saved(tmp_path, text, encoding="utf-16")) == [
        "is text in UTF-16. Save it as CSV (UTF-8)."
    ]


def test_workbooks_that_are_none_are_named(tmp_path):
    path = tmp_path / "answers.xlsx"
    path.write_bytes(b"PK\x03\x04broken")
    assert faults(path) == [
        "is not an XLSX workbook that can be read. Save it again as XLSX."
    ]
    path.write_bytes(b"\xd0\xcf\x11\xe0old")
    assert faults(path) == ["is an old XLS file. Save it as XLSX or CSV."]
    path.write_bytes(b"\0\1\2")
    assert faults(path) == ["is not a CSV or XLSX file."]


def test_fault_in_a_workbook_names_the_cell(tmp_path):
    path = sheet(
        tmp_path,
        ["institution", "question", "level", "justification"],
        ["Interior", "A1", True, None],
    )

    assert faults(path) == [
        "row 2, column C (level): `TRUE` is not a level. "
        "Write a whole number from 1 to 5, `dk`, or leave it empty."
    ]


def test_formula_without_a_result_does_not_pass_for_blank(tmp_path):
    path = sheet(
        tmp_path,
        ["institution", "question", "level", "justification"],
        ["Interior", "A1", "=1+2", None],
    )

    assert faults(path) == [
        "sheet Sheet, row 2, column C: the formula has no result. "
        "Open the file in a spreadsheet program and save it there."
    ]


def test_validated_levels_come_from_the_evidence_column(tmp_path):
    text = rows(
        "Interior,A1,5,Why,3",
        "Border,A1,4,Why,4",
        "agreed,A2,5,Why,",
        "Interior,B1,4,Why,5",
        "agreed,B1,4,Why,3",
        "Interior,C1,dk,,",
        head=f"{HEAD},evidence_level",
    )

    data = scored(saved(tmp_path, text))["questions"]

    assert data["A1"]["validated"] == 4
    assert data["A2"]["validated"] == 2
    assert data["B1"]["validated"] == 3
    assert data["C1"]["validated"] is None


def test_empty_evidence_column_validates_nothing(tmp_path):
    text = rows("agreed,A1,5,Why,", head=f"{HEAD},evidence_level")

    data = scored(saved(tmp_path, text))

    assert data["questions"]["A1"]["validated"] is None
    assert data["validated"] is None


def test_table_for_reading(tmp_path):
    out, err = StringIO(), StringIO()
    text = everything(3, J5="na", A3=1).replace("justification", "justification,note")

    call_command(
        "score_answers",
        framework=SHIPPED,
        answers=str(saved(tmp_path, text)),
        stdout=out,
        stderr=err,
    )

    lines = out.getvalue().splitlines()
    assert lines[:2] == ["migdata-maturity 1.0.0", "National stage: 3"]
    assert lines[3] == "Index: 49.00 (from 49.00 to 49.00)"
    assert any(line.startswith("A Demand, ownership") for line in lines)
    assert err.getvalue().strip() == "Columns left out: note."


@pytest.mark.parametrize(
    ("framework", "answers", "message"),
    [
        (SHIPPED, "nowhere.csv", "nowhere.csv cannot be read: No such file"),
        ("nothing", "x.csv", "There is no file and no framework `nothing`"),
        ("nothing.yaml", "x.csv", "The framework was refused"),
    ],
)
def test_what_is_not_there_is_named(framework, answers, message):
    with pytest.raises(CommandError, match=message):
        call_command("score_answers", framework=framework, answers=answers)
