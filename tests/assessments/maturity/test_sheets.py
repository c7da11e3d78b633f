"""The questionnaire as a workbook: out, filled in, checked whole, brought in once."""

import csv
from io import BytesIO, StringIO

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from assessments.maturity.documents_questionnaire import questionnaire_pdf
from assessments.maturity.instrument import Dimension, Level, Question
from assessments.maturity.models import Answer, AnswerChange, AnswersImport, Round
from assessments.maturity.sheet_files import questionnaire_workbook
from assessments.maturity.sheet_reading import read_questionnaire
from lms.accounts.models import Role
from tests.accounts.factories import MembershipFactory
from tests.assessments.maturity.factories import (
    AnswerFactory,
    RespondentFactory,
    RoundFactory,
    RoundInstitutionFactory,
    make_framework,
    small_framework,
)

pytestmark = pytest.mark.django_db
State = Round.State
ROWS = {"A1": 3, "A2": 4, "B1": 5, "B2": 6}
COLUMN = {"question": "A", "answer": "D", "why": "E", "sure": "F", "reason": "G"}


@pytest.fixture
def institution():
    return RoundInstitutionFactory(round=RoundFactory(state=State.COLLECTING))


@pytest.fixture
def person(institution, client):
    person = RespondentFactory(institution=institution).person
    client.force_login(person)
    return person


def book_of(institution, **options):
    content = questionnaire_workbook(institution.round, institution, **options)
    return load_workbook(BytesIO(content))


def fill(book, **answers):
    """Fill cells: A1={"answer": ..., "why": ...}."""
    sheet = book["Answers"]
    for question, cells in answers.items():
        for name, value in cells.items():
            sheet[f"{COLUMN[name]}{ROWS[question]}"] = value
    return book


def content_of(book) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def faults_of(book, institution):
    read = read_questionnaire(content_of(book), name="a.xlsx", institution=institution)
    assert read.entries == [] or not read.faults
    return [(one.sheet, one.row, one.column, one.message) for one in read.faults]


def bring(client, institution, book):
    url = reverse(
        "maturity:answers_import", args=[institution.round_id, institution.pk]
    )
    file = SimpleUploadedFile("filled.xlsx", content_of(book))
    return client.post(url, {"file": file})


class TestTheWorkbook:
    def test_it_has_a_row_for_each_question_with_a_list_to_choose_from(
        self, institution
    ):
        sheet = book_of(institution)["Answers"]
        assert [sheet[f"A{row}"].value for row in ROWS.values()] == list(ROWS)
        assert sheet.row_dimensions[1].hidden
        assert sheet.column_dimensions["I"].hidden
        assert sheet.protection.sheet
        assert not sheet["D3"].protection.locked
        assert sheet["A3"].protection.locked
        lists = {
            str(one.sqref): one.formula1
            for one in sheet.data_validations.dataValidation
            if one.type == "list"
        }
        # Four answers; five where the question may not apply.
        assert lists["D3"] == "Streetlight!$E$1:$E$4"
        assert lists["D6"] == "Streetlight!$E$1:$E$5"

    def test_what_was_answered_so_far_is_filled_in(self, institution):
        AnswerFactory(
            institution=institution, given="2", justification="=1+1", confidence="low"
        )
        sheet = book_of(institution)["Answers"]
        cells = [sheet[f"{letter}3"].value for letter in "DEFJ"]
        assert cells == ["2 · Started", "'=1+1", "Low", "1"]
        assert sheet["D4"].value is None

    @pytest.mark.parametrize("language", ["en", "ar", "ru"])
    def test_what_comes_out_goes_in_again_and_changes_nothing(
        self, institution, client, person, language
    ):
        AnswerFactory(institution=institution, given="2", justification="=1+1\n'x")
        AnswerFactory(
            institution=institution, question="B2", given="na", na_reason="None."
        )
        with override(language):
            content = questionnaire_workbook(institution.round, institution)
        # Read by somebody with another language.
        read = read_questionnaire(content, name="a.xlsx", institution=institution)
        assert read.faults == []
        said = [(one.question, one.given, one.justification) for one in read.entries]
        assert said == [("A1", "2", "=1+1\n'x"), ("B2", "na", "")]


