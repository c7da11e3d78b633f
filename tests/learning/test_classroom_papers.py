"""Results of a check on paper: typed into a workbook, looked at, recorded."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from assessments.questions.loader import write_question
from assessments.questions.models import Question
from assessments.questions.registry import type_of
from assessments.quizzes.models import Attempt, Marking
from assessments.quizzes.paper_attempts import PaperAnswer, PaperNotUsable, judge_paper
from assessments.quizzes.paper_attempts import record_paper_attempt as record
from assessments.quizzes.paper_services import make_paper
from assessments.quizzes.papers import PaperCheck
from assessments.quizzes.standing import standing_of
from lms.accounts.models import AuditEntry, Role
from lms.learning.classroom import paper_results as services
from lms.learning.classroom.paper_files import Entry, read_results
from lms.learning.classroom.paper_forms import results_form
from lms.learning.cohorts.errors import NotYours
from lms.learning.models import (
    Certificate,
    Completion,
    PaperResult,
    PaperUpload,
)
from lms.learning.services import finish_lesson
from modules.outline import module_outline
from tests.accounts.factories import CountryFactory, make_person
from tests.assessments.factories import (
    long_text_data,
    make_quiz,
    multiple_data,
    numeric_data,
    single_data,
)
from tests.learning.factories import (
    ClassSessionFactory,
    CohortFactory,
    CohortMemberFactory,
    make_module,
)

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)


@pytest.fixture
def ana():
    return make_person(
        Role.TRAINER, CountryFactory.create(name={"en": "Arvania"}), full_name="Ana"
    )


@pytest.fixture
def cohort(ana):
    return CohortFactory.create(country=ana.country, trainers=[ana], name="Autumn")


@pytest.fixture
def people(cohort):
    """Boris, Eva and Mira."""
    return [
        CohortMemberFactory.create(
            cohort=cohort,
            person=make_person(
                Role.LEARNER,
                cohort.country,
                full_name=name,
                email=f"{name.lower()}@arvania.example",
            ),
        ).person
        for name in ("Boris", "Eva", "Mira")
    ]


@pytest.fixture
def quiz():
    make_module("91", lessons=1, check="91-check")
    return make_quiz(
        single_data("q1"),
        multiple_data("q2"),
        numeric_data("q4"),
        key="91-check",
        module="91",
        pass_mark=2,
        attempts_allowed=1,
    )


@pytest.fixture
def have_read(people, quiz):
    """All of them have finished the one lesson of the module."""
    outline = module_outline("91", "en")
    for person in people:
        finish_lesson(person, outline, outline.lessons[0], at=MONDAY)


@pytest.fixture
def paper(quiz, ana):
    return make_paper(quiz, code="A", person=ana, language="en")


@pytest.fixture
def browser(client, ana):
    client.force_login(ana)
    return client


def right(paper) -> list[str]:
    """Return what somebody types who has everything right."""
    check = PaperCheck.from_data(paper.content)
    return [one.right_letters("en") for one in check.questions]


def filled(paper, cohort, rows, change=None):
    """Return the workbook with these cells typed in: row of the sheet > answers."""
    content = results_form(paper, cohort, services.learners_for_form(cohort))
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    for row, cells in rows.items():
        for place, value in enumerate(cells, start=5):
            sheet.cell(row, place, value)
    if change:
        change(sheet)
    return as_file(book)


def as_file(book, name="results.xlsx"):
    buffer = BytesIO()
    book.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())


def read(paper, cohort, file):
    return read_results(file, paper, cohort.pk, services.known_for(cohort))


def faults(paper, cohort, file):
    found = read(paper, cohort, file)
    return [str(one) for one in found.faults]


@pytest.fixture
def send(browser, cohort, paper, django_capture_on_commit_callbacks, monkeypatch):
    """Send a workbook and record what the page showed; returns both answers."""
    monkeypatch.setattr(
        "lms.learning.certificates.make_files_now", lambda certificate: None
    )

    def post(file, **ticked):
        first = browser.post(
            f"/en/cohorts/{cohort.pk}/paper-results/{paper.pk}/",
            {"file": file, "written_on": "2026-09-07"},
            follow=True,
        )
        address = first.request["PATH_INFO"]
        with django_capture_on_commit_callbacks(execute=True):
            second = browser.post(address, ticked, follow=True)
        return first, second

    return post


class TestForm:
    def test_it_has_a_row_a_learner_and_a_column_a_question(
        self, browser, cohort, people, paper
    ):
        address = f"/en/cohorts/{cohort.pk}/paper-results/{paper.pk}/results.xlsx"
        sheet = load_workbook(BytesIO(browser.get(address).content)).worksheets[0]
        heads = [cell.value for cell in sheet[3]]
        assert heads[:4] == ["Number", "Full name", "E-mail address", "Paper"]
        assert len(heads) == 4 + 3
        assert [sheet.cell(row, 2).value for row in (4, 5, 6)] == [
            "Boris",
            "Eva",
            "Mira",
        ]
        assert sheet.column_dimensions["A"].hidden
        assert sheet.row_dimensions[2].hidden
        (rule,) = sheet.data_validations.dataValidation
        assert str(rule.sqref) == "E4:E6"
        assert rule.formula1 == '"a,b,c,-"'

    def test_a_name_that_is_a_formula_stays_text(self, cohort, paper):
        person = make_person(Role.LEARNER, cohort.country, full_name="=1+1")
        CohortMemberFactory.create(cohort=cohort, person=person)
        sheet = load_workbook(filled(paper, cohort, {})).worksheets[0]
        assert sheet.cell(4, 2).value == "'=1+1"


class TestReading:
    def test_rows_without_an_answer_did_not_take_it(self, cohort, people, paper):
        found = read(paper, cohort, filled(paper, cohort, {5: right(paper)}))
        assert not found.faults
        assert [one.person for one in found.entries] == [people[1].pk]

    def test_a_dash_is_an_empty_sheet_that_was_handed_in(self, cohort, people, paper):
        found = read(paper, cohort, filled(paper, cohort, {4: ["-"]}))
        assert [one.answers for one in found.entries] == [(PaperAnswer(),) * 3]

    def test_every_fault_is_named_by_its_place(self, cohort, people, paper):
        def change(sheet):
            sheet["C5"] = "nobody@x.example"
            sheet["D6"] = "B"

        rows = {4: ["z", "", "many"], 5: right(paper), 6: right(paper)}
        found = faults(paper, cohort, filled(paper, cohort, rows, change))
        assert found[0].startswith("Sheet “Results”, row 4, column E: “z” is not")
        assert found[1].startswith("Sheet “Results”, row 4, column G: ")
        assert found[2] == (
            "Sheet “Results”, row 5, column C: There is no learner nobody@x.example "
            "in this cohort. Correct the address, or empty the row."
        )
        assert found[3].startswith("Sheet “Results”, row 6, column D: This row is for")
        assert len(found) == 4

    def test_of_people_elsewhere_nothing_is_said(self, cohort, people, paper):
        """The same words for somebody of another country as for nobody."""
        other = make_person(Role.LEARNER, CountryFactory.create())
        near = make_person(Role.LEARNER, cohort.country)

        def change(sheet):
            sheet["C4"], sheet["C5"] = other.email, near.email

        rows = {4: right(paper), 5: right(paper)}
        first, second = faults(paper, cohort, filled(paper, cohort, rows, change))
        assert "There is no learner" in first
        assert "does not learn in this cohort" in second

    def test_who_has_left_is_said(self, cohort, people, paper):
        file = filled(paper, cohort, {4: right(paper)})
        cohort.members.filter(person=people[0]).update(left_at=timezone.now())
        (found,) = faults(paper, cohort, file)
        assert "has left this cohort" in found

    def test_one_learner_twice_is_refused(self, cohort, people, paper):
        def change(sheet):
            sheet["A5"], sheet["C5"] = people[0].pk, people[0].email

        rows = {4: right(paper), 5: right(paper)}
        (found,) = faults(paper, cohort, filled(paper, cohort, rows, change))
        assert "row 5, column C: This learner is in row 4 already" in found

    def test_columns_sorted_apart_are_found_out(self, cohort, people, paper):
        def change(sheet):
            sheet["C4"], sheet["C5"] = people[1].email, people[0].email

        rows = {4: right(paper), 5: right(paper)}
        found = faults(paper, cohort, filled(paper, cohort, rows, change))
        assert all("belong to two people" in one for one in found)
        assert len(found) == 2

    def test_moved_columns_are_found_by_their_key(self, cohort, people, paper):
        def change(sheet):
            sheet.move_range("E2:G6", cols=3)

        file = filled(paper, cohort, {4: right(paper)}, change)
        found = read(paper, cohort, file)
        assert not found.faults
        check = PaperCheck.from_data(paper.content)
        assert judge_paper(check, found.entries[0].answers).points == 3

    def test_a_workbook_of_another_paper_or_cohort_is_refused(
        self, cohort, people, paper, quiz, ana
    ):
        other = make_paper(quiz, code="B", person=ana, language="en")
        (first,) = faults(other, cohort, filled(paper, cohort, {4: right(paper)}))
        assert "This workbook is for paper A 91-check" in first
        elsewhere = CohortFactory.create(country=cohort.country)
        (second,) = faults(paper, elsewhere, filled(paper, cohort, {4: right(paper)}))
        assert "made for another cohort" in second

    @pytest.mark.parametrize(
        ("file", "words"),
        [
            (SimpleUploadedFile("a.xlsx", b"nothing"), "is not what the name says"),
            (SimpleUploadedFile("a.csv", b"a;b"), "This is a CSV file"),
            (as_file(Workbook()), "This is not the workbook for results"),
        ],
    )
    def test_other_files_are_refused(self, cohort, paper, file, words):
        file.seek(0)
        (found,) = faults(paper, cohort, file)
        assert words in found

    def test_a_deleted_column_a_formula_and_nothing_at_all(self, cohort, people, paper):
        gone = filled(paper, cohort, {}, lambda sheet: sheet.delete_cols(6))
        assert "Columns were deleted: q2" in faults(paper, cohort, gone)[0]
        sums = filled(paper, cohort, {4: ["=A1"]})
        assert (
            "row 4, column E: The cell holds a formula"
            in (faults(paper, cohort, sums)[0])
        )
        assert (
            "No row has an answer"
            in faults(paper, cohort, filled(paper, cohort, {}))[0]
        )


class TestRecording:
    def test_it_is_looked_at_first_and_completes_the_module_then(
        self, send, cohort, people, paper, have_read
    ):
        file = filled(paper, cohort, {4: right(paper), 5: ["-"]})
        first, second = send(file)
        assert "3/3" in first.text
        assert "Record 2 results" in first.text
        assert "The results of 2 learners are recorded." in second.text
        boris, eva, mira = people
        attempt = Attempt.objects.get(person=boris)
        assert (attempt.points, attempt.passed, attempt.paper) == (3, True, paper)
        assert timezone.localdate(attempt.submitted_at) == date(2026, 9, 7)
        assert Completion.objects.filter(person=boris, kind="module").exists()
        assert Certificate.objects.get().person == boris
        assert Attempt.objects.get(person=eva).passed is False
        assert not Attempt.objects.filter(person=mira).exists()
        assert PaperUpload.objects.get().rows == []

    def test_the_same_workbook_twice_changes_nothing_and_says_so(
        self, send, cohort, people, paper
    ):
        for _twice in range(2):
            first, second = send(filled(paper, cohort, {4: right(paper)}))
        assert "Nothing changes" in first.text
        assert "Nothing has changed" in second.text
        assert Attempt.objects.count() == 1

    def test_two_clicks_on_record_are_one(self, browser, ana, cohort, people, paper):
        upload = prepared(cohort, paper, ana, people[:1])
        address = f"/en/cohorts/{cohort.pk}/paper-results/check/{upload.pk}/"
        for _click in range(2):
            answer = browser.post(address, follow=True)
        assert "These results were recorded already." in answer.text
        assert Attempt.objects.count() == 1

    def test_the_database_keeps_a_second_result_out(self, ana, cohort, people, paper):
        services.apply_upload(prepared(cohort, paper, ana, people[:1]), by=ana)
        result = PaperResult.objects.get()
        result.pk, result.attempt = (
            None,
            record(people[0], paper, [PaperAnswer()] * 3, at=MONDAY, by=ana),
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            result.save()

    def test_lessons_are_asked_for_as_on_the_site(self, send, cohort, people, paper):
        send(filled(paper, cohort, {4: right(paper)}))
        assert Attempt.objects.get().passed is True
        assert not Completion.objects.exists()

    def test_a_changed_row_asks_and_a_pass_stays(
        self, send, cohort, people, paper, have_read
    ):
        send(filled(paper, cohort, {4: right(paper)}))
        worse = {4: ["-"]}
        first, second = send(filled(paper, cohort, worse))
        assert "was 3/3" in first.text
        assert "not taken away" in first.text
        assert "left as it was" in second.text
        assert Attempt.objects.get().points == 3
        send(filled(paper, cohort, worse), replace="on")
        attempt = Attempt.objects.get()
        assert (attempt.points, attempt.passed) == (0, True)
        assert Completion.objects.filter(kind="module").count() == 1
        entry = AuditEntry.objects.get(verb="paper_result_changed")
        assert (entry.details["before"], entry.details["after"]) == ("3.00", "0.00")
        steps = attempt.items.get(position=1).responses.values_list("number", "answer")
        assert [number for number, _answer in steps] == [1, 2]

    def test_a_correction_may_pass_somebody(
        self, send, cohort, people, paper, have_read
    ):
        send(filled(paper, cohort, {4: ["-"]}))
        send(filled(paper, cohort, {4: right(paper)}), replace="on")
        assert Attempt.objects.get().passed is True
        assert Certificate.objects.count() == 1

    def test_it_counts_by_what_was_printed(self, ana, cohort, people, paper):
        question = Question.objects.with_parts().get(key="q1")
        spec = question.spec()
        for choice in spec["choices"]:
            choice["correct"] = not choice.get("correct")
        spec["choices"][2]["correct"] = False
        write_question(question, spec | {"version": spec["version"] + 1})
        services.apply_upload(prepared(cohort, paper, ana, people[:1]), by=ana)
        assert Attempt.objects.get().points == 3

    def test_used_up_attempts_do_not_keep_a_held_check_out(
        self, ana, people, paper, quiz
    ):
        answers = [PaperAnswer()] * 3
        for day in range(2):
            at = MONDAY + timedelta(days=day)
            record(people[0], paper, answers, at=at, by=ana)
        standing = standing_of(people[0], quiz)
        assert len(standing.submitted) == 2
        assert standing.attempts_left == 0

    def test_a_first_date_of_passing_never_moves(
        self, ana, cohort, people, paper, quiz
    ):
        first = record(people[0], paper, right_answers(paper), at=MONDAY, by=ana)
        earlier = MONDAY - timedelta(days=9)
        record(people[0], paper, right_answers(paper), at=earlier, by=ana)
        assert standing_of(people[0], quiz).first_passed == first

    def test_answers_that_do_not_fit_write_nothing(self, ana, people, paper):
        for answers in ([], [PaperAnswer({"x": 1})] * 3):
            with pytest.raises(PaperNotUsable):
                record(people[0], paper, answers, at=MONDAY, by=ana)
        assert not Attempt.objects.exists()

    def test_the_day_is_that_of_the_session(self, ana, cohort, people, paper):
        session = ClassSessionFactory.create(cohort=cohort, starts_at=MONDAY)
        upload = prepared(cohort, paper, ana, people[:1], session=session)
        services.apply_upload(upload, by=ana)
        assert Attempt.objects.get().submitted_at == MONDAY
        assert PaperResult.objects.get().session == session

    def test_a_day_to_come_is_refused(self, browser, cohort, people, paper):
        day = timezone.localdate() + timedelta(days=2)
        answer = browser.post(
            f"/en/cohorts/{cohort.pk}/paper-results/{paper.pk}/",
            {"file": filled(paper, cohort, {4: ["a"]}), "written_on": day},
        )
        assert answer.status_code == 422
        assert "still to come" in answer.text

    def test_faults_are_listed_and_nothing_is_kept(
        self, browser, cohort, people, paper
    ):
        answer = browser.post(
            f"/en/cohorts/{cohort.pk}/paper-results/{paper.pk}/",
            {"file": filled(paper, cohort, {4: ["z"]}), "written_on": "2026-09-07"},
        )
        assert answer.status_code == 422
        assert "row 4, column E" in answer.text
        assert not PaperUpload.objects.exists()

    def test_strangers_are_refused(self, ana, cohort, people, paper):
        stranger = make_person(Role.TRAINER, CountryFactory.create())
        upload = prepared(cohort, paper, ana, people[:1])
        with pytest.raises(NotYours):
            services.apply_upload(upload, by=stranger)

    def test_the_learner_reads_it_again_like_one_on_the_site(
        self, client, ana, people, paper
    ):
        attempt = record(people[0], paper, right_answers(paper), at=MONDAY, by=ana)
        client.force_login(people[0])
        answer = client.get(f"/en/checks/{attempt.public_id}/review/")
        assert answer.status_code == 200
        assert "3" in answer.text

    def test_who_left_since_is_left_out(self, ana, cohort, people, paper):
        upload = prepared(cohort, paper, ana, people[:2])
        cohort.members.filter(person=people[0]).update(left_at=timezone.now())
        done = services.apply_upload(upload, by=ana)
        assert (done.recorded, done.gone) == (1, 1)

    def test_the_preview_takes_as_many_queries_for_any_number(
        self, ana, cohort, people, paper, django_assert_num_queries
    ):
        for number in (1, 3):
            upload = prepared(cohort, paper, ana, people[:number])
            with django_assert_num_queries(3):
                services.preview(upload)


class TestTexts:
    @pytest.fixture
    def quiz(self):
        make_module("91", lessons=1, check="91-check")
        data = long_text_data("q8")
        return make_quiz(
            single_data("q1"), data, key="91-check", module="91", pass_mark=2
        )

    def columns(self, paper):
        sheet = PaperCheck.from_data(paper.content).questions
        place = [one.spec["type"] for one in sheet].index("long_text")
        rubric = sheet[place].spec["rubric"]
        single = sheet[1 - place].right_letters("en")
        return place, rubric, single

    def row(self, paper, text, points):
        place, _rubric, single = self.columns(paper)
        cells = [text, *points]
        return [single, *cells] if place else [*cells, single]

    def test_points_alone_mark_it(self, send, cohort, people, paper, ana):
        _place, rubric, _single = self.columns(paper)
        full = [row["points"] for row in rubric]
        send(filled(paper, cohort, {4: self.row(paper, "", full)}))
        attempt = Attempt.objects.get()
        assert (attempt.points, attempt.passed) == (Decimal("2.00"), True)
        assert Marking.objects.get().by == ana

    def test_a_text_without_points_waits(self, send, cohort, people, paper):
        _place, rubric, _single = self.columns(paper)
        empty = [""] * len(rubric)
        first, _second = send(
            filled(paper, cohort, {4: self.row(paper, "A text.", empty)})
        )
        assert "a text is to be marked" in first.text
        assert Attempt.objects.get().is_waiting

    def test_missing_and_too_many_points_are_refused(self, cohort, people, paper):
        _place, rubric, _single = self.columns(paper)
        points = [99, *([""] * (len(rubric) - 1))]
        found = faults(
            paper, cohort, filled(paper, cohort, {4: self.row(paper, "", points)})
        )
        assert "Type whole points from 0 to" in found[0]
        assert all("every criterion" in one for one in found[1:])
        assert len(found) == len(rubric)


def right_answers(paper):
    check = PaperCheck.from_data(paper.content)
    return [PaperAnswer(type_of(q.spec).right_answer(q.spec)) for q in check.questions]


def prepared(cohort, paper, by, people, session=None):
    """Return an upload in which these people have everything right."""
    answers = tuple(right_answers(paper))
    entries = [Entry(one.pk, row, answers) for row, one in enumerate(people, start=4)]
    return services.prepare_upload(
        cohort,
        paper,
        entries,
        by=by,
        file_name="results.xlsx",
        session=session,
        written_on=MONDAY.date(),
    )


_MARKS = st.none() | st.dictionaries(st.sampled_from("ab"), st.integers(0, 3))
_ANSWERS = st.lists(
    st.builds(PaperAnswer, st.none() | st.text() | st.lists(st.text()), _MARKS)
)


@given(_ANSWERS, _ANSWERS)
def test_digests_are_equal_exactly_for_the_same_rows(first, second):
    def plain(row):
        return [(one.answer, one.marks or None) for one in row]

    same = services.digest_of(first) == services.digest_of(second)
    assert same == (plain(first) == plain(second))
