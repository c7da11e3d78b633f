"""What leaves the desk: workbook, documents, the summary without names, questions."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from assessments.quizzes.services import save_response, start_attempt, submit_attempt
from benchmarks.matrix import fill_cohort, make_modules, make_trainer
from lms.accounts.models import AuditEntry, User
from lms.accounts.sheets import Sheet, workbook
from lms.learning.desk import documents
from lms.learning.desk.matrix import cohort_matrix
from lms.learning.models import Attendance, ClassSession
from tests.accounts.factories import UserFactory
from tests.assessments.factories import make_quiz, many
from tests.learning.factories import CohortFactory, CohortMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer():
    return make_trainer()


@pytest.fixture
def browser(client, trainer):
    client.force_login(trainer)
    return client


@pytest.fixture
def cohort(trainer):
    """Twelve learners, two modules."""
    return fill_cohort(12, make_modules(2, 2), trainer)


def read(response):
    return load_workbook(BytesIO(response.content))


def rows(sheet):
    return [list(row) for row in sheet.values]


class TestWorkbook:
    def test_it_has_typed_cells_and_heads_that_stay(self, browser, cohort):
        book = read(browser.get(f"/en/cohorts/{cohort.pk}/results/results.xlsx"))
        assert book.sheetnames == [
            "Summary",
            "Modules",
            "Learners and modules",
            "Attempts",
            "Definitions",
        ]
        learners = book["Learners and modules"]
        first = dict(zip(*rows(learners)[:2], strict=True))
        assert learners.freeze_panes == "B2"
        assert first["Full name"] == "Learner 000"
        assert isinstance(first["Joined"], datetime)
        assert (first["01: state"], first["01: best result, %"]) == (
            "started, late",
            40,
        )
        assert (first["02: state"], first["02: best result, %"]) == ("done", 90)
        assert len(rows(book["Attempts"])) == 1 + 12 * 2
        assert rows(book["Attempts"])[1][3:] == [
            1,
            rows(book["Attempts"])[1][4],
            4,
            10,
            7,
            "not passed",
        ]

    def test_attendance_is_there_once_there_are_sessions(
        self, browser, cohort, trainer
    ):
        session = ClassSession.objects.create(
            cohort=cohort,
            title="First day",
            starts_at=datetime(2027, 9, 1, 9, tzinfo=UTC),
            made_by=trainer,
        )
        person = User.objects.get(full_name="Learner 003")
        Attendance.objects.create(
            session=session, person=person, status="present", noted_by=trainer
        )
        book = read(browser.get(f"/en/cohorts/{cohort.pk}/results/results.xlsx"))
        found = rows(book["Attendance"])
        assert found[0][2] == "2027-09-01 First day"
        assert [row[2] for row in found[1:5]] == [None, None, None, "Present"]

    def test_no_name_is_a_formula(self, browser, cohort):
        UserFactory._meta.model.objects.filter(full_name="Learner 000").update(
            full_name='=HYPERLINK("http://bad.example")'
        )
        book = read(browser.get(f"/en/cohorts/{cohort.pk}/results/results.xlsx"))
        names = [row[0] for row in book["Learners and modules"].iter_rows(min_row=2)]
        found = next(cell for cell in names if "HYPERLINK" in cell.value)
        assert found.value.startswith("'=")
        assert found.data_type == "s"

    def test_who_took_it_is_noted(self, browser, cohort, trainer):
        browser.get(f"/en/cohorts/{cohort.pk}/results/results.xlsx")
        entry = AuditEntry.objects.get(verb="results_exported")
        assert (entry.actor, entry.subject_id) == (trainer, str(cohort.pk))

    def test_names_of_sheets_are_made_to_fit(self):
        content = workbook(
            "T",
            [Sheet("A/B", ["x"], []), Sheet("AB", ["x"], []), Sheet("'", ["x"], [])],
        )
        assert load_workbook(BytesIO(content)).sheetnames == ["AB", "AB 2", "3"]


class TestSummary:
    @pytest.mark.parametrize("path", ["", "summary.xlsx"])
    def test_it_names_nobody(self, browser, cohort, path):
        page = browser.get(f"/en/cohorts/{cohort.pk}/results/summary/{path}")
        if path:
            book = read(page)
            text = str([rows(sheet) for sheet in book])
        else:
            text = page.content.decode()
        assert "Learner 0" not in text
        assert "matrix" not in text.replace("cohort-matrix", "")

    def test_small_counts_are_stars(self, browser, trainer):
        small = fill_cohort(7, make_modules(2, 1), trainer)
        book = read(browser.get(f"/en/cohorts/{small.pk}/results/summary/summary.xlsx"))
        # 5 and 6 of 7 are done: two and one are not.
        assert [row[4] for row in rows(book["Modules"])[1:]] == ["*", "*"]

    def test_too_few_learners_have_none(self, browser, trainer):
        few = fill_cohort(4, make_modules(1, 1), trainer)
        url = f"/en/cohorts/{few.pk}/results/summary/"
        assert "Too few learners" in browser.get(url).content.decode()
        assert browser.get(f"{url}summary.xlsx").url == url


@pytest.mark.slow
def test_documents_are_tagged_and_hold_what_they_should(cohort):
    matrix = cohort_matrix(cohort, "en")
    content = documents.results_pdf(matrix)
    book = PdfReader(BytesIO(content))
    text = " ".join(page.extract_text() for page in book.pages)

    assert book.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert float(book.pages[0].mediabox.width) > float(book.pages[0].mediabox.height)
    assert "Learner 011" in text


def test_of_too_many_learners_no_lines_are_printed(cohort, monkeypatch):
    given = {}
    monkeypatch.setattr(documents, "MOST_LINES", 11)
    monkeypatch.setattr(
        documents, "render_pdf", lambda name, context, **options: given.update(context)
    )
    documents.results_pdf(cohort_matrix(cohort, "en"))

    assert (given["too_many"], given["lines"]) == (True, [])


class TestQuestions:
    @pytest.fixture
    def quiz(self):
        return make_quiz(*many(3), pass_mark=1)

    def sit(self, quiz, cohort, answers):
        person = UserFactory()
        if cohort:
            CohortMemberFactory(cohort=cohort, person=person)
        attempt = start_attempt(quiz, person=person, seed=1)
        for item, answer in zip(attempt.items.all(), answers, strict=True):
            save_response(item, answer=answer)
        return submit_attempt(attempt)

    def test_only_learners_of_the_cohort_count(self, browser, trainer, quiz):
        cohort = CohortFactory(country=trainer.country, trainers=[trainer])
        for answers in ("bbb", "bba", "bab", "aba", "aaa", "cba"):
            self.sit(quiz, cohort, answers)
        self.sit(quiz, None, "ccc")
        url = f"/en/cohorts/{cohort.pk}/results/questions/{quiz.key}/"
        page = browser.get(url).content.decode()
        book = read(browser.get(f"{url}questions.xlsx"))

        assert "<bdi>50\N{NO-BREAK SPACE}%</bdi>" in page
        assert "Figures of 6 learners are rough" in page
        assert ["Learners", 6] in rows(book["Check"])
        listed = browser.get(f"/en/cohorts/{cohort.pk}/results/").content.decode()
        assert f'/en/cohorts/{cohort.pk}/results/questions/{quiz.key}/"' in listed

    def test_of_fewer_than_five_nothing_is_shown(self, browser, trainer, quiz):
        cohort = CohortFactory(country=trainer.country, trainers=[trainer])
        for answers in ("bbb", "bba", "bab", "aba"):
            self.sit(quiz, cohort, answers)
        url = f"/en/cohorts/{cohort.pk}/results/questions/{quiz.key}/"

        assert "Fewer than 5 learners" in browser.get(url).content.decode()
        assert browser.get(f"{url}questions.xlsx").status_code == 404
