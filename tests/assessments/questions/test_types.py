"""What every type must do, and what each does its own way."""

import json
from decimal import Decimal
from random import Random

import pytest
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from assessments.questions.forms import AnswerForm
from assessments.questions.models import Verdict
from assessments.questions.numbers import plain
from assessments.questions.registry import (
    UnknownQuestionType,
    all_types,
    type_called,
    type_of,
)
from assessments.questions.showing import (
    describe,
    grade_title,
    question_words,
    show_question,
)
from tests.assessments.factories import (
    EXAMPLES,
    GRADED,
    long_text_data,
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

WORDS = st.text(alphabet="abcdefghijklmnop", min_size=1, max_size=8)
#: What a form takes: no NUL.
WRITTEN = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
CREDITS = st.sampled_from(["exact", "proportional", "proportional_minus_wrong"])


def texts(words):
    return {"en": words}


def without_near(data):
    return {name: value for name, value in data.items() if name != "near"}


@st.composite
def specs(draw, kinds=tuple(EXAMPLES)):
    """Any valid question of any of these types."""
    kind = draw(st.sampled_from(sorted(kinds)))
    labels = draw(st.lists(WORDS, min_size=3, max_size=7, unique=True))
    keys = [f"k{place}" for place in range(len(labels))]
    count = draw(st.integers(1, len(labels)))
    if kind == "single":
        rows = [
            {"key": key, "text": texts(label), "right": place == count - 1}
            for place, (key, label) in enumerate(zip(keys, labels, strict=True))
        ]
        return single_data(choices=rows)
    if kind == "multiple":
        rows = [
            {"key": key, "text": texts(label), "right": place < count}
            for place, (key, label) in enumerate(zip(keys, labels, strict=True))
        ]
        return multiple_data(choices=rows, credit=draw(CREDITS))
    if kind == "true_false":
        return true_false_data(right=draw(st.booleans()))
    if kind == "numeric":
        number = st.decimals(-(10**6), 10**6, places=3)
        return without_near(
            numeric_data(
                right=plain(draw(number)),
                tolerance=plain(abs(draw(number))),
                tolerance_kind=draw(st.sampled_from(["absolute", "relative"])),
            )
        )
    if kind == "matching":
        pairs = [
            {
                "key": key,
                "left": texts(label),
                "right": texts(draw(st.sampled_from(labels))),
            }
            for key, label in zip(keys, labels, strict=True)
        ]
        return matching_data(
            pairs=pairs, credit=draw(st.sampled_from(["exact", "proportional"]))
        )
    if kind == "ordering":
        rows = [
            {"key": key, "text": texts(label)}
            for key, label in zip(keys, labels, strict=True)
        ]
        return ordering_data(
            items=rows, credit=draw(st.sampled_from(["exact", "proportional"]))
        )
    rows = [
        {"key": key, "text": texts(label)}
        for key, label in zip(keys, labels, strict=True)
    ]
    if kind == "long_text":
        points = st.integers(1, 20)
        return long_text_data(
            rubric=[row | {"points": draw(points), "full": texts("x")} for row in rows]
        )
    if kind == "scale":
        return scale_data(points=draw(st.integers(2, 11)))
    if kind == "matrix":
        return matrix_data(rows=rows, columns=rows[: draw(st.integers(2, len(rows)))])
    if kind == "rank":
        return rank_data(items=rows, top=draw(st.integers(1, len(rows))))
    return without_near(
        short_text_data(
            match=draw(st.sampled_from(["whole", "contains"])),
            accepted=[{"text": texts(label), "credit": "1"} for label in labels],
        )
    )


@st.composite
def specs_with_answers(draw):
    """A question and an answer its form could have sent, or none."""
    spec = draw(specs())
    rows = spec.get("choices") or spec.get("items") or spec.get("rows") or ()
    keys = [row["key"] for row in rows]
    answers = {
        "single": lambda: st.sampled_from(keys),
        "multiple": lambda: st.lists(st.sampled_from(keys), unique=True, min_size=1),
        "true_false": st.booleans,
        "numeric": lambda: st.builds(
            lambda number: {"text": str(number), "number": str(number)},
            st.decimals(-(10**9), 10**9, places=2),
        ),
        "matching": lambda: st.dictionaries(
            st.sampled_from([row["key"] for row in spec["pairs"]]),
            st.sampled_from([row["key"] for row in spec["pairs"]] + ["x"]),
            min_size=1,
        ),
        "ordering": lambda: st.permutations(keys),
        "short_text": lambda: st.text(WRITTEN, min_size=1, max_size=30),
        "long_text": lambda: st.text(WRITTEN, min_size=1, max_size=300),
        "scale": lambda: st.integers(1, spec["points"]),
        "matrix": lambda: st.dictionaries(
            st.sampled_from(keys),
            st.sampled_from([row["key"] for row in spec["columns"]]),
            min_size=1,
        ),
        "rank": lambda: st.lists(
            st.sampled_from(keys), unique=True, min_size=1, max_size=spec["top"]
        ),
    }
    return spec, draw(st.none() | answers[spec["type"]]())


@given(specs_with_answers())
def test_grade_is_between_0_and_1_or_there_is_none(pair):
    spec, answer = pair

    grade = type_of(spec).grade(spec, answer)

    assert grade.counts is type_of(spec).counts
    if grade.fraction is None:
        assert (grade.right, grade.pending, grade.partly) == (None, grade.counts, False)
    else:
        assert 0 <= grade.fraction <= 1
        assert grade.right is (grade.fraction == 1)
    assert 0 <= grade.parts_right <= grade.parts


@given(specs(GRADED))
def test_right_answer_always_earns_1(spec):
    question = type_of(spec)
    answer = json.loads(json.dumps(question.right_answer(spec)))

    assert question.fits(spec, answer)
    assert question.grade(spec, answer).fraction == 1
    assert question.describe(spec, answer, "en") != []


@given(specs())
def test_example_answer_could_have_been_given(spec):
    question = type_of(spec)
    answer = json.loads(json.dumps(question.example_answer(spec)))

    assert question.fits(spec, answer)
    assert question.describe(spec, answer, "en") != []


@given(specs())
def test_no_answer_earns_0_where_anything_counts(spec):
    question = type_of(spec)

    assert question.grade(spec, None).fraction == (0 if question.counts else None)
    assert question.describe(spec, None, "en") == []


@given(specs(["long_text"]), st.data())
def test_marked_text_earns_its_share_of_the_points(spec, data):
    given_points = {
        row["key"]: data.draw(st.integers(0, row["points"])) for row in spec["rubric"]
    }
    most = sum(row["points"] for row in spec["rubric"])

    grade = type_of(spec).grade_marked(spec, "A text.", given_points)

    assert grade.pending is False
    assert abs(grade.fraction - Decimal(sum(given_points.values())) / most) < Decimal(
        "0.000001"
    )


def test_text_marked_by_half_is_still_waiting():
    data = long_text_data()
    question = type_of(data)

    assert question.grade_marked(data, "A text.", {"source": 2}).pending is True
    assert question.grade_marked(data, None, {"source": 2}).fraction == 0
    full = question.grade_marked(data, "A text.", {"source": 2, "use": 1})
    assert (full.fraction, full.right, full.parts_right) == (1, True, 2)
    part = question.grade_marked(data, "A text.", {"source": 1, "use": 1})
    assert grade_title(part) == "Partly right: 1 of 2."


def sent(form):
    """What a browser sends for a form: every field with what stands in it."""
    data = MultiValueDict()
    for name, value in form.entered.items():
        data.setlist(name, value if isinstance(value, list) else [value or ""])
    return data


@given(specs_with_answers(), st.integers(), st.sampled_from(["en", "ru"]))
def test_shuffling_changes_neither_answer_nor_grade(pair, seed, language):
    spec, answer = pair
    question = type_of(spec)
    before = question.grade(spec, answer)
    shown = question.shown(spec, Random(seed))  # noqa: S311
    first = AnswerForm(spec, shown, language=language, answer=answer)

    second = AnswerForm(spec, shown, language=language, data=sent(first))

    assert second.is_valid(), second.errors
    if spec["type"] in ("short_text", "long_text"):
        written = answer or ""
        if spec["type"] == "long_text":
            written = written.replace("\r\n", "\n").replace("\r", "\n")
        assert (second.answer or "") == written.strip()
        return
    if spec["type"] == "numeric" and answer:
        assert Decimal(second.answer["number"]) == Decimal(answer["number"])
    assert question.grade(spec, second.answer).fraction == before.fraction


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_type_is_shown_with_and_without_verdict(name):
    spec = EXAMPLES[name]()
    question = type_of(spec)
    right = question.example_answer(spec)
    form = AnswerForm(spec, question.shown(spec), language="en", answer=right)
    verdict = Verdict(right, question.grade(spec, right), show_right=True)

    asked = show_question(AnswerForm(spec, question.shown(spec), language="en"))
    reviewed = show_question(form, verdict=verdict, read_only=True)

    assert (asked.stem, asked.feedback) == (f"What about {spec['key']}?", None)
    assert not any(option.checked or option.mark for option in asked.options)
    assert not any(row.place or row.right for row in asked.rows)
    assert reviewed.feedback.verdict == ("right" if name in GRADED else "none")


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_type_has_docstring_with_its_yaml(name):
    assert f"type: {name}" in type_called(name).__doc__


def test_types_are_these():
    assert {question.type_key for question in all_types()} == set(EXAMPLES)


def test_unknown_type_is_told():
    with pytest.raises(UnknownQuestionType):
        type_called("hotspot")


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (single_data(), "z"),
        (single_data(), ["a"]),
        (single_data(), None),
        (multiple_data(), ["a", "z"]),
        (multiple_data(), ["a", "a"]),
        (multiple_data(), []),
        (multiple_data(), "a"),
        (multiple_data(), [["a"]]),
        (true_false_data(), "true"),
        (true_false_data(), 1),
        (numeric_data(), {"text": "1", "number": "NaN"}),
        (numeric_data(), {"text": "1", "number": "x"}),
        (numeric_data(), {"text": "1"}),
        (numeric_data(), "1"),
        (matching_data(), {"a": "z"}),
        (matching_data(), {"x": "a"}),
        (matching_data(), {"a": ["a"]}),
        (matching_data(), {}),
        (ordering_data(), ["a", "b", "c"]),
        (ordering_data(), ["a", "b", "c", "c"]),
        (ordering_data(), ["a", "b", "c", 4]),
        (short_text_data(), ""),
        (short_text_data(), "x" * 201),
        (short_text_data(), 5),
        (numeric_data(), {"text": "1", "number": "1e999"}),
        (numeric_data(), {"text": "1", "number": "1" * 101}),
        (long_text_data(), ""),
        (long_text_data(), "x" * 100_001),
        (long_text_data(), "ж" * 50_001),
        (long_text_data(), ["x"]),
        (long_text_data(), "a\0b"),
        (long_text_data(), "a\ud800b"),
        (short_text_data(), "a\0b"),
        (scale_data(), 0),
        (scale_data(), 6),
        (scale_data(), True),
        (scale_data(), "3"),
        (matrix_data(), {"border": "weekly"}),
        (matrix_data(), {"sea": "never"}),
        (matrix_data(), {"border": ["never"]}),
        (matrix_data(), {}),
        (rank_data(), ["agree", "agree"]),
        (rank_data(), ["agree", "map", "train"]),
        (rank_data(), ["sell"]),
        (rank_data(), []),
    ],
)
def test_answer_of_another_question_does_not_fit(data, answer):
    assert type_of(data).fits(data, answer) is False