class TestCheckingTheWholeFile:
    def test_every_fault_is_named_with_its_place(self, institution):
        book = fill(
            book_of(institution),
            A1={"answer": "7", "sure": "very"},
            A2={"answer": "Not applicable", "reason": "None."},
            B1={"answer": "perhaps"},
            B2={"answer": "Not applicable"},
        )
        found = faults_of(book, institution)
        assert [(sheet, row, column[0]) for sheet, row, column, _m in found] == [
            ("Answers", "3", "D"),
            ("Answers", "3", "F"),
            ("Answers", "4", "D"),
            ("Answers", "4", "G"),
            ("Answers", "5", "D"),
            ("Answers", "6", "G"),
        ]
        assert found[0][3] == "Level 7 is outside the scale from 1 to 3."

    def test_unknown_and_double_questions_are_named(self, institution):
        book = book_of(institution)
        sheet = book["Answers"]
        sheet["A4"] = sheet["I4"] = "A1"
        sheet["A5"] = sheet["I5"] = "Z9"
        sheet["A6"] = "A2"
        found = faults_of(book, institution)
        assert [row for _s, row, _c, _m in found] == ["4", "5", "6"]
        assert "second time" in found[0][3]
        assert "Z9" in found[1][3]
        assert found[2][3] == "The row says A2 but belongs to B2."

    def test_a_reason_without_not_applicable_is_never_lost(self, institution):
        book = fill(book_of(institution), B2={"answer": "2", "reason": "None."})
        assert [row for _s, row, _c, _m in faults_of(book, institution)] == ["6"]

    def test_texts_have_their_limits(self, institution):
        book = fill(book_of(institution), A1={"answer": 2, "why": "x" * 3001})
        assert faults_of(book, institution)[0][3] == "This text is too long."

    def test_another_round_institution_or_file_is_refused(self, institution):
        other = RoundInstitutionFactory(round=institution.round)
        assert "another institution" in faults_of(book_of(other), institution)[0][3]
        book = book_of(institution)
        book["Streetlight"]["B2"] = "999999"
        assert "another round" in faults_of(book, institution)[0][3]
        book = book_of(institution)
        book["Streetlight"]["B5"] = "2.0.0"
        assert "small 2.0.0" in faults_of(book, institution)[0][3]
        assert "not a questionnaire" in faults_of(Workbook(), institution)[0][3]
        read = read_questionnaire(b"PK nothing", name="a.xlsx", institution=institution)
        assert len(read.faults) == 1

    def test_an_unreadable_workbook_is_said_in_the_readers_language(
        self, institution, monkeypatch
    ):
        monkeypatch.setattr("assessments.maturity.tables._", lambda text: "! " + text)
        read = read_questionnaire(b"PK nothing", name="a.xlsx", institution=institution)
        assert read.faults[0].message.startswith("! a.xlsx is not an XLSX workbook")

    def test_foreign_sheets_are_named(self, institution):
        book = book_of(institution)
        book.create_sheet("Notes")
        found = faults_of(book, institution)
        assert found[0][3] == "The sheet “Notes” does not belong to the questionnaire."

    def test_a_missing_sheet_and_column_are_named(self, institution):
        book = book_of(institution)
        book["Answers"].title = "Réponses"
        assert any("missing" in one[3] for one in faults_of(book, institution))
        book = book_of(institution)
        book["Answers"]["D1"] = "x"
        assert "answer" in faults_of(book, institution)[0][3]

    def test_numbers_and_codes_may_be_typed(self, institution):
        book = fill(
            book_of(institution),
            A1={"answer": 3},
            A2={"answer": "dk"},
            B1={"answer": "i don't know"},
            B2={"answer": "2.0"},
        )
        read = read_questionnaire(
            content_of(book), name="a.xlsx", institution=institution
        )
        assert [one.given for one in read.entries] == ["3", "dk", "dk", "2"]

    def test_the_blank_questionnaire_fits_every_institution(self, institution):
        content = questionnaire_workbook(institution.round)
        book = fill(load_workbook(BytesIO(content)), A1={"answer": 1})
        assert faults_of(book, institution) == []


