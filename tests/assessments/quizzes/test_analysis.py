"""The pages of the item analysis, and the texts that trainers mark."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from assessments.quizzes.analysis import start_analysis
from assessments.quizzes.marking import MarksRefused, mark_item, to_mark
from assessments.quizzes.models import Attempt, ItemAnalysis, Marking
from assessments.quizzes.querysets import reach_of
from assessments.quizzes.services import save_response, start_attempt, submit_attempt
from lms.accounts.roles import Capability, Role
from tests.accounts.factories import (
    CountryFactory,
    MembershipFactory,
    RegionFactory,
    make_person,
)
from tests.assessments.factories import long_text_data, make_quiz, many, single_data
from tests.learning.factories import CohortFactory, CohortMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def arvania(db):
    return CountryFactory.create(iso2="XA", iso3="XAA", name={"en": "Arvania"})


@pytest.fixture
def belmora(db):
    return CountryFactory.create(iso2="XB", iso3="XBB", name={"en": "Belmora"})


@pytest.fixture
def trainer(arvania):
    return make_person(Role.TRAINER, arvania)


def sit(quiz, answers, country):
    """A learner of the country hands in these answers, None for none."""
    person = make_person(Role.LEARNER, country)
    attempt = start_attempt(quiz, person=person, seed=1)
    for item, answer in zip(attempt.items.all(), answers, strict=False):
        if answer:
            save_response(item, answer=answer)
    return submit_attempt(attempt)


def words(response):
    return " ".join(response.content.decode().split())


ANSWERS = ("bbb", "bba", "bab", "aba", "aaa", "cba")


@pytest.fixture
def worked_out(arvania, belmora, trainer, client, django_capture_on_commit_callbacks):
    """Six learners of Arvania, one of Belmora; the trainer asks for the figures."""
    quiz = make_quiz(*many(3), pass_mark=1)
    for answers in ANSWERS:
        sit(quiz, answers, arvania)
    sit(quiz, "ccc", belmora)
    client.force_login(trainer)
    url = reverse("quizzes:analysis", args=[quiz.key])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)
    return client.get(url)


def test_trainer_sees_the_figures_of_the_own_country(worked_out):
    figures = ItemAnalysis.objects.get().figures

    assert figures["learners"] == 6
    assert [item["facility"] for item in figures["items"]] == [0.5, 4 / 6, 2 / 6]
    assert figures["items"][1]["choices"][2] == {
        "key": "c",
        "text": {"en": "C"},
        "right": False,
        "low": 0,
        "middle": 0,
        "high": 0,
    }


def test_page_shows_strips_numbers_and_flags(worked_out):
    page = words(worked_out)

    assert "<bdi>67 %</bdi>" in page
    assert '<rect class="chart-mark" width="80.0" y="5" height="10"/>' in page
    assert "nobody chooses “C”" in page
    assert "style=" not in page
    assert "High third" in page


def test_figures_can_be_taken_away_as_a_workbook(worked_out, client):
    response = client.get(reverse("quizzes:analysis_xlsx", args=["99-check"]))

    book = load_workbook(BytesIO(response.content))
    rows = list(book["Questions"].values)
    assert book.sheetnames == ["Questions", "Choices", "Check"]
    assert [row[3] for row in rows[1:]] == pytest.approx([0.5, 4 / 6, 2 / 6])
    assert ("Learners", 6) in list(book["Check"].values)


def test_first_attempts_count_and_what_was_not_reached_does_not(
    arvania, django_capture_on_commit_callbacks
):
    quiz = make_quiz(*many(3), pass_mark=1)
    attempts = [sit(quiz, answers, arvania) for answers in ANSWERS[:5]]
    sit(quiz, ["b", None, None], arvania)
    again = start_attempt(quiz, person=attempts[0].person)
    submit_attempt(again)

    with django_capture_on_commit_callbacks(execute=True):
        start_analysis(quiz, reach="all")

    items = ItemAnalysis.objects.get().figures["items"]
    assert [item["reached"] for item in items] == [6, 5, 5]
    assert items[0]["facility"] == pytest.approx(4 / 6)


def test_fewer_than_five_learners_are_not_shown(
    arvania, trainer, client, django_capture_on_commit_callbacks
):
    quiz = make_quiz(single_data())
    for _number in range(4):
        sit(quiz, "b", arvania)
    client.force_login(trainer)
    url = reverse("quizzes:analysis", args=[quiz.key])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)

    assert "Fewer than 5 learners have handed this check in." in words(client.get(url))
    assert ItemAnalysis.objects.get().figures == {"learners": 4}


def test_list_leads_to_each_check_and_counts_own_learners(arvania, trainer, client):
    quiz = make_quiz(single_data())
    sit(quiz, "b", arvania)
    client.force_login(trainer)

    page = words(client.get(reverse("quizzes:analyses")))

    assert reverse("quizzes:analysis", args=[quiz.key]) in page
    assert '<td class="n" data-label="Learners">1</td>' in page
    assert "0 texts to mark" in page


@pytest.mark.parametrize("number", [1, 6])
def test_list_costs_the_same_queries_for_many_checks(
    number, trainer, client, django_assert_max_num_queries
):
    for index in range(number):
        make_quiz(key=f"9{index}-check")
    client.force_login(trainer)

    with django_assert_max_num_queries(8):
        client.get(reverse("quizzes:analyses"))


def test_reach_is_the_countries_of_the_role(trainer, arvania):
    editor = make_person(Role.EDITOR, None)

    assert reach_of(trainer, Capability.ANALYSE_QUESTIONS) == f"c{arvania.pk}"
    assert reach_of(editor, Capability.ANALYSE_QUESTIONS) == "all"
    assert reach_of(editor, Capability.MARK_TEXTS) == ""


# Texts


@pytest.fixture
def written(arvania, trainer):
    """A text that decides whether its writer has passed, a learner of the trainer."""
    quiz = make_quiz(single_data(), long_text_data(), pass_mark=2)
    attempt = sit(quiz, ["b", "The register, for school places."], arvania)
    cohort = CohortFactory.create(country=arvania, trainers=[trainer])
    CohortMemberFactory.create(cohort=cohort, person=attempt.person)
    return attempt


def test_queue_holds_the_texts_of_the_own_learners(written, trainer, arvania):
    colleague = make_person(Role.TRAINER, arvania)

    assert [item.attempt for item in to_mark(trainer)] == [written]
    assert list(to_mark(colleague)) == []


def test_text_of_somebody_elses_learner_is_not_found(written, arvania, client):
    client.force_login(make_person(Role.TRAINER, arvania))
    item = written.items.get(position=2)

    assert client.get(reverse("quizzes:text", args=[item.pk])).status_code == 404


def test_who_oversees_the_place_marks_without_a_cohort(arvania, belmora):
    quiz = make_quiz(single_data(), long_text_data(), pass_mark=2)
    attempt = sit(quiz, ["b", "The register."], arvania)
    inside = MembershipFactory.create(
        role=Role.SYSTEM_ADMINISTRATOR, country=None, region=arvania.region
    ).person
    elsewhere = MembershipFactory.create(
        role=Role.SYSTEM_ADMINISTRATOR,
        country=None,
        region=RegionFactory.create(key="west"),
    ).person

    assert [item.attempt for item in to_mark(inside)] == [attempt]
    assert list(to_mark(elsewhere)) == []


def test_trainer_marks_by_the_rubric_and_the_learner_has_passed(
    written, trainer, client, heard, django_capture_on_commit_callbacks
):
    item = written.items.get(position=2)
    client.force_login(trainer)
    url = reverse("quizzes:text", args=[item.pk])

    page = words(client.get(url))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            url, {"points-source": "2", "points-use": "1", "comment": "Well said."}
        )
    written.refresh_from_db()
    client.force_login(written.person)
    review = words(client.get(reverse("quizzes:review", args=[written.public_id])))

    assert "The register, for school places." in page
    assert "Names the source" in page
    assert "Register and date." in page
    assert (
        written.points,
        written.passed,
        written.passed_at > written.submitted_at,
    ) == (
        2,
        True,
        True,
    )
    assert heard == [written]
    assert list(to_mark(trainer)) == []
    assert "Well said." in review
    assert "You passed: 2 of 2" in review


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/en/cohorts/7/progress/marking/", "/en/cohorts/7/progress/marking/"),
        ("https://bad.example/", "/en/country/checks/texts/"),
        ("//bad.example/", "/en/country/checks/texts/"),
    ],
)
def test_after_marking_the_way_leads_back_within_the_site(
    written, trainer, client, asked, led_to
):
    client.force_login(trainer)
    url = reverse("quizzes:text", args=[written.items.get(position=2).pk])

    page = client.post(f"{url}?next={asked}", {"points-source": "2", "points-use": "1"})

    assert page.url == led_to


def test_form_without_points_is_sent_back(written, trainer, client):
    client.force_login(trainer)
    url = reverse("quizzes:text", args=[written.items.get(position=2).pk])

    page = words(client.post(url, {"points-source": "9", "points-use": ""}))

    assert "There is a problem" in page
    assert Marking.objects.count() == 0


@pytest.mark.parametrize(
    "marks",
    [{}, {"source": 3, "use": 1}, {"source": -1, "use": 1}, {"source": True, "use": 1}],
)
def test_points_the_rubric_does_not_give_are_refused(written, trainer, marks):
    with pytest.raises(MarksRefused):
        mark_item(written.items.get(position=2), marks=marks, by=trainer)

    assert Marking.objects.count() == 0


def test_marking_again_keeps_both_and_a_pass_stays(written, trainer):
    item = written.items.get(position=2)

    mark_item(item, marks={"source": 2, "use": 1}, by=trainer)
    mark_item(item, marks={"source": 2, "use": 1}, by=trainer)
    mark_item(item, marks={"source": 0, "use": 0}, by=trainer)

    assert Marking.objects.count() == 2
    attempt = Attempt.objects.get()
    assert (attempt.points, attempt.passed) == (1, True)
