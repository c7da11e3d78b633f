"""Tables that people send: read from XLSX and CSV, or refused with words."""

import io
import zipfile
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook

from lms.core import table_files
from lms.core.table_files import (
    Column,
    Fault,
    FileRefused,
    NoRows,
    TooManyRows,
    nearest,
    read_table,
)
from lms.core.workbooks import safe_cell

COLUMNS = (
    Column("email", _("E-mail address"), required=True, aliases=("mail",)),
    Column("name", _("Full name"), aliases=("fio",)),
    Column("note", _("Notes"), lines=True),
)


def xlsx(*rows, title="People", **more_sheets) -> SimpleUploadedFile:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for name, others in more_sheets.items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("list.xlsx", buffer.getvalue())


def csv_of(content: str | bytes, name="list.csv") -> SimpleUploadedFile:
    content = content.encode() if isinstance(content, str) else content
    return SimpleUploadedFile(name, content)


def cells(table):
    return [(row.number, dict(row.cells)) for row in table.rows]


def person(email, name="", note=""):
    return {"email": email, "name": name, "note": note}


def test_columns_are_found_in_any_order_and_every_row_has_all_of_them():
    table = read_table(
        xlsx(["Full name", "Shoes", "E-MAIL  address:"], ["Mira", 40, "m@x.org"]),
        COLUMNS,
    )

    assert cells(table) == [(2, person("m@x.org", "Mira"))]
    assert table.sheet == "People"
    assert table.ignored == ("Shoes",)
    assert table.columns == {"email": "C (E-MAIL address:)", "name": "A (Full name)"}


def test_other_sheets_with_such_a_table_are_named():
    file = xlsx(
        ["E-mail address"],
        ["m@x.org"],
        Second=[["People of the south"], [], ["E-mail address"], ["n@x.org"]],
        Help=[["How to fill it in"]],
    )

    assert read_table(file, COLUMNS).other_sheets == ("Second",)
    assert read_table(file, COLUMNS, sheet="Second").other_sheets == ()


def test_columns_without_a_name_that_hold_something_are_told():
    """As below a head that was merged over two columns."""
    heads = ["E-mail address", None, "Shoes", None]
    table = read_table(xlsx(heads, ["m@x.org", "upstairs", 40, "", "late"]), COLUMNS)

    assert table.ignored == (
        "column B, without a name",
        "Shoes",
        "column E, without a name",
    )


@pytest.mark.parametrize("code", ["en", "ru", "fr", "es", "ar"])
def test_heads_of_every_language_are_known_in_every_other(code):
    with translation.override(code):
        heads = [str(one.title) for one in COLUMNS[:2]]

    with translation.override("es"):
        table = read_table(xlsx(heads, ["m@x.org", "Mira"]), COLUMNS)

    assert cells(table) == [(2, person("m@x.org", "Mira"))]


@pytest.mark.parametrize("titles", [0, 1, 5])
def test_up_to_five_rows_may_stand_above_the_heads(titles):
    above = [["Contacts of the network, autumn"]] * titles
    table = read_table(xlsx(*above, ["mail", "fio"], ["m@x.org", "M"]), COLUMNS)

    assert cells(table) == [(titles + 2, person("m@x.org", "M"))]


def test_heads_lower_than_that_are_not_looked_for():
    with pytest.raises(FileRefused, match="Sheet “People”, row 1: no column"):
        read_table(xlsx(*[["Title"]] * 6, ["mail"], ["m@x.org"]), COLUMNS)


def test_row_numbers_are_those_of_the_file_whatever_is_empty():
    table = read_table(
        xlsx([None], ["mail"], [None], ["a@x.org"], [" "], ["b@x.org"]), COLUMNS
    )

    assert [row.number for row in table.rows] == [4, 6]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (date(2027, 8, 2), "2027-08-02"),
        (datetime(2027, 8, 2), "2027-08-02"),
        (datetime(2027, 8, 2, 9, 30), "2027-08-02T09:30"),
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        (996312000000, "996312000000"),
        ("  Mira \u00a0 Talvik\n", "Mira Talvik"),
        ("e\u0301", "é"),
        (safe_cell("+996 312"), "+996 312"),
    ],
)
def test_cells_are_read_as_people_see_them(cell, text):
    table = read_table(xlsx(["mail", "Full name"], ["a@x.org", cell]), COLUMNS)
    assert table.rows[0].cells["name"] == text


def test_line_breaks_are_kept_where_the_column_wants_them():
    text = "One_x000D_\n  two \r\nthree"
    table = read_table(
        xlsx(["mail", "Full name", "Notes"], ["a@x.org", text, text]), COLUMNS
    )

    assert table.rows[0].cells["name"] == "One two three"
    assert table.rows[0].cells["note"] == "One\ntwo\nthree"


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_is_divided_by_whatever_shows_the_columns(sign):
    lines = ["People; partners, others", sign.join(["mail", "Full name"])]
    lines.append(sign.join(["m@x.org", '"Talvik, Mira"']))
    table = read_table(csv_of("\r\n".join(lines)), COLUMNS)

    assert cells(table) == [(3, person("m@x.org", "Talvik, Mira"))]
    assert table.sheet == ""