def csv_of(institution, *, head_rows=slice(0, 2), sign=";", **answers) -> bytes:
    """Return the sheet of answers as a spreadsheet program saves it."""
    rows = list(fill(book_of(institution), **answers)["Answers"].values)
    out = StringIO()
    writer = csv.writer(out, delimiter=sign)
    writer.writerows([*rows[:2][head_rows], *rows[2:]])
    return out.getvalue().encode("utf-8-sig")


def read_csv(content: bytes, institution):
    return read_questionnaire(content, name="Answers.CSV", institution=institution)


class TestCsv:
    @pytest.mark.parametrize("head_rows", [slice(0, 1), slice(1, 2), slice(0, 2)])
    @pytest.mark.parametrize("sign", [";", ",", "\t"])
    def test_it_is_read_like_the_workbook(self, institution, head_rows, sign):
        why = "First line; with, signs.\nSecond line."
        content = csv_of(
            institution,
            head_rows=head_rows,
            sign=sign,
            A1={"answer": "3 · Working", "why": why, "sure": "High"},
            B2={"answer": "Not applicable", "reason": "No border."},
        )
        read = read_csv(content, institution)
        assert read.faults == []
        found = [
            (one.question, one.given, one.justification, one.confidence)
            for one in read.entries
        ]
        assert found == [("A1", "3", why, "high"), ("B2", "na", "", "")]

    @pytest.mark.parametrize("language", ["fr", "ar", "ru"])
    def test_the_file_may_be_of_another_language_than_the_page(
        self, institution, language
    ):
        AnswerFactory(institution=institution, given="dk", confidence="low")
        with override(language):
            out = StringIO()
            rows = load_workbook(
                BytesIO(questionnaire_workbook(institution.round, institution))
            ).worksheets[1]
            csv.writer(out).writerows(list(rows.values)[1:])
        read = read_csv(out.getvalue().encode(), institution)
        assert read.faults == []
        (entry,) = read.entries
        assert (entry.given, entry.confidence, entry.version) == ("dk", "low", 1)

    def test_faults_name_row_column_and_remedy(self, institution):
        content = csv_of(
            institution, A1={"answer": 9}, A2={"sure": "very"}, B2={"answer": "na"}
        )
        read = read_csv(content, institution)
        assert read.entries == []
        assert [(one.row, one.column) for one in read.faults] == [
            ("3", "D (answer)"),
            ("4", "F (confidence)"),
            ("6", "G (na_reason)"),
        ]
        assert all(one.remedy for one in read.faults)

    def test_questions_that_are_unknown_or_there_twice_are_named(self, institution):
        content = b"Question,Answer\nA1,2\nA1,3\nZ9,1\n"
        found = [(one.row, one.column) for one in read_csv(content, institution).faults]
        assert found == [("3", "A (Question)"), ("4", "A (Question)")]

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "empty"),
            (b"Question,Reply\nA1,2\n", "no column is called \u201cAnswer\u201d"),
            ("Question,Answer\nA1,é\n".encode("latin-1"), "UTF-8"),
            (b"PK\x03\x04\0\0", "content is not what the name says"),
        ],
    )
    def test_what_cannot_be_read_is_one_fault(self, institution, content, words):
        (fault,) = read_csv(content, institution).faults
        assert words in fault.message

    def test_it_is_looked_at_and_brought_in(self, client, institution, person):
        url = reverse(
            "maturity:answers_import", args=[institution.round_id, institution.pk]
        )
        content = csv_of(institution, A1={"answer": 2, "why": "Draft."})
        response = client.post(url, {"file": SimpleUploadedFile("a.csv", content)})
        assert "Draft." in client.get(response.url).content.decode()
        client.post(response.url)
        assert Answer.objects.get().given == "2"

        wrong = csv_of(institution, A1={"answer": 9})
        response = client.post(url, {"file": SimpleUploadedFile("a.csv", wrong)})
        assert response.status_code == 422
        assert "Row 3, column D (answer)" in response.content.decode()