def grade(data, answer):
    found = type_of(data).grade(data, answer)
    return str(found.fraction), found.feedback, grade_title(found)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("b", ("1", ("choices/b",), "Right.")),
        ("a", ("0", ("choices/a",), "Not right.")),
        ("c", ("0", (), "Not right.")),
    ],
)
def test_single_choice(answer, expected):
    assert grade(single_data(), answer) == expected


@pytest.mark.parametrize(
    ("credit", "answer", "fraction", "title"),
    [
        ("exact", "ab", "1", "Right."),
        ("exact", "a", "0", "Not right."),
        ("exact", "abc", "0", "Not right."),
        ("proportional", "a", "0.5", "Partly right: 1 of 2."),
        ("proportional", "ac", "0.5", "Partly right: 1 of 2."),
        ("proportional_minus_wrong", "ab", "1", "Right."),
        ("proportional_minus_wrong", "abc", "0.5", "Partly right: 2 of 2."),
        ("proportional_minus_wrong", "ac", "0", "Not right."),
        ("proportional_minus_wrong", "abcd", "0", "Not right."),
    ],
)
def test_multiple_choice_by_credit_rule(credit, answer, fraction, title):
    found = grade(multiple_data(credit=credit), list(answer))

    assert (found[0], found[2]) == (fraction, title)