def test_csv_with_a_mark_at_its_start_or_in_utf_16_is_read():
    for content in (b"\xef\xbb\xbfmail\nm@x.org", "mail\nm@x.org".encode("utf-16")):
        assert cells(read_table(csv_of(content), COLUMNS)) == [(2, person("m@x.org"))]


def test_sheet_is_chosen_by_its_name_in_any_language():
    file = xlsx(["About"], title="About", people=[["mail"], ["m@x.org"]])

    assert read_table(file, COLUMNS, sheet="People").sheet == "people"
    with translation.override("fr"):
        title = str(_("People"))
    file = xlsx(["About"], title="About", **{title: [["mail"], ["m@x.org"]]})
    assert read_table(file, COLUMNS, sheet=_("People")).sheet == title


def test_missing_sheet_is_named_with_what_may_be_meant():
    with pytest.raises(FileRefused, match=r"“People”\. Is “Peopel” meant"):
        read_table(xlsx(["mail"], title="Peopel"), COLUMNS, sheet="People")
    with pytest.raises(FileRefused, match="Download the form"):
        read_table(xlsx(["mail"], title="Zzz"), COLUMNS, sheet="People")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (csv_of(""), "The file is empty"),
        (csv_of("\n ;\n"), "The file is empty"),
        (csv_of("mail\n\n"), "The file has no rows below the names of its columns"),
        (csv_of("name\nMira"), "row 1: no column is called “E-mail address”. The"),
        (
            xlsx(["E-mial addres"], ["m@x.org"]),
            "row 1: no column is called “E-mail address”. Is “E-mial addres” meant",
        ),
        (xlsx(["mail", "E-mail address"], ["a", "b"]), "two columns are called “E-mai"),
        (csv_of("x", name="list.xls"), "This is a XLS file"),
        (csv_of("x", name="list.xlsx"), "The content is not what the name says"),
        (csv_of(xlsx(["mail"]).read()), r"not what the name says \(CSV\)"),
        (csv_of("mail\n" + "a" * 6_000_000), "The limit is"),
        (csv_of("mail;ФИО\na;М".encode("cp1251")), "choose “CSV UTF-8”"),
        (csv_of("mail\n" + "a" * 200_000), "This CSV file cannot be read"),
    ],
)
def test_what_is_no_such_table_is_refused_with_place_and_remedy(file, words):
    with pytest.raises(FileRefused, match=words):
        read_table(file, COLUMNS)


def test_broken_and_overblown_workbooks_are_refused(monkeypatch):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/workbook.xml", "<x/>")
    broken = SimpleUploadedFile("list.xlsx", packed.getvalue())
    with pytest.raises(FileRefused, match="This workbook cannot be read"):
        read_table(broken, COLUMNS)

    monkeypatch.setattr(table_files, "UNPACKED_LIMIT", 100)
    with pytest.raises(FileRefused, match="This workbook is too large"):
        read_table(xlsx(["mail"], ["a@x.org"]), COLUMNS)


def test_as_many_rows_as_agreed_are_read_and_not_one_more():
    rows = ["mail", *["a@x.org"] * 3]

    assert len(read_table(csv_of("\n".join(rows)), COLUMNS, most_rows=3).rows) == 3
    with pytest.raises(TooManyRows, match="The file has more than 2 rows") as refused:
        read_table(csv_of("\n".join(rows)), COLUMNS, most_rows=2)
    assert refused.value.where == "The file"
    with pytest.raises(TooManyRows):
        read_table(xlsx(*[[one] for one in rows]), COLUMNS, most_rows=2)


def test_sheet_is_over_after_a_thousand_empty_rows_and_never_cut_silently():
    near = xlsx(["mail"], ["a@x.org"], *[[None]] * 900, ["b@x.org"])
    assert len(read_table(near, COLUMNS).rows) == 2
    with pytest.raises(TooManyRows):
        read_table(
            xlsx(["mail"], *[["a@x.org"], *[[None]] * 600] * 3), COLUMNS, most_rows=5
        )


def test_empty_table_is_told_apart():
    with pytest.raises(NoRows) as refused:
        read_table(xlsx(["mail"]), COLUMNS)
    assert refused.value.where == "Sheet “People”"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (
            Fault("People", 7, "C (Email)", "This is no address.", "Correct it."),
            "Sheet “People”, row 7, column C (Email): This is no address. Correct it.",
        ),
        (Fault("People", 7, "", "No."), "Sheet “People”, row 7: No."),
        (Fault("People", 0, "", "No."), "Sheet “People”: No."),
        (Fault("", 7, "C", "No."), "Row 7, column C: No."),
        (Fault("", 7, "", "No."), "Row 7: No."),
        (Fault("", 0, "", "No.", "Do."), "No. Do."),
    ],
)
def test_faults_say_where_and_what_to_do_in_one_line(fault, words):
    assert str(fault) == words


def test_table_says_where_a_cell_is():
    table = read_table(xlsx(["Full name", "mail"], ["Mira", "m"]), COLUMNS)

    fault = table.fault(2, "email", "This is no address.")
    assert str(fault) == "Sheet “People”, row 2, column B (mail): This is no address."


def test_nearest_is_found_whatever_the_case():
    assert nearest("BORDER SERVISE", ["Labour", "Border Service"]) == "Border Service"
    assert nearest("Education", ["Labour", "Border Service"]) is None