class TestBringingIn:
    def test_it_is_looked_at_before_anything_is_written(
        self, client, institution, person
    ):
        AnswerFactory(institution=institution, given="2", justification="Draft.")
        AnswerFactory(institution=institution, question="A2", given="dk")
        book = fill(
            book_of(institution),
            A1={"answer": "3 · Working", "why": "Signed."},
            B1={"answer": 1, "sure": "High"},
        )
        colleague = RespondentFactory(institution=institution).person
        Answer.objects.filter(question="A2").update(
            given="3", version=2, changed_by=colleague
        )
        response = bring(client, institution, book)
        html = client.get(response.url).content.decode()
        for words in ("Draft.", "Signed.", "Save 2 answers", "Also replace 1 answer"):
            assert words in html
        assert str(colleague) in html
        assert Answer.objects.count() == 2

        client.post(response.url)
        given = dict(Answer.objects.values_list("question", "given"))
        assert given == {"A1": "3", "A2": "3", "B1": "1"}

    def test_what_was_changed_after_the_download_is_replaced_only_when_asked(
        self, client, institution, person
    ):
        book = fill(book_of(institution), A1={"answer": 1})
        AnswerFactory(institution=institution, given="3")
        response = bring(client, institution, book)
        client.post(response.url, {"overwrite": "1"})
        assert Answer.objects.get().given == "1"

    def test_twice_is_once_and_says_so(self, client, institution, person):
        book = fill(book_of(institution), A1={"answer": 2}, B1={"answer": "dk"})
        response = bring(client, institution, book)
        client.post(response.url)
        client.post(response.url)
        assert AnswerChange.objects.count() == 2
        again = bring(client, institution, book)
        html = client.get(again.url).content.decode()
        assert "This file changes nothing" in html
        client.post(again.url)
        assert AnswerChange.objects.count() == 2
        assert AnswersImport.objects.filter(applied_at=None).count() == 0
        assert list(AnswersImport.objects.values_list("rows", flat=True)) == [[], []]

    def test_what_changes_while_one_looks_stays(self, client, institution, person):
        AnswerFactory(institution=institution, given="2")
        book = fill(book_of(institution), A1={"answer": 3})
        response = bring(client, institution, book)
        Answer.objects.update(given="1", version=2)
        html = client.post(response.url, follow=True).content.decode()
        assert "while you looked" in html
        assert Answer.objects.get().given == "1"

    def test_empty_rows_take_nothing_away(self, client, institution, person):
        AnswerFactory(institution=institution, given="2")
        blank = load_workbook(BytesIO(questionnaire_workbook(institution.round)))
        response = bring(client, institution, fill(blank, B1={"answer": 1}))
        client.post(response.url)
        assert Answer.objects.get(question="A1").given == "2"

    def test_faults_are_shown_and_nothing_is_kept(self, client, institution, person):
        book = fill(book_of(institution), A1={"answer": 9}, A2={"answer": 1})
        response = bring(client, institution, book)
        html = response.content.decode()
        assert response.status_code == 422
        assert "The file has 1 fault" in html
        assert "row 3" in html
        assert not AnswersImport.objects.exists()

    def test_another_kind_of_file_is_refused(self, client, institution, person):
        url = reverse(
            "maturity:answers_import", args=[institution.round_id, institution.pk]
        )
        response = client.post(url, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1")})
        assert response.status_code == 422
        assert "Add one of: XLSX, CSV" in response.content.decode()
        assert client.post(url, {}).status_code == 422

    def test_the_coordinator_brings_in_a_file_for_an_institution(
        self, client, institution
    ):
        country = institution.round.country
        coordinator = MembershipFactory(role=Role.COORDINATOR, country=country).person
        client.force_login(coordinator)
        book = fill(book_of(institution), A1={"answer": 2})
        client.post(bring(client, institution, book).url)
        assert Answer.objects.get().changed_by == coordinator

    def test_after_handing_in_there_is_nothing_to_bring_in(
        self, client, institution, person
    ):
        book = fill(book_of(institution), A1={"answer": 2})
        response = bring(client, institution, book)
        institution.handed_in_at = institution.round.created_at
        institution.save()
        client.post(response.url)
        assert bring(client, institution, book).status_code == 302
        assert not Answer.objects.exists()

    def test_another_persons_check_is_not_found(self, client, institution, person):
        book = fill(book_of(institution), A1={"answer": 2})
        response = bring(client, institution, book)
        client.force_login(RespondentFactory(institution=institution).person)
        assert client.post(response.url).status_code == 404
        assert client.get(response.url).status_code == 404


class TestAScaleFromNought:
    """Level 0 is a level, and not the same as nothing."""

    @pytest.fixture
    def institution(self):
        levels = tuple(
            Level(value=value, key=f"l{value}", name={"en": f"Step {value}"})
            for value in (0, 1)
        )
        question = Question(
            id="Q1",
            title={"en": "One"},
            descriptors={0: {"en": "None."}, 1: {"en": "All."}},
        )
        framework = small_framework(
            key="nought",
            levels=levels,
            dimensions=(Dimension(id="Q", title={"en": "Q"}, questions=(question,)),),
        )
        round = RoundFactory(
            state=State.COLLECTING, framework=make_framework(framework)
        )
        return RoundInstitutionFactory(round=round)

    def test_it_goes_out_and_comes_in(self, client, institution, person):
        book = book_of(institution)
        book["Answers"]["D3"] = 0
        client.post(bring(client, institution, book).url)
        assert Answer.objects.get().level == 0
        assert book_of(institution)["Answers"]["D3"].value == "0 · Step 0"

    def test_it_is_chosen_on_the_page(self, client, institution, person):
        url = reverse(
            "maturity:answer", args=[institution.round_id, institution.pk, "Q1"]
        )
        assert "checked" not in client.get(url).content.decode()
        client.post(url, {"version": 0, "level": "0", "go": "next"})
        assert Answer.objects.get().level == 0
        html = client.get(url).content.decode()
        assert html.count("checked") == 1
        assert "1 of 1 question answered" in html


class TestFiles:
    def test_they_are_named_after_round_and_institution(
        self, client, institution, person
    ):
        url = reverse(
            "maturity:questionnaire_xlsx", args=[institution.round_id, institution.pk]
        )
        response = client.get(url)
        assert response["Content-Disposition"].endswith('-questionnaire.xlsx"')
        blank = reverse("maturity:questionnaire_xlsx", args=[institution.round_id])
        assert client.get(blank).status_code == 200
        other = RoundInstitutionFactory(round=institution.round)
        url = reverse("maturity:questionnaire_xlsx", args=[other.round_id, other.pk])
        assert client.get(url).status_code == 404

    @pytest.mark.slow
    def test_the_paper_has_the_questions_and_no_answers(self, institution):
        AnswerFactory(institution=institution, justification="Secret words.")
        content = questionnaire_pdf(institution.round, institution, language="en")
        pages = pypdf.PdfReader(BytesIO(content)).pages
        words = " ".join(" ".join(page.extract_text().split()) for page in pages)
        assert "A1 at 3." in words
        assert str(institution.institution) in words
        assert "Secret words." not in words