def test_true_false():
    data = true_false_data()

    assert grade(data, False) == ("1", (), "Right.")
    assert grade(data, True) == ("0", ("feedback_true",), "Not right.")


@pytest.mark.parametrize(
    ("number", "kind", "tolerance", "expected"),
    [
        ("69.75", "absolute", "0.05", ("1", (), "Right.")),
        ("69.749", "absolute", "0.05", ("0", (), "Not right.")),
        ("80.6", "absolute", "0.05", ("0", ("near/0",), "Not right.")),
        ("70.498", "relative", "0.01", ("1", (), "Right.")),
        ("70.5", "relative", "0.01", ("0", (), "Not right.")),
    ],
)
def test_numeric_within_tolerance(number, kind, tolerance, expected):
    data = numeric_data(tolerance=tolerance, tolerance_kind=kind)

    assert grade(data, {"text": number, "number": number}) == expected


def test_matching_counts_terms():
    data = matching_data()

    assert grade(data, {"a": "a", "b": "c"})[::2] == (
        "0.333333",
        "Partly right: 1 of 3.",
    )
    assert grade(data | {"credit": "exact"}, {"a": "a"})[::2] == ("0", "Not right.")


def test_matching_takes_partners_that_read_the_same():
    data = matching_data(
        pairs=[
            {"key": "a", "left": {"en": "A"}, "right": {"en": "Reads"}},
            {"key": "b", "left": {"en": "B"}, "right": {"en": "Reads"}},
        ]
    )

    assert sorted(type_of(data).shown(data)) == ["a", "x"]
    assert grade(data, {"a": "a", "b": "a"})[0] == "1"


