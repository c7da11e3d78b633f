"""Checks on paper: what is printed, and what letters typed from it mean."""

import contextlib
import datetime as dt
import json
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.questions.controls import OnPaper
from assessments.questions.registry import all_types, type_of
from assessments.quizzes.content import QuizContent, QuizQuestion, renew
from assessments.quizzes.models import Paper, Quiz
from assessments.quizzes.paper_services import is_current, make_paper, next_code
from assessments.quizzes.papers import (
    LettersNotRead,
    PaperCheck,
    PaperQuestion,
    answers_from_letters,
    code_number,
    letters_of,
    paper_check,
    paper_of,
    seed_of,
)
from assessments.quizzes.problems import QuizNotOpen, TooManyOptions
from tests.assessments.factories import (
    EXAMPLES,
    GRADED,
    long_text_data,
    make_quiz,
    many,
    matching_data,
    matrix_data,
    multiple_data,
    numeric_data,
    ordering_data,
    rank_data,
    scale_data,
    short_text_data,
    single_data,
    true_false_data,
)
from tests.assessments.questions.test_types import specs, specs_with_answers

SHOWN = {
    "single": ["c", "a", "b"],
    "multiple": ["d", "b", "a", "c"],
    "matching": ["x", "c", "a", "b"],
    "ordering": ["c", "a", "d", "b"],
}


def question(data, shown=None):
    """A question of a paper; its options in an order that is fixed here."""
    return PaperQuestion(1, data, tuple(shown or SHOWN.get(data["type"], ())))


def printed(spec, seed=7):
    """A question as a paper with this seed shows it."""
    return PaperQuestion(1, spec, tuple(type_of(spec).shown(spec, Random(seed))))  # noqa: S311


def read(data, typed, language="en"):
    return answers_from_letters(question(data), typed, language)


def refusal(data, typed):
    with pytest.raises(LettersNotRead) as refused:
        read(data, typed)
    return str(refused.value)


@given(specs(GRADED), st.integers(), st.sampled_from(["en", "ru", "fr", "ar"]))
def test_right_answer_printed_and_typed_again_earns_the_full_point(
    spec, seed, language
):
    one = printed(spec, seed)

    answer = answers_from_letters(one, one.right_letters(language), language)

    assert type_of(spec).fits(spec, answer)
    assert type_of(spec).grade(spec, answer).fraction == 1


@given(specs_with_answers(), st.integers())
def test_any_answer_printed_and_typed_again_earns_what_it_did(pair, seed):
    spec, answer = pair
    if spec["type"] in ("short_text", "long_text") and not (answer or "").strip(" -/"):
        return
    if spec["type"] == "matching" and answer:
        # Partners that read the same are printed once.
        wordings = {row["key"]: row["right"]["en"] for row in spec["pairs"]}
        answer = {
            term: next(k for k, w in wordings.items() if w == wordings[partner])
            if partner in wordings
            else partner
            for term, partner in answer.items()
        }
    one = printed(spec, seed)

    again = answers_from_letters(one, letters_of(one, answer, "en"), "en")

    assert type_of(spec).grade(spec, again) == type_of(spec).grade(spec, answer)


@given(specs(), st.text(max_size=12))
def test_whatever_is_typed_is_read_or_refused(spec, typed):
    with contextlib.suppress(LettersNotRead):
        answer = answers_from_letters(printed(spec), typed, "en")
        assert answer is None or type_of(spec).fits(spec, answer)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("blank", [None, "", "  ", "-", "—"])
def test_empty_cell_is_no_answer(name, blank):
    assert read(EXAMPLES[name](), blank) is None


def test_every_type_says_how_it_is_answered_on_paper():
    assert {one.type_key: one.on_paper for one in all_types()} == {
        "single": OnPaper.ONE,
        "multiple": OnPaper.SEVERAL,
        "true_false": OnPaper.ONE,
        "numeric": OnPaper.LINE,
        "short_text": OnPaper.LINE,
        "long_text": OnPaper.TEXT,
        "matching": OnPaper.PAIRS,
        "matrix": OnPaper.PAIRS,
        "ordering": OnPaper.ORDER,
        "rank": OnPaper.FIRST_FEW,
        "scale": OnPaper.SCALE,
    }


@pytest.mark.parametrize("typed", ["c", "C", " c. ", "(c)", "С", "с", "ｃ"])
def test_letter_is_read_however_it_is_written(typed):
    # Shown as C, A, B: the third letter is the right choice B.
    assert read(single_data(), typed) == "b"


def test_letter_counts_in_the_order_of_the_paper():
    one = question(single_data())

    assert [(row.label, row.value, row.text) for row in one.lettered("en")] == [
        ("a", "c", "C"),
        ("b", "a", "A"),
        ("c", "b", "B"),
    ]
    assert one.right_letters("en") == "c"


