"""Corrections: their effect beforehand, and what they do to results."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.questions.models import Question, SingleChoiceQuestion
from assessments.questions.registry import type_of
from assessments.quizzes.models import Attempt, AttemptItem, Regrade, RegradedAttempt
from assessments.quizzes.regrades import (
    CorrectionOutdated,
    affected,
    drop,
    effect_of,
    propose,
    publish,
    replay,
    run_regrade,
)
from assessments.quizzes.services import save_response, start_attempt, submit_attempt
from assessments.quizzes.standing import standing_of
from tests.accounts.factories import UserFactory
from tests.assessments.factories import (
    EXAMPLES,
    GRADED,
    answer_all,
    long_text_data,
    make_quiz,
    many,
    scale_data,
    single_data,
)

pytestmark = pytest.mark.django_db

NINE = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


def right_is(key, version=2, name="q1"):
    data = single_data(key=name, version=version)
    for choice in data["choices"]:
        choice["right"] = choice["key"] == key
    return data


def sit(quiz, answer, person=None, at=NINE):
    attempt = start_attempt(quiz, person=person or UserFactory(), at=at)
    item = attempt.items.get(spec__key="q1")
    save_response(item, answer=answer, at=at)
    return submit_attempt(attempt, at=at)


def correct(key, capture, version=2):
    question = Question.objects.get(key="q1")
    regrade = propose(question, right_is(key, version), at=NINE)
    with capture(execute=True):
        publish(regrade)
    regrade.refresh_from_db()
    return regrade


def results():
    return list(
        Attempt.objects.order_by("pk").values_list("points", "passed", "submitted_at")
    )


def test_effect_is_told_and_changes_nothing():
    quiz = make_quiz(single_data(), scale_data(), pass_mark=1)
    for answer in ("b", "b", "c", "a"):
        sit(quiz, answer)
    before = results()

    regrade = propose(Question.objects.get(key="q1"), right_is("c"))
    effect = effect_of(regrade)

    assert (effect.attempts, effect.crosses, effect.gained, effect.lost) == (4, 3, 1, 2)
    assert [one.new_points for one in effect.crossing] == [0, 0, 1]
    assert results() == before
    assert Question.objects.get(key="q1").version == 1


def test_published_correction_judges_anew_and_keeps_the_old_result(
    heard, django_capture_on_commit_callbacks
):
    quiz = make_quiz(single_data(), pass_mark=1)
    was_right, now_right = sit(quiz, "b"), sit(quiz, "c")

    regrade = correct("c", django_capture_on_commit_callbacks)

    assert (regrade.state, regrade.done, regrade.total) == ("done", 2, 2)
    assert Question.objects.get().version == 2
    rows = RegradedAttempt.objects.values_list(
        "attempt", "old_points", "new_points", "old_passed", "new_passed"
    )
    assert list(rows) == [
        (was_right.pk, 1, 0, True, False),
        (now_right.pk, 0, 1, False, True),
    ]
    assert AttemptItem.objects.first().spec["version"] == 1
    assert heard == [now_right]


def test_what_was_passed_stays_passed_on_its_day(
    learner, django_capture_on_commit_callbacks
):
    quiz = make_quiz(single_data(), pass_mark=1)
    sit(quiz, "c", learner, at=NINE - dt.timedelta(days=2))
    passed = sit(quiz, "b", learner)

    correct("c", django_capture_on_commit_callbacks)

    standing = standing_of(learner, quiz)
    assert [attempt.passed for attempt in standing.submitted] == [True, True]
    assert (standing.first_passed, standing.first_passed.passed_at) == (passed, NINE)


def test_regrading_twice_changes_nothing(heard, django_capture_on_commit_callbacks):
    quiz = make_quiz(single_data(), pass_mark=1)
    sit(quiz, "c")
    regrade = correct("c", django_capture_on_commit_callbacks)
    before = (results(), list(RegradedAttempt.objects.values()), list(heard))

    publish(regrade)
    run_regrade.call(regrade.pk)

    assert (results(), list(RegradedAttempt.objects.values()), list(heard)) == before


def test_regrade_that_broke_off_goes_on(heard, django_capture_on_commit_callbacks):
    quiz = make_quiz(single_data(), pass_mark=1)
    attempts = [sit(quiz, "c") for _number in range(3)]
    regrade = propose(Question.objects.get(), right_is("c"))
    with django_capture_on_commit_callbacks():
        publish(regrade)
    RegradedAttempt.objects.create(
        regrade=regrade,
        attempt=attempts[0],
        old_points=0,
        new_points=1,
        old_passed=False,
        new_passed=True,
        at=NINE,
        to_tell=True,
    )
    AttemptItem.objects.filter(attempt=attempts[0]).update(regrade=regrade, fraction=1)
    Attempt.objects.filter(pk=attempts[0].pk).update(
        points=1, passed=True, passed_at=NINE
    )

    run_regrade.call(regrade.pk)

    assert sorted(one.pk for one in heard) == [one.pk for one in attempts]
    assert RegradedAttempt.objects.filter(to_tell=True).count() == 0


def test_open_attempt_is_judged_by_the_correction_when_handed_in(
    learner, django_capture_on_commit_callbacks
):
    attempt = start_attempt(make_quiz(single_data(), pass_mark=1), person=learner)
    save_response(attempt.items.get(), answer="c")

    correct("c", django_capture_on_commit_callbacks)

    assert RegradedAttempt.objects.count() == 0
    assert submit_attempt(attempt).passed is True


def test_second_correction_stands_beside_the_first(django_capture_on_commit_callbacks):
    quiz = make_quiz(single_data(), pass_mark=1)
    sit(quiz, "b")

    correct("c", django_capture_on_commit_callbacks)
    correct("b", django_capture_on_commit_callbacks, version=3)

    rows = RegradedAttempt.objects.values_list("old_points", "new_points")
    assert list(rows) == [(1, 0), (0, 1)]
    assert results() == [(1, True, NINE)]


def test_correction_over_another_change_is_refused():
    quiz = make_quiz(single_data())
    sit(quiz, "b")
    regrade = propose(Question.objects.get(), right_is("c"))
    Question.objects.update(difficulty="hard")

    with pytest.raises(CorrectionOutdated) as refused:
        publish(regrade)

    assert str(refused.value) == (
        "The question has been changed meanwhile. Nothing was published."
    )
    assert Question.objects.get().version == 1


def test_dropped_correction_leaves_everything(django_capture_on_commit_callbacks):
    sit(make_quiz(single_data()), "c")
    regrade = propose(Question.objects.get(), right_is("c"))

    drop(regrade)
    publish(regrade)

    assert Regrade.objects.get().state == "dropped"
    assert Question.objects.get().version == 1


def test_checks_of_lessons_are_left_alone(learner):
    quiz = make_quiz(single_data(), kind="lesson", key="99-01-check")
    from assessments.quizzes.services import answer_lesson_question  # noqa: PLC0415

    answer_lesson_question(quiz, person=learner, question_key="q1", answer="b")

    assert affected(Question.objects.get(), 2).count() == 0


def test_choice_that_was_taken_out_counts_as_no_answer():
    spec = right_is("b")
    spec["choices"] = [row for row in spec["choices"] if row["key"] != "c"]

    assert replay(spec, ["b", "c"]).fraction == 0


def test_text_that_was_marked_keeps_its_marks():
    spec = long_text_data(version=2)

    grade = replay(spec, ["First.", "Second."], {"source": 1, "use": 1})

    assert grade.fraction == Decimal("0.666667")


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_replaying_steps_reproduces_the_stored_grade(data):
    """Without the database: what a step stores is what replaying them all gives."""
    spec = EXAMPLES[data.draw(st.sampled_from(GRADED))]()
    question_class = type_of(spec)
    right = question_class.right_answer(spec)
    keys = st.sampled_from("abcdx")
    answers = st.one_of(
        st.none(),
        st.just(right),
        keys,
        st.booleans(),
        st.lists(keys, max_size=4, unique=True),
        st.dictionaries(keys, keys, max_size=3),
        st.builds(
            lambda number: {"text": str(number), "number": str(number)},
            st.decimals(0, 100, places=2),
        ),
        st.sampled_from(["contact", "focal point", "focus group"]),
    ).filter(lambda one: one is None or question_class.fits(spec, one))
    steps = data.draw(st.lists(answers, max_size=5))

    stored = question_class.grade(spec, steps[-1] if steps else None)

    assert replay(spec, steps) == stored


def test_replaying_the_rows_of_an_attempt_gives_its_result(learner):
    quiz = make_quiz(*[EXAMPLES[name]() for name in GRADED])
    attempt = start_attempt(quiz, person=learner)
    for item in attempt.items.all():
        save_response(item, answer=None)
    answer_all(attempt)
    submit_attempt(attempt)

    for item in attempt.items.all():
        answers = item.responses.values_list("answer", flat=True)
        assert replay(item.spec, answers).fraction == item.fraction


@pytest.mark.parametrize("number", [3, 30])
def test_effect_costs_the_same_queries_for_many(number, django_assert_max_num_queries):
    quiz = make_quiz(single_data(), pass_mark=1)
    for _number in range(number):
        sit(quiz, "c")
    regrade = propose(Question.objects.get(), right_is("c"))

    with django_assert_max_num_queries(10):
        assert effect_of(regrade).attempts == number


# Pages


@pytest.fixture
def editor(client, make_editor):
    client.force_login(make_editor)
    return client


@pytest.fixture
def make_editor(db):
    return UserFactory(is_superuser=True, is_staff=True)


def text(response):
    return " ".join(response.content.decode().split())


def test_page_says_how_many_would_cross_and_publishes(
    editor, learner, client, django_capture_on_commit_callbacks
):
    quiz = make_quiz(single_data(), *many(1), pass_mark=1)
    attempt = sit(quiz, "c", learner)
    sit(quiz, "a")
    regrade = propose(Question.objects.get(key="q1"), right_is("c"))
    url = reverse("quizzes:correction", args=[regrade.pk])

    proposed = text(editor.get(url))
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(url, {"go": "publish"})
    published = text(editor.get(url))
    client.force_login(learner)
    review = text(client.get(reverse("quizzes:review", args=[attempt.public_id])))

    assert "2 attempts affected, 1 would change between pass and fail" in proposed
    assert "Right from now on" in proposed
    assert "2 of 2 attempts judged anew" in published
    assert "Your result was 0 of 2, it is now 1 of 2." in review


def test_question_brought_by_a_file_can_be_judged_anew(editor):
    sit(make_quiz(single_data()), "c")
    from assessments.questions.loader import write_question  # noqa: PLC0415

    write_question(Question.objects.get(), right_is("c"))
    url = reverse("quizzes:corrections")

    assert "1 attempt" in text(editor.get(url))
    response = editor.post(url, {"question": "q1"}, follow=True)

    assert "1 attempt affected, 1 would change" in text(response)


def test_edit_of_an_answered_question_waits_for_a_look(editor):
    from wagtail.test.utils.form_data import (  # noqa: PLC0415
        inline_formset,
        nested_form_data,
    )

    from tests.assessments.test_editing import (  # noqa: PLC0415
        edit_form,
        in_english,
        place,
    )

    sit(make_quiz(single_data()), "c")
    question = SingleChoiceQuestion.objects.get()
    rows = [
        {"id": choice.pk, "key": choice.key, **in_english("text", str(choice.text))}
        | ({"right": "on"} if choice.key == "c" else {})
        for choice in question.choices.all()
    ]
    data = nested_form_data(
        edit_form(question, choices=inline_formset(rows, initial=3))
    )

    response = editor.post(place(SingleChoiceQuestion, "edit", question.pk), data)

    regrade = Regrade.objects.get()
    assert response.url == reverse("quizzes:correction", args=[regrade.pk])
    assert (regrade.version, Question.objects.get().version) == (2, 1)
    assert type_of(regrade.spec).right_answer(regrade.spec) == "c"