def test_ordering_counts_neighbours():
    data = ordering_data()

    assert grade(data, list("bcda"))[::2] == ("0.666667", "Partly right: 2 of 3.")
    assert grade(data, list("dcba"))[::2] == ("0", "Not right.")
    assert grade(data | {"credit": "exact"}, list("bcda"))[0] == "0"


def test_ordering_is_never_shown_in_the_right_order():
    data = ordering_data()

    assert all(
        type_of(data).shown(data, Random(seed)) != list("abcd")  # noqa: S311
        for seed in range(100)
    )


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Focal-Point", ("1", (), "Right.")),
        ("focal piont", ("1", (), "Right.")),
        ("Координатор", ("1", (), "Right.")),
        ("contact", ("0.5", (), "Partly right.")),
        ("focus group", ("0", ("near/0",), "Not right.")),
        ("nothing", ("0", (), "Not right.")),
    ],
)
def test_short_text(answer, expected):
    assert grade(short_text_data(), answer) == expected


def form_for(data, sent_values, **options):
    values = MultiValueDict()
    for name, value in sent_values.items():
        values.setlist(name, value if isinstance(value, list) else [value])
    spec = type_of(data)
    return AnswerForm(data, spec.shown(data), language="en", data=values, **options)


@pytest.mark.parametrize(
    ("data", "values", "answer"),
    [
        (single_data(), {"answer": "b"}, "b"),
        (multiple_data(), {"answer": ["b", "a", "b"]}, ["a", "b"]),
        (true_false_data(), {"answer": "false"}, False),
        (numeric_data(), {"answer": " 69,8 % "}, {"text": "69,8 %", "number": "69.8"}),
        (matching_data(), {"row-a": "b", "row-b": ""}, {"a": "b"}),
        (
            ordering_data(),
            {"row-a": "2", "row-b": "1", "row-c": "3", "row-d": "4"},
            ["b", "a", "c", "d"],
        ),
        (short_text_data(), {"answer": " focal point "}, "focal point"),
        (long_text_data(), {"answer": "One.\r\n\r\nTwo. "}, "One.\n\nTwo."),
        (scale_data(), {"answer": "5"}, 5),
        (
            matrix_data(),
            {"row-border": "never", "row-permits": ""},
            {"border": "never"},
        ),
        (rank_data(), {"row-1": "train", "row-2": ""}, ["train"]),
        (
            numeric_data(),
            {"answer": "\u200f\u202b٦٩٫٨\u202c"},
            {"text": "\u200f\u202b٦٩٫٨\u202c", "number": "69.8"},
        ),
    ],
)
def test_form_gives_the_answer_to_store(data, values, answer):
    form = form_for(data, values)

    assert form.is_valid()
    assert form.answer == answer
    assert type_of(data).fits(data, form.answer)