def test_single_choice_refuses_what_it_cannot_be():
    assert refusal(single_data(), "a b") == (
        "Only one answer is possible. Write one of: a, b, c."
    )
    assert refusal(single_data(), "e") == (
        "“e” is not printed there. Write one of: a, b, c."
    )
    assert refusal(single_data(), "2") == ("“2” cannot be read. Write it like this: b.")
    # A small Cyrillic letter that looks like no Latin one.
    assert refusal(single_data(), "д") == ("“д” cannot be read. Write it like this: b.")


@pytest.mark.parametrize("typed", ["b c", "bc", "B, C", "c;b", "b+c", "b / c", "b،c"])
def test_several_letters_are_read_with_or_without_marks_between(typed):
    assert read(multiple_data(), typed) == ["a", "b"]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("a", True), ("b", False), ("False", False), ("TRUE", True), (True, True)],
)
def test_statement_takes_letter_word_or_the_truth_value_of_a_spreadsheet(typed, answer):
    assert read(true_false_data(), typed) is answer


def test_statement_takes_the_word_as_it_is_printed():
    data = true_false_data(stem={"en": "So?", "ru": "Так?"})

    assert read(data, question(data).lettered("ru")[1].text.upper(), "ru") is False


@pytest.mark.parametrize(
    ("typed", "language", "number"),
    [
        ("69.8", "en", "69.8"),
        ("69,8 %", "ru", "69.8"),
        (69.8, "en", "69.8"),
        (70, "en", "70"),
        (70.0, "ru", "70"),
        (Decimal("1234.567"), "ru", "1234.567"),
        (1234.567, "ru", "1234.567"),
        ("1,234", "en", "1234"),
        ("1,234", "fr", "1.234"),
        ("٦٩٫٨", "ar", "69.8"),
    ],
)
def test_number_is_read_as_the_check_on_the_screen_reads_it(typed, language, number):
    assert read(numeric_data(), typed, language)["number"] == number


def test_number_that_is_none_is_refused_with_an_example():
    assert refusal(numeric_data(), "about 70") == (
        "Write a number, for example 69.8 or 69,8."
    )
    assert refusal(numeric_data(), float("nan")) == (
        "Write a number, for example 69.8 or 69,8."
    )


@pytest.mark.parametrize(
    "typed",
    [
        "1-c 2-d 3-b",
        "1c2d3b",
        "c-1, d-2, b-3",
        "1: c; 2: d; 3: b",
        "c d b",
        "١-c ٢-d ٣-b",
    ],
)
def test_pairs_are_read_with_numbers_or_in_the_order_of_the_rows(typed):
    # Partners are shown as x, c, a, b and so lettered a, b, c, d.
    assert read(matching_data(), typed) == {"a": "a", "b": "b", "c": "c"}


def test_pairs_may_be_left_out_only_with_numbers():
    assert read(matching_data(), "1-c 3-b") == {"a": "a", "c": "c"}
    assert refusal(matching_data(), "c b") == (
        "There are 3 rows and fewer letters. Write which row each belongs to: 1-c 2-a."
    )
    assert refusal(matching_data(), "4-a") == ("There is no number 4. Write 1 to 3.")
    assert refusal(matching_data(), "1-a 1-b") == (
        "Number 1 has two letters. Write one."
    )
    assert refusal(matching_data(), "1-2 c-a") == (
        "“1-2 c-a” cannot be read. Write it like this: 1-c 2-a."
    )


@pytest.mark.parametrize(
    "typed", ["b d a c", "bdac", "1-b 2-d 3-a 4-c", "c-4 a-3 d-2 b-1"]
)
def test_order_is_read_first_to_last(typed):
    # Lines are shown as c, a, d, b and so lettered a, b, c, d.
    assert read(ordering_data(), typed) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("typed", ["b d a", "b d a c c", "b d a a"])
def test_order_wants_every_letter_once(typed):
    assert refusal(ordering_data(), typed) in (
        "Write each of these letters once, in order: a, b, c, d.",
        "There is no number 5. Write 1 to 4.",
    )


def test_opinions_are_read_too():
    assert read(scale_data(), "4") == 4
    assert read(scale_data(), 4.0) == 4
    assert refusal(scale_data(), "6") == (
        "“6” is not printed there. Write one of: 1, 2, 3, 4, 5."
    )
    assert read(matrix_data(), "1-a 2-c") == {"border": "never", "permits": "monthly"}
    assert read(rank_data(), "c a") == ["train", "agree"]
    assert read(rank_data(), "c") == ["train"]
    assert refusal(rank_data(), "2-c") == (
        "Choose something for place 1, or empty the later places."
    )
    assert "stands in place 1 and place 2" in refusal(rank_data(), "c c")


def test_words_and_texts_are_taken_as_they_are():
    assert read(short_text_data(), " Focal point ") == "Focal point"
    assert read(long_text_data(), "One.\r\nTwo.") == "One.\nTwo."


