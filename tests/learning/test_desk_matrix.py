"""The matrix of learners and modules: what each cell says, sorted, filtered, cheap."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from assessments.quizzes.models import Attempt
from assessments.quizzes.services import start_attempt, submit_attempt
from benchmarks.matrix import fill_cohort, make_modules
from lms.accounts.models import Role
from lms.learning import services
from lms.learning.desk import table
from lms.learning.desk.matrix import Cell, cohort_matrix
from lms.learning.desk.own import own_assignments
from lms.learning.desk.summaries import CohortSummary, cohort_summaries
from lms.learning.models import CohortMember
from tests.accounts.factories import (
    InstitutionFactory,
    MembershipFactory,
    UserFactory,
)
from tests.assessments.factories import (
    answer_all,
    long_text_data,
    make_quiz,
    single_data,
)
from tests.learning.factories import (
    AssignmentFactory,
    CohortFactory,
    CohortMemberFactory,
    NoteFactory,
    make_module,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def trainer():
    return MembershipFactory(role=Role.TRAINER).person


@pytest.fixture
def cohort(trainer):
    return CohortFactory(country=trainer.country, trainers=[trainer])


@pytest.fixture
def member(cohort):
    """A function that lets somebody learn in the cohort."""

    def join(name="Mira", **fields):
        person = UserFactory(full_name=name, last_login=timezone.now(), **fields)
        CohortMemberFactory(cohort=cohort, person=person)
        return person

    return join


def attempt(person, quiz, *, points, passed):
    now = timezone.now()
    return Attempt.objects.create(
        quiz=quiz,
        quiz_version=1,
        kind="module",
        person=person,
        seed=1,
        pass_mark=7,
        started_at=now,
        submitted_at=now,
        points=points,
        possible=10,
        passed=passed,
        passed_at=now if passed else None,
    )


def cell(cohort, person):
    matrix = cohort_matrix(cohort, "en")
    return matrix.row_of(person.pk).cells[0]


class TestCells:
    def test_a_module_nobody_opened_is_not_begun(self, cohort, member):
        make_module("01")
        AssignmentFactory(cohort=cohort)
        assert cell(cohort, member()) == Cell("open", 0, 3, None, False)

    def test_a_visit_begins_it_and_lessons_count(self, cohort, member):
        outline = make_module("01")
        AssignmentFactory(cohort=cohort)
        mira = member()
        services.record_visit(mira, outline, outline.lessons[0])
        assert cell(cohort, mira) == Cell("started", 0, 3, None, False)
        services.finish_lesson(mira, outline, outline.lessons[0])
        assert cell(cohort, mira) == Cell("started", 1, 3, None, False)

    def test_with_all_lessons_done_the_check_is_left(self, cohort, member):
        make_quiz(single_data(), key="01-check")
        outline = make_module("01", check="01-check")
        AssignmentFactory(cohort=cohort)
        mira = member()
        for lesson in outline.lessons:
            services.finish_lesson(mira, outline, lesson)
        assert cell(cohort, mira) == Cell("check", 3, 3, None, False)

    def test_done_shows_the_best_result(self, cohort, member):
        quiz = make_quiz(single_data(), key="01-check")
        outline = make_module("01", check="01-check")
        AssignmentFactory(cohort=cohort)
        mira = member()
        attempt(mira, quiz, points=4, passed=False)
        attempt(mira, quiz, points=9, passed=True)
        attempt(mira, quiz, points=8, passed=True)
        for lesson in outline.lessons:
            services.finish_lesson(mira, outline, lesson)
        assert cell(cohort, mira) == Cell("done", 3, 3, 90, False)

    def test_failures_count_until_it_is_passed(self, cohort, member):
        quiz = make_quiz(single_data(), key="01-check")
        make_module("01", check="01-check")
        AssignmentFactory(cohort=cohort)
        mira = member()
        attempt(mira, quiz, points=4, passed=False)
        attempt(mira, quiz, points=5, passed=False)
        assert cell(cohort, mira) == Cell("started", 0, 3, 50, False, 2)
        row = cohort_matrix(cohort, "en").rows[0]
        assert [reason.kind for reason in row.stuck] == ["failed"]

    def test_a_text_nobody_marked_waits(self, cohort, member):
        quiz = make_quiz(single_data(), key="01-check")
        make_module("01", check="01-check")
        AssignmentFactory(cohort=cohort)
        mira = member()
        attempt(mira, quiz, points=4, passed=None)
        assert cell(cohort, mira).state == "waiting"

    @pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False), (1, False)])
    def test_late_from_the_day_after_the_due_date(self, cohort, member, days, late):
        make_module("01")
        AssignmentFactory(cohort=cohort, due_on=TODAY() + timedelta(days=days))
        assert cell(cohort, member()).is_late is late

    def test_a_module_finished_elsewhere_counts_here(self, cohort, member):
        outline = make_module("01")
        AssignmentFactory(cohort=cohort)
        mira = member()
        CohortMemberFactory(person=mira)
        for lesson in outline.lessons:
            services.finish_lesson(mira, outline, lesson)
        assert cell(cohort, mira).state == "done"


class TestColumns:
    def test_assigned_modules_stand_there_with_the_first_date(self, cohort):
        for key in ("01", "02", "03"):
            make_module(key)
        AssignmentFactory(cohort=cohort, module_key="03", due_on=TODAY())
        AssignmentFactory(cohort=cohort, module_key="02", withdrawn_at=timezone.now())
        columns = cohort_matrix(cohort, "en").columns
        assert [(one.key, one.due_on) for one in columns] == [("03", TODAY())]

    def test_all_modules_when_asked_or_when_nothing_is_assigned(self, cohort):
        make_module("01")
        make_module("02")
        make_module("03", state="coming")
        keys = ["01", "02"]
        assert [one.key for one in cohort_matrix(cohort, "en").columns] == keys
        AssignmentFactory(cohort=cohort, module_key="02")
        assert [one.key for one in cohort_matrix(cohort, "en").columns] == ["02"]
        every = cohort_matrix(cohort, "en", all_modules=True)
        assert [one.key for one in every.columns] == keys


class TestRows:
    def test_who_has_left_is_not_there(self, cohort, member):
        make_module("01")
        member("Ana")
        gone = member("Boris")
        CohortMember.objects.filter(person=gone).update(left_at=timezone.now())
        assert [row.name for row in cohort_matrix(cohort, "en").rows] == ["Ana"]

    def test_institution_and_last_visit_stand_beside_the_name(self, cohort, member):
        outline = make_module("01")
        mira = member("Мира", latin_name="Mira")
        body = InstitutionFactory(country=cohort.country, name={"en": "Border Service"})
        MembershipFactory(person=mira, country=cohort.country, institution=body)
        services.record_visit(mira, outline, outline.lessons[0])
        row = cohort_matrix(cohort, "en").rows[0]
        assert (row.name, row.latin, row.institution) == (
            "Мира",
            "Mira",
            "Border Service",
        )
        assert row.last_visit == mira.enrolments.get().last_seen_at

    def test_an_institution_of_another_country_is_not_shown(self, cohort, member):
        make_module("01")
        mira = member()
        elsewhere = InstitutionFactory()
        MembershipFactory(person=mira, country=elsewhere.country, institution=elsewhere)
        assert cohort_matrix(cohort, "en").rows[0].institution == ""

    def test_in_a_region_institutions_of_its_countries_are_shown(self, cohort, member):
        make_module("01")
        mira = member()
        body = InstitutionFactory(name={"en": "Border Service"})
        MembershipFactory(person=mira, country=body.country, institution=body)
        region = CohortFactory(country=None, region=body.country.region)
        CohortMemberFactory(cohort=region, person=mira)
        assert cohort_matrix(region, "en").rows[0].institution == "Border Service"


@pytest.fixture
def three(cohort, member):
    """Ana did all, Boris some, Clara nothing; Clara has never been here."""
    outline = make_module("01", lessons=2)
    AssignmentFactory(cohort=cohort, due_on=TODAY() - timedelta(days=1))
    people = {name: member(name) for name in ("Ana", "Boris", "Clara")}
    for lesson in outline.lessons:
        services.finish_lesson(people["Ana"], outline, lesson)
    services.finish_lesson(people["Boris"], outline, outline.lessons[0])
    people["Clara"].last_login = None
    people["Clara"].save()
    return cohort_matrix(cohort, "en")


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["Ana", "Boris", "Clara"]),
        ({"text": "bor"}, ["Boris"]),
        ({"text": "example.org"}, ["Ana", "Boris", "Clara"]),
        ({"state": "stuck"}, ["Boris", "Clara"]),
        ({"state": "late"}, ["Boris", "Clara"]),
        ({"state": "none"}, ["Clara"]),
        ({"state": "begun"}, ["Boris"]),
        ({"state": "all_done"}, ["Ana"]),
        ({"state": "nonsense"}, ["Ana", "Boris", "Clara"]),
    ],
)
def test_filters(three, filters, names):
    assert [row.name for row in table.narrowed(three, **filters)] == names


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("", ["Ana", "Boris", "Clara"]),
        ("-name", ["Clara", "Boris", "Ana"]),
        ("done", ["Boris", "Clara", "Ana"]),
        ("-done", ["Ana", "Boris", "Clara"]),
        ("m01", ["Clara", "Boris", "Ana"]),
        ("-m01", ["Ana", "Boris", "Clara"]),
        ("visit", ["Clara", "Ana", "Boris"]),
        ("m99", ["Ana", "Boris", "Clara"]),
    ],
)
def test_orders(three, by, names):
    found = table.sorted_rows(three.rows, three.columns, by)
    assert [row.name for row in found] == names


def test_a_second_click_turns_the_order_round(three):
    found = table.heads(three.columns, QueryDict("state=late&sort=-done"), "-done")
    done = found[1]
    assert (done.url, done.sort) == ("?state=late&sort=done", "descending")


def test_cells_say_their_state_in_words(three):
    html = table.rows_html(three.rows, three)
    assert '<td class="done" data-m="01"><i>done</i> </td>' in html
    assert "<i>started</i> 1/2 <b>late</b>" in html
    assert "<i>not begun</i>" in html


def test_names_are_escaped(cohort, member):
    make_module("01")
    member("<script>alert(1)</script>")
    matrix = cohort_matrix(cohort, "en")
    assert "<script" not in table.rows_html(matrix.rows, matrix)


class TestPages:
    def test_the_matrix_shows_who_did_what(self, three, cohort, trainer, client):
        client.force_login(trainer)
        page = client.get(f"/en/cohorts/{cohort.pk}/progress/").content.decode()
        assert "<bdi>Boris</bdi>" in page
        assert "33\N{NO-BREAK SPACE}%" in page
        assert "1 learner is stuck in module 01" in page

    def test_private_notes_of_a_learner_are_never_shown(
        self, three, cohort, trainer, client
    ):
        boris = three.rows[1].person_id
        NoteFactory(person_id=boris, text="My minister is wrong.")
        client.force_login(trainer)
        page = client.get(f"/en/cohorts/{cohort.pk}/learners/{boris}/").content.decode()
        assert "My minister is wrong." not in page
        assert "Lesson 2, Lesson 2 of 01: not marked as read" in page

    def test_dates_that_others_set_elsewhere_stay_theirs(
        self, cohort, member, trainer, client
    ):
        make_module("01")
        AssignmentFactory(cohort=cohort)
        mira = member()
        mine = CohortFactory(country=cohort.country, trainers=[trainer])
        for other, day in ((mine, 3), (CohortFactory(), 9)):
            CohortMemberFactory(cohort=other, person=mira)
            AssignmentFactory(cohort=other, due_on=date(2031, 5, day))
        client.force_login(trainer)
        url = f"/en/cohorts/{cohort.pk}/learners/{mira.pk}/"
        page = client.get(url).content.decode()
        assert "due on 3 May 2031" in page
        assert "9 May 2031" not in page

    def test_many_modules_of_a_learner_take_the_queries_of_one(
        self, cohort, member, trainer, client, django_assert_num_queries
    ):
        mira = member()
        client.force_login(trainer)
        url = f"/en/cohorts/{cohort.pk}/learners/{mira.pk}/"
        for keys in (["01"], ["02", "03", "04", "05"]):
            for key in keys:
                outline = make_module(key)
                AssignmentFactory(cohort=cohort, module_key=key)
                services.finish_lesson(mira, outline, outline.lessons[0])
            client.get(url)
            with django_assert_num_queries(14):
                client.get(url)

    def test_who_has_left_is_not_found(self, three, cohort, trainer, client):
        client.force_login(trainer)
        stranger = UserFactory()
        url = f"/en/cohorts/{cohort.pk}/learners/{stranger.pk}/"
        assert client.get(url).status_code == 404

    def test_a_colleague_in_the_same_country_does_not_find_it(
        self, three, cohort, client
    ):
        client.force_login(
            MembershipFactory(role=Role.TRAINER, country=cohort.country).person
        )
        for path in ("progress/", "progress/stuck/", "messages/", "results/"):
            assert client.get(f"/en/cohorts/{cohort.pk}/{path}").status_code == 404

    def test_the_stuck_stand_under_their_reason(self, three, cohort, trainer, client):
        client.force_login(trainer)
        page = client.get(f"/en/cohorts/{cohort.pk}/progress/stuck/").content.decode()
        assert "Never signed in (1)" in page
        assert "Something is late (1)" in page
        assert "<bdi>Ana</bdi>" not in page

    def test_texts_of_the_cohort_wait_there(self, cohort, member, trainer, client):
        quiz = make_quiz(long_text_data(), key="01-check")
        make_module("01", check="01-check")
        for person in (member("Ana"), UserFactory(full_name="Stranger")):
            mine = start_attempt(quiz, person=person)
            answer_all(mine)
            submit_attempt(mine)
        client.force_login(trainer)
        page = client.get(f"/en/cohorts/{cohort.pk}/progress/marking/").content.decode()
        assert "<bdi>Ana</bdi>" in page
        assert "Stranger" not in page


#: Address below the cohort > how many queries it takes, whatever there is to show.
QUERIES = {
    "progress/": 11,
    "progress/?sort=-m03&state=begun&q=learner&modules=all": 11,
    "progress/stuck/": 10,
    "progress/marking/": 5,
    "results/": 6,
    "results/summary/": 10,
    "results/results.xlsx": 13,
}


def test_three_hundred_learners_take_the_same_queries_as_three(
    trainer, client, django_assert_num_queries
):
    outlines = make_modules(16, 2)
    client.force_login(trainer)
    for learners in (3, 300):
        cohort = fill_cohort(learners, outlines, trainer)
        for path, number in QUERIES.items():
            url = f"/en/cohorts/{cohort.pk}/{path}"
            client.get(url)
            with django_assert_num_queries(number):
                assert client.get(url).status_code == 200


class TestSinglePeople:
    """What was assigned outside of cohorts, and how far it is."""

    def assign(self, trainer, person, **fields):
        return AssignmentFactory(cohort=None, person=person, made_by=trainer, **fields)

    def test_each_has_its_state_what_is_due_first(self, trainer):
        outline = make_module("01", lessons=1)
        make_module("02", lessons=1)
        ana, boris = UserFactory(full_name="Ana"), UserFactory(full_name="Boris")
        yesterday = TODAY() - timedelta(days=1)
        self.assign(trainer, ana, module_key="02")
        self.assign(trainer, boris, module_key="01", due_on=yesterday)
        self.assign(trainer, ana, module_key="01", due_on=TODAY())
        services.finish_lesson(ana, outline, outline.lessons[0])
        found = own_assignments(trainer, "en")
        assert [
            (str(row.assignment.person), row.title, row.is_done, row.is_late)
            for row in found
        ] == [
            ("Boris", "01 · Title of 01", False, True),
            ("Ana", "01 · Title of 01", True, False),
            ("Ana", "02 · Title of 02", False, False),
        ]

    def test_neither_own_plans_nor_those_of_colleagues_are_there(self, trainer, client):
        make_module("01")
        self.assign(trainer, trainer)
        colleague = MembershipFactory(role=Role.TRAINER, country=trainer.country).person
        self.assign(colleague, UserFactory(full_name="Clara"))
        client.force_login(trainer)
        page = client.get("/en/cohorts/people/").content.decode()
        assert "You have assigned nothing to single people" in page
        assert "Clara" not in page

    def test_many_take_the_queries_of_one(
        self, trainer, client, django_assert_num_queries
    ):
        make_module("01")
        client.force_login(trainer)
        for number in (1, 20):
            for _turn in range(number):
                self.assign(trainer, UserFactory())
            client.get("/en/cohorts/people/")
            with django_assert_num_queries(5):
                client.get("/en/cohorts/people/")


class TestSummaries:
    def test_cohorts_at_a_glance(self, cohort, member, trainer):
        one, two = make_module("01", 1), make_module("02", 1)
        AssignmentFactory(cohort=cohort, due_on=TODAY() - timedelta(days=1))
        AssignmentFactory(cohort=cohort, module_key="02")
        ana, boris = member("Ana"), member("Boris")
        services.finish_lesson(ana, one, one.lessons[0])
        services.finish_lesson(boris, two, two.lessons[0])
        found = cohort_summaries([cohort], trainer)
        assert found == {cohort.pk: CohortSummary(2, 4, 2, 1, 0)}
        assert found[cohort.pk].done_percent == 50

    def test_texts_to_mark_are_counted_for_who_marks(self, cohort, member, trainer):
        quiz = make_quiz(long_text_data(), long_text_data("q9"), key="01-check")
        mine = start_attempt(quiz, person=member())
        answer_all(mine)
        submit_attempt(mine)
        administrator = MembershipFactory(
            role=Role.COUNTRY_ADMINISTRATOR, country=cohort.country
        ).person
        assert cohort_summaries([cohort], trainer)[cohort.pk].to_mark == 2
        assert cohort_summaries([cohort], administrator)[cohort.pk].to_mark is None

    def test_many_cohorts_take_the_same_queries_as_one(
        self, trainer, django_assert_num_queries
    ):
        make_module("01")
        cohorts = [CohortFactory(country=trainer.country) for _n in range(8)]
        trainer.forget_memberships()
        cohort_summaries(cohorts[:1], trainer)
        for some in (cohorts[:1], cohorts):
            with django_assert_num_queries(4):
                cohort_summaries(some, trainer)