@pytest.mark.parametrize(
    ("data", "values", "errors"),
    [
        (
            numeric_data(),
            {"answer": "1e999"},
            {"answer": ["Write a number, for example 69.8 or 69,8."]},
        ),
        (
            short_text_data(),
            {"answer": "x" * 100_000},
            {"answer": ["Write at most 200 characters. You wrote 100000."]},
        ),
        (
            numeric_data(),
            {"answer": "NaN"},
            {"answer": ["Write a number, for example 69.8 or 69,8."]},
        ),
        (
            long_text_data(),
            {"answer": "a\0b"},
            {"answer": ["Null characters are not allowed."]},
        ),
        (
            long_text_data(),
            {"answer": "ж" * 60_000},
            {
                "answer": [
                    "Your text is too long to be kept: it has 120 kB, and at most "
                    "100 kB can be kept. Shorten it."
                ]
            },
        ),
        (
            rank_data(),
            {"row-1": "map", "row-2": "map"},
            {
                "row-2": [
                    "“Map” stands in place 1 and place 2. "
                    "Choose another for one of them."
                ]
            },
        ),
        (
            rank_data(),
            {"row-1": "", "row-2": "map"},
            {"row-1": ["Choose something for place 1, or empty the later places."]},
        ),
        (
            ordering_data(),
            {"row-a": "1", "row-b": "1", "row-c": "2", "row-d": ""},
            {
                "row-a": [
                    "“Step a” and “Step b” have the same place 1. Give each its own place."
                ],
                "row-d": ["Choose a place for “Step d”."],
            },
        ),
    ],
)
def test_form_says_what_is_wrong(data, values, errors):
    form = form_for(data, values)

    assert not form.is_valid()
    assert form.errors == errors


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_empty_form_takes_the_answer_back_unless_required(name):
    data = EXAMPLES[name]()

    open_form, required_form = form_for(data, {}), form_for(data, {}, required=True)

    assert open_form.is_valid()
    assert open_form.answer is None
    assert not required_form.is_valid()
    assert list(required_form.errors.values()) == [["Answer the question first."]]


def test_tampered_choice_passes_the_form_and_does_not_fit():
    form = form_for(single_data(), {"answer": "zzz"})

    assert form.is_valid()
    assert type_of(form.spec).fits(form.spec, form.answer) is False


def test_marks_stand_beside_chosen_and_right_option():
    data = single_data()
    form = AnswerForm(data, ["c", "a", "b"], language="en", answer="a")
    verdict = Verdict("a", type_of(data).grade(data, "a"), show_right=True)

    shown = show_question(form, verdict=verdict)

    assert [(option.value, option.mark) for option in shown.options] == [
        ("c", ""),
        ("a", "yours"),
        ("b", "right"),
    ]
    assert shown.feedback.why == "<p>Not A.</p>"


def test_right_answer_stays_hidden_when_it_may_not_be_shown():
    data = single_data(feedback={"en": "Because B."}, lesson="01/01")
    form = AnswerForm(data, ["a", "b", "c"], language="en", answer="a")
    verdict = Verdict("a", type_of(data).grade(data, "a"), show_right=False)

    shown = show_question(form, verdict=verdict)

    assert [option.mark for option in shown.options] == ["yours", "", ""]
    assert shown.feedback.why == "<p>Not A.</p>"
    assert shown.feedback.lesson == "01/01"


def test_number_says_how_it_was_read():
    data = numeric_data()
    answer = {"text": "1,234", "number": "1234"}
    form = AnswerForm(data, [], language="en", answer=answer)

    shown = show_question(form)

    assert shown.read_as == "Read as 1\u00a0234."
    assert describe(data, answer, "ru") == ["1\u00a0234\u00a0%"]


def test_text_in_another_language_is_marked_as_such():
    data = single_data(stem={"ar": "سؤال"})

    shown = show_question(AnswerForm(data, ["a", "b", "c"], language="en"))

    assert shown.lang == ' lang="ar" dir="rtl"'