def test_cell_that_a_spreadsheet_made_a_date_is_refused_with_a_remedy():
    assert refusal(matching_data(), dt.datetime(2026, 1, 2)) == (
        "The cell holds a date. Format the column as text and type it again."
    )


def test_more_options_than_letters_make_no_paper(db, learner):
    rows = [
        {"key": f"k{n}", "text": {"en": f"Choice {n}"}, "right": n == 0}
        for n in range(27)
    ]
    quiz = make_quiz(single_data(choices=rows, shuffle=False))

    assert paper_check(quiz, 1).question(1).lettered("en")[26].label == "aa"
    with pytest.raises(TooManyOptions, match="Question q1 has more than 26 options"):
        make_paper(quiz, code="A", person=learner, language="en")


def test_codes_go_on_after_the_alphabet():
    assert [code_number(n) for n in (1, 2, 26, 27, 52, 53)] == [
        "A",
        "B",
        "Z",
        "AA",
        "AZ",
        "BA",
    ]


def test_seed_follows_from_check_and_code():
    assert seed_of("01-check", "A") == seed_of("01-check", "A")
    assert len({seed_of(key, code) for key in ("01", "02") for code in "AB"}) == 4


def content(number):
    """A pool of so many questions."""
    return QuizContent(
        quiz_id=1,
        stamp="",
        key="99-check",
        kind="module",
        lesson="",
        title={"en": "Check"},
        questions=tuple(QuizQuestion(n, data) for n, data in enumerate(many(number))),
    )


@given(st.integers(1, 30), st.integers(1, 30), st.integers(0, 2**32))
def test_same_quiz_and_seed_give_the_same_paper(number, draw, seed):
    quiz = Quiz(key="99-check", module="99", draw=min(draw, number))

    first, second = (paper_of(quiz, content(number), seed) for _ in range(2))

    assert first == second
    assert len(first.questions) == quiz.draw == first.possible
    assert len({one.spec["key"] for one in first.questions}) == quiz.draw
    assert [one.number for one in first.questions] == list(range(1, quiz.draw + 1))


def test_paper_is_the_same_after_being_kept(db):
    quiz = make_quiz(*(make() for make in EXAMPLES.values()), pass_mark=5)

    check = paper_check(quiz, seed_of(quiz.key, "A"))
    again = PaperCheck.from_data(json.loads(json.dumps(check.to_data())))

    assert again == check
    # Three of eleven ask for opinions.
    assert (again.possible, len(again.questions), again.pass_mark) == (8, 11, 5)
    assert again.question(2).spec["key"] == "q2"
    with pytest.raises(LookupError):
        again.question(12)


def test_papers_get_codes_in_order_and_a_second_click_makes_no_second(db, learner):
    quiz = make_quiz(*many(12), draw=4)

    first = make_paper(quiz, code="A", person=learner, language="en")
    same = make_paper(quiz, code="A", person=None, language="fr")
    second = make_paper(quiz, code="B", person=learner, language="en")

    assert (first.pk, first.made_by, first.language) == (same.pk, learner, "en")
    assert first.content["questions"] != second.content["questions"]
    assert (next_code(quiz), Paper.objects.count()) == ("C", 2)
    with pytest.raises(QuizNotOpen):
        make_paper(quiz, code="Q", person=learner, language="en")


def test_paper_keeps_what_it_printed_when_a_question_changes(db, learner):
    quiz = make_quiz(single_data())
    paper = make_paper(quiz, code="A", person=learner, language="en")
    assert is_current(paper)
    stored = quiz.items.get().question
    stored.version = 2
    stored.save()

    renew([quiz])

    paper = Paper.objects.get()
    assert not is_current(paper)
    assert PaperCheck.from_data(paper.content).question(1).spec["version"] == 1


def test_check_without_questions_has_no_paper(db, learner):
    with pytest.raises(QuizNotOpen):
        make_paper(make_quiz(), code="A", person=learner, language="en")
    retired = make_quiz(single_data(), key="98-check", is_active=False)
    with pytest.raises(QuizNotOpen):
        make_paper(retired, code="A", person=learner, language="en")


def test_papers_are_for_those_who_run_courses(db, learner):
    make_paper(make_quiz(single_data()), code="A", person=learner, language="en")

    assert not Paper.objects.visible_to(learner).exists()


def test_who_marks_by_hand_is_told_what_else_is_right():
    def notes(data):
        return type_of(data).marking_notes(data, "en")

    assert notes(numeric_data()) == ["Right from 69.75 to 69.85."]
    assert notes(numeric_data(tolerance="0")) == []
    assert notes(numeric_data(tolerance="0.1", tolerance_kind="relative")) == [
        "Right from 62.82 to 76.78."
    ]
    assert notes(short_text_data()) == ["contact: 0.5 points"]
    assert notes(long_text_data()) == [
        "Names the source, up to 2 points: Register and date.",
        "Says what for, 1 point: Names a decision.",
    ]
    assert notes(single_data()) == []
