"""The inventory as a spreadsheet: out, in, unchanged, changed, refused."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.accounts.models import AuditEntry
from lms.core.table_files import read_table
from tests.toolkit.indicators.factories import DataSourceFactory
from toolkit.indicators.inventory import tidy
from toolkit.indicators.inventory_topics import picture_of
from toolkit.indicators.models import DataSource, SourceImport
from toolkit.indicators.services.sources import change_source
from toolkit.indicators.services.sources_imports import (
    ImportRefused,
    ImportStale,
    apply_import,
    prepare_import,
)
from toolkit.indicators.sources_files import sources_workbook
from toolkit.indicators.sources_reading import ORDER, columns, judge

HEADS = ["Name", "Owner", "Kind"]


def workbook(world, rows=None) -> bytes:
    rows = list(DataSource.objects.kept().by_owner()) if rows is None else rows
    owners = [world.labour, world.police]
    return sources_workbook(world.country, rows, owners, picture_of(rows))


def edited(content: bytes, change) -> bytes:
    """Return a workbook after somebody changed its first sheet."""
    book = openpyxl.load_workbook(BytesIO(content))
    change(book.worksheets[0])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def judged(world, content, by=None, name="file.xlsx"):
    file = ContentFile(content, name=name)
    return judge(read_table(file, columns()), world.country, by or world.keeper)


def from_csv(world, rows, heads=HEADS, by=None):
    out = StringIO()
    csv.writer(out).writerows([heads, *rows])
    return judged(world, out.getvalue().encode(), by=by, name="file.csv")


def told(inventory) -> list[str]:
    return [str(fault) for row in inventory.rows for fault in row.faults]


@pytest.fixture
def full(world):
    """Two sources with everything that can be said, and an empty one."""
    texts = dict.fromkeys(
        (
            "purpose",
            "coverage",
            "missed",
            "counted_twice",
            "where_collected",
            "how_collected",
            "legal_basis",
            "identifiers",
            "shared_with",
            "format",
            "problems",
        ),
        "One line",
    )
    world.source(
        name="=SUM(A1) register",
        unit="-1",
        topics=["population", "work"],
        frequency="yearly",
        since_year=2011,
        access="regular",
        **(texts | {"problems": "One\n\nTwo 'three'", "missed": "'quoted"}),
    )
    world.source(name="Census", owner=world.police, kind="census", topics=[])
    return world


@pytest.mark.parametrize("language", ["en", "ru", "fr", "es", "ar"])
def test_what_leaves_comes_back_unchanged(full, language):
    with translation.override(language):
        content = workbook(full)
        inventory = judged(full, content)
    assert [row.verdict for row in inventory.rows] == ["unchanged"] * 2
    # In another language than it was written in as well.
    assert {row.verdict for row in judged(full, content).rows} == {"unchanged"}
    assert inventory.missing == ()
    assert inventory.ignored == ()
    assert not inventory.changes_anything


@given(
    st.text(max_size=60),
    st.text(alphabet=st.sampled_from("=+-@'\t\n\r ;,\"x_0Dé"), max_size=40),
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_unchanged(world, purpose, problems):
    DataSource.objects.all().delete()
    texts = tidy({"purpose": purpose, "problems": problems})
    if any("_x" in text for text in texts.values()):
        # What spreadsheet programs take for a sign of theirs.
        return
    world.source(**texts)
    assert [row.verdict for row in judged(world, workbook(world)).rows] == ["unchanged"]


def test_heads_are_locked_and_coded_columns_offer_words(full):
    book = openpyxl.load_workbook(BytesIO(workbook(full)))
    sheet = book.worksheets[0]
    assert book.sheetnames == ["Data sources", "Lists", "How to fill in", "Topics"]
    assert sheet.protection.sheet
    assert sheet["A1"].protection.locked
    assert not sheet["A2"].protection.locked
    # Empty cells take it from their column.
    assert not sheet.column_dimensions["B"].protection.locked
    offered = {str(one.sqref)[0] for one in sheet.data_validations.dataValidation}
    letters = {name: chr(65 + place) for place, name in enumerate(ORDER)}
    assert offered == {
        letters[name] for name in ("owner", "kind", "frequency", "access")
    }
    assert book["Lists"].sheet_state == "hidden"
    assert [cell.value for cell in book["Lists"]["A"] if cell.value] == [
        "Ministry of Labour",
        "Border Police",
    ]
    topics = [[cell.value for cell in row] for row in book["Topics"].iter_rows()]
    assert topics[2][:4] == [
        "Ministry of Labour",
        "'=SUM(A1) register",
        "described",
        None,
    ]
    helped = " ".join(str(cell.value) for row in book["How to fill in"] for cell in row)
    assert "Border crossings; Residence and citizenship" in helped


def test_the_empty_form_has_no_rows_and_no_picture(full):
    book = openpyxl.load_workbook(
        BytesIO(sources_workbook(full.country, (), [full.labour]))
    )
    assert book.sheetnames == ["Data sources", "Lists", "How to fill in"]
    assert book.worksheets[0].max_row == 1


def test_a_changed_row_says_before_and_after(full):
    content = edited(
        workbook(full),
        lambda sheet: (
            setattr(sheet.cell(3, ORDER.index("since_year") + 1), "value", None),
            setattr(
                sheet.cell(3, ORDER.index("topics") + 1), "value", "Work; Education"
            ),
        ),
    )
    [same, row] = judged(full, content).rows
    assert (row.verdict, same.verdict) == ("changed", "unchanged")
    assert row.changes == [
        {
            "label": "Topics",
            "before": "Population and its change; Work",
            "after": "Work; Education",
        },
        {"label": "Kept since", "before": "2011", "after": ""},
    ]


def test_columns_that_are_not_there_leave_their_facts_alone(full):
    source = DataSource.objects.get(kind="register")
    inventory = from_csv(
        full,
        [[source.key, source.name, "Ministry of Labour", "Register", "a case"]],
        ["Key", "Name", "Owner", "Kind", "Unit of observation"],
    )
    [row] = inventory.rows
    assert [change["label"] for change in row.changes] == ["Unit of observation"]
    assert [one.name for one in inventory.missing] == ["Census"]
    kept = prepare_import(full.country, inventory, by=full.keeper)
    assert apply_import(kept, by=full.keeper) == {"new": 0, "changed": 1}
    source.refresh_from_db()
    assert (source.unit, source.since_year) == ("a case", 2011)


def test_rows_without_a_key_are_found_by_owner_and_name(full):
    inventory = from_csv(
        full,
        [
            ["CENSUS", "пограничная полиция", "census"],
            ["Census", "Ministère du Travail", "census"],
        ],
    )
    assert [row.verdict for row in inventory.rows] == ["changed", "new"]
    assert inventory.rows[0].changes[0]["after"] == "CENSUS"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["A", "Minstry of Labor", "register"], "Did you mean “Ministry of Labour”?"),
        (["A", "Zoo", "register"], "No institution of this country is called “Zoo”."),
        (["A", "", "register"], "The owner is missing."),
        (["", "Ministry of Labour", "register"], "The name is missing."),
        (["A", "Ministry of Labour", ""], "The kind is missing. Allowed: register;"),
        (
            ["A", "Ministry of Labour", "registr"],
            "“registr” is not a kind of source. Did you mean “register”? Allowed: ",
        ),
        (["A" * 251, "Ministry of Labour", "register"], "Shorten it to 250."),
    ],
)
def test_refusals_name_place_and_remedy(world, row, words):
    [fault] = told(from_csv(world, [row]))
    assert words in fault
    assert fault.startswith("Row 2, column ")


@pytest.mark.parametrize(
    ("head", "text", "words"),
    [
        ("Topics", "Work; Wether", "“Wether” is not a topic."),
        ("Topics", "Wrok", "Did you mean “Work”? Allowed: Population"),
        ("Kept since", "long ago", "“long ago” is not a year. Write a year from 1800"),
        ("Kept since", "2999", "is not a year"),
        ("How often updated", "dayly", "“dayly” does not say how often. "),
        ("Sharing", "secret", "“secret” is not a way of sharing. Allowed: not shared"),
        ("Known problems", "x" * 2001, "The text has 2001 characters."),
    ],
)
def test_coded_columns_name_the_allowed_words(world, head, text, words):
    row = ["A", "Ministry of Labour", "register", text]
    [fault] = told(from_csv(world, [row], [*HEADS, head]))
    assert words in fault


def test_words_of_other_languages_and_codes_are_understood(world):
    with translation.override("ru"):
        kind = str(DataSource.Kind.CENSUS.label)
    rows = [
        ["A", "labour", kind, "population; Work;"],
        ["B", "Пограничная  полиция", "case_file", "Border crossings"],
    ]
    inventory = from_csv(world, rows, [*HEADS, "topics"])
    assert told(inventory) == []
    assert inventory.rows[0].values["kind"] == "census"
    assert inventory.rows[0].values["topics"] == ["population", "work"]
    assert inventory.rows[1].values["owner"] == world.police.pk


def test_keys_that_nobody_has_are_refused_with_the_nearest(full):
    row = ["censu", "Census", "Border Police", "census"]
    [fault] = told(from_csv(full, [row], ["Key", *HEADS]))
    assert "No data source has the key “censu”." in fault
    assert "Leave the cell empty for a new source." in fault


def test_two_rows_about_the_same_are_refused(full):
    inventory = from_csv(
        full,
        [
            ["New", "Border Police", "register"],
            ["new", "Border Police", "register"],
            ["Census", "Border Police", "census"],
            ["census", "Border Police", "census"],
        ],
    )
    assert [row.verdict for row in inventory.rows] == [
        "new",
        "refused",
        "unchanged",
        "refused",
    ]
    assert "Row 2 has the same name and owner." in told(inventory)[0]
    assert "Row 4 is about the same source." in told(inventory)[1]


def test_a_closed_source_and_a_taken_name_are_refused(full):
    census = DataSource.objects.get(kind="census")
    other = full.source(name="Other", owner=full.police)
    DataSource.objects.filter(pk=census.pk).update(is_active=False)
    inventory = from_csv(
        full,
        [
            [census.key, "Census", "Border Police", "census"],
            [other.key, "Census", "Border Police", "register"],
        ],
        ["Key", *HEADS],
    )
    first, second = told(inventory)[0], told(inventory)[-1]
    assert "“Census” is marked as no longer kept. Open it again" in first
    assert "Border Police has another data source of this name." in second


def test_an_owner_that_left_is_refused_for_new_sources_alone(full):
    full.police.is_active = False
    full.police.save()
    inventory = from_csv(
        full,
        [["New", "Border Police", "register"], ["Census", "Border Police", "census"]],
    )
    assert [row.verdict for row in inventory.rows] == ["refused", "unchanged"]
    assert "Border Police is no longer in the network." in told(inventory)[0]


def test_focal_points_bring_in_their_own_institution_alone(full):
    rows = [
        ["New", "Ministry of Labour", "register"],
        ["Census", "Border Police", "register"],
        ["New", "Border Police", "census"],
    ]
    inventory = from_csv(full, rows, by=full.focal_point)
    verdicts = [row.verdict for row in inventory.rows]
    assert verdicts == ["new", "refused", "refused"]
    assert "You do not write for Border Police." in told(inventory)[0]


def test_rows_of_others_that_are_as_they_were_do_not_stop_a_focal_point(full):
    """The whole inventory was taken out and the own row changed."""
    row = list(DataSource.objects.kept().by_owner().values_list("name", flat=True))
    mine = row.index("=SUM(A1) register") + 2
    content = edited(
        workbook(full),
        lambda sheet: setattr(
            sheet.cell(mine, ORDER.index("since_year") + 1), "value", 1999
        ),
    )
    inventory = judged(full, content, by=full.focal_point)
    assert told(inventory) == []
    assert [one.number for one in inventory.rows if one.verdict == "changed"] == [mine]


def test_sources_of_other_countries_do_not_count(world):
    foreign = DataSourceFactory.create(name="Foreign", key="foreign")
    rows = [["foreign", "Foreign", str(foreign.owner), "register"]]
    faults = told(from_csv(world, rows, ["Key", *HEADS]))
    assert "No data source has the key “foreign”." in " ".join(faults)
    assert "No institution of this country is called" in " ".join(faults)


def test_a_file_is_carried_out_once_and_logged_in_one_line(world):
    inventory = from_csv(
        world, [["A", "labour", "register"], ["B", "police", "census"]]
    )
    kept = prepare_import(world.country, inventory, by=world.keeper, file_name="a.csv")
    assert apply_import(kept, by=world.keeper) == {"new": 2, "changed": 0}
    again = SourceImport.objects.get(pk=kept.pk)
    assert apply_import(again, by=world.keeper) == {"new": 2, "changed": 0}
    assert DataSource.objects.count() == 2
    [entry] = AuditEntry.objects.exclude(verb__startswith="signed")
    assert (entry.verb, entry.details["file"]) == ("sources_imported", "a.csv")


def test_what_changed_since_it_was_shown_stops_the_whole_file(full):
    census = DataSource.objects.get(kind="census")
    inventory = from_csv(
        full,
        [["New", "labour", "register"], ["Census", "Border Police", "sample survey"]],
    )
    kept = prepare_import(full.country, inventory, by=full.keeper)
    change_source(
        census,
        full.values(census, owner=full.police, unit="a person"),
        by=full.keeper,
        edit_number=0,
    )
    with pytest.raises(ImportStale):
        apply_import(kept, by=full.keeper)
    assert not DataSource.objects.filter(name="New").exists()
    assert SourceImport.objects.get(pk=kept.pk).applied_at is None


def test_a_file_with_a_refused_row_is_never_kept(world):
    inventory = from_csv(world, [["A", "Zoo", "register"]])
    with pytest.raises(ImportRefused):
        prepare_import(world.country, inventory, by=world.keeper)


class TestPages:
    """The same through the browser."""

    def send(self, client, world, content, name="sources.csv"):
        client.force_login(world.keeper)
        file = SimpleUploadedFile(name, content)
        return client.post(f"{world.home}import/", {"file": file})

    def test_a_file_is_shown_and_then_saved(self, client, full):
        text = "Name;Owner;Kind;Colour\nNew list;Border Police;survey\n"
        text = text.replace("survey", "sample survey;red")
        answer = self.send(client, full, text.encode())
        page = client.get(answer.url)
        assert "Colour" in page.text
        assert "New list" in page.text
        assert "Not in the file: they stay as they are" in page.text
        assert not DataSource.objects.filter(name="New list").exists()
        client.post(answer.url)
        client.post(answer.url)
        assert DataSource.objects.filter(name="New list").count() == 1
        assert client.get(answer.url).status_code == 302

    def test_refused_rows_are_shown_and_nothing_is_kept(self, client, full):
        content = "Name,Owner,Kind\nOne,Minstry of Labour,register\nTwo,police,census\n"
        page = self.send(client, full, content.encode())
        assert page.status_code == 422
        assert "Did you mean “Ministry of Labour”?" in page.text
        assert "1 row of the file cannot be brought in." in page.text
        assert "Save 1 data source" not in page.text
        assert not SourceImport.objects.exists()

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("a.xlsx", b"no workbook", "XLSX"),
            ("a.csv", b"Name,Colour\nA,red\n", "no column is called “owner”"),
            ("a.csv", b"", "The file is empty"),
            ("a.csv", b"Name,Owner,Kind\n", "has no rows"),
            ("a.pdf", b"%PDF-1.4", "Add"),
        ],
    )
    def test_files_that_are_none_are_told_why(
        self, client, world, name, content, words
    ):
        page = self.send(client, world, content, name)
        assert page.status_code == 422
        assert words.casefold() in page.text.casefold()

    def test_files_leave(self, client, full, django_assert_max_num_queries):
        client.force_login(full.reader)
        with django_assert_max_num_queries(9):
            answer = client.get(f"{full.home}xlsx/")
        assert 'filename="xqq-data-sources.xlsx"' in answer["Content-Disposition"]
        assert [row.verdict for row in judged(full, answer.content).rows] == [
            "unchanged"
        ] * 2
        pdf = client.get(f"{full.home}pdf/")
        assert pdf.content.startswith(b"%PDF")
        assert client.get(f"{full.home}form/").status_code == 200