def test_answers_are_described_in_words():
    assert describe(multiple_data(), ["a", "c"], "en") == ["A", "C"]
    assert describe(true_false_data(), True, "en") == ["True"]
    assert describe(matching_data(), {"a": "x"}, "en") == ["Term a: Partner x"]
    assert describe(ordering_data(), ["b", "a", "c", "d"], "en")[0] == "1. Step b"
    assert describe(short_text_data(), "Focus", "en") == ["Focus"]
    assert describe(short_text_data(stem={"ru": "?"}), "focal point", "ru") == [
        "координатор"
    ]


def test_survey_answers_are_described_in_words():
    assert describe(scale_data(), 1, "en") == ["1 of 5 (Not sure)"]
    assert describe(scale_data(), 2, "en") == ["2 of 5"]
    assert describe(matrix_data(), {"permits": "yearly"}, "en") == ["Permits: Yearly"]
    assert describe(rank_data(), ["train", "map"], "en") == ["1. Train", "2. Map"]
    assert describe(long_text_data(), "So it\nis.", "en") == ["3 words", "So it is."]


@pytest.mark.parametrize("make", [scale_data, matrix_data, rank_data])
def test_opinion_is_thanked_for_and_not_judged(make):
    data = make(lesson="01/01", feedback={"en": "Others think alike."})
    answer = type_of(data).example_answer(data)
    form = AnswerForm(data, [], language="en", answer=answer)
    verdict = Verdict(answer, type_of(data).grade(data, answer), show_right=True)

    shown = show_question(form, verdict=verdict)

    assert shown.no_right is True
    assert shown.feedback.verdict == "none"
    assert shown.feedback.words == "Thank you. There is no right answer."
    assert shown.feedback.why == "<p>Others think alike.</p>"
    assert shown.feedback.lesson == ""


def test_long_text_shows_its_rubric_before_anybody_writes():
    shown = show_question(AnswerForm(long_text_data(), [], language="en"))

    assert [(row.text, row.points) for row in shown.rubric] == [
        ("Names the source", 2),
        ("Says what for", 1),
    ]
    assert (shown.words, shown.advised) == (0, 50)


def test_too_long_text_is_not_lost():
    form = form_for(long_text_data(), {"answer": "word " * 30_000})

    assert not form.is_valid()
    assert show_question(form).words == 30_000


def test_stem_of_several_paragraphs_begins_the_group():
    data = single_data(
        stem={"en": "Look at **both** registers.\n\n- One\n- Two\n\n`1 < 2`"}
    )

    shown = show_question(AnswerForm(data, ["a", "b", "c"], language="en"))

    assert shown.stem == "Look at <b>both</b> registers."
    assert shown.body == (
        '<ul><li>One</li><li>Two</li></ul><p><code dir="ltr">1 &lt; 2</code></p>'
    )
    assert question_words(data, "en") == "Look at both registers. One Two 1 < 2"


def test_words_of_a_question_keep_their_spaces_and_signs():
    stem = "Is 7\u00a0% of 1\u00a0000 < 70 & more?"

    assert question_words(single_data(stem={"en": stem}), "en") == stem


def test_markup_in_a_stem_is_shown_as_text():
    data = single_data(stem={"en": "<script>alert(1)</script> What?"})

    shown = show_question(AnswerForm(data, ["a", "b", "c"], language="en"))

    assert shown.stem == "&lt;script&gt;alert(1)&lt;/script&gt; What?"


def test_table_knows_its_columns_of_numbers():
    table = {
        "caption": {"en": "Permits"},
        "rows": {"en": "Register | Records\nBorder | 1 204\nLabour | 69,8 %"},
    }

    shown = show_question(
        AnswerForm(single_data(table=table), ["a", "b", "c"], language="en")
    )

    assert [column["number"] for column in shown.table.columns] == [False, True]
    assert shown.table.rows[0] == (
        {"text": "Border", "number": False},
        {"text": "1 204", "number": True},
    )


def test_drawing_is_found_in_the_module_of_the_lesson():
    picture = {"drawing": "four-roles", "alt": {"en": "Four people"}}
    data = single_data(lesson="01/01", picture=picture)

    shown = show_question(AnswerForm(data, ["a", "b", "c"], language="en"))

    assert shown.picture.alt == "Four people"
    assert shown.picture.markup.startswith('<svg aria-hidden="true"')
