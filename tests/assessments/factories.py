"""Questions of every type as data and as rows, and checks made of them."""

from i18nfield.strings import LazyI18nString

from assessments.questions.loader import write_question
from assessments.questions.registry import type_called, type_of
from assessments.quizzes.models import Quiz, QuizItem
from assessments.quizzes.services import save_response


def common(type_key, key="q1", **entries):
    """The entries every type has."""
    return {
        "key": key,
        "version": 1,
        "type": type_key,
        "difficulty": "easy",
        "stem": {"en": f"What about {key}?"},
        **entries,
    }


def single_data(key="q1", **entries):
    """A, B (right), C."""
    choices = [
        {"key": "a", "text": {"en": "A"}, "right": False, "feedback": {"en": "Not A."}},
        {"key": "b", "text": {"en": "B"}, "right": True, "feedback": {"en": "Yes, B."}},
        {"key": "c", "text": {"en": "C"}, "right": False},
    ]
    return common("single", key) | {"choices": choices} | entries


def multiple_data(key="q2", **entries):
    """A, B right; C, D wrong; right minus wrong."""
    choices = [
        {"key": name, "text": {"en": name.upper()}, "right": name in "ab"}
        for name in "abcd"
    ]
    return (
        common("multiple", key, credit="proportional_minus_wrong")
        | {"choices": choices}
        | entries
    )


def true_false_data(key="q3", **entries):
    """A false statement."""
    return (
        common("true_false", key)
        | {"right": False, "feedback_true": {"en": "No."}}
        | entries
    )


def numeric_data(key="q4", **entries):
    """69.8 within 0.05, with one near value."""
    return (
        common("numeric", key)
        | {
            "right": "69.8",
            "tolerance": "0.05",
            "tolerance_kind": "absolute",
            "unit": {"en": "%"},
            "near": [{"value": "80.6", "feedback": {"en": "This is punctuality."}}],
        }
        | entries
    )


def matching_data(key="q5", **entries):
    """Three terms and one partner too many."""
    return (
        common("matching", key, credit="proportional")
        | {
            "pairs": [
                {
                    "key": name,
                    "left": {"en": f"Term {name}"},
                    "right": {"en": f"Partner {name}"},
                }
                for name in "abc"
            ],
            "extra": [{"key": "x", "right": {"en": "Partner x"}}],
        }
        | entries
    )


def ordering_data(key="q6", **entries):
    """Four lines."""
    return (
        common("ordering", key, credit="proportional")
        | {"items": [{"key": name, "text": {"en": f"Step {name}"}} for name in "abcd"]}
        | entries
    )


def short_text_data(key="q7", **entries):
    """Focal point; half a point for contact; a near miss."""
    return (
        common("short_text", key)
        | {
            "match": "whole",
            "accepted": [
                {"text": {"en": "focal point", "ru": "координатор"}, "credit": "1"},
                {"text": {"en": "contact"}, "credit": "0.5"},
            ],
            "near": [
                {"text": {"en": "focus group"}, "feedback": {"en": "A group is more."}}
            ],
        }
        | entries
    )


def long_text_data(key="q8", **entries):
    """Two criteria, three points."""
    return (
        common("long_text", key)
        | {
            "words": 50,
            "rubric": [
                {
                    "key": "source",
                    "text": {"en": "Names the source"},
                    "points": 2,
                    "full": {"en": "Register and date."},
                    "partly": {"en": "The register."},
                },
                {
                    "key": "use",
                    "text": {"en": "Says what for"},
                    "points": 1,
                    "full": {"en": "Names a decision."},
                },
            ],
        }
        | entries
    )


def scale_data(key="q9", **entries):
    """Five places."""
    return (
        common("scale", key)
        | {"points": 5, "low": {"en": "Not sure"}, "high": {"en": "Sure"}}
        | entries
    )


def lines(*texts):
    """Entries with keys made of their texts."""
    return [{"key": text.lower(), "text": {"en": text}} for text in texts]


def matrix_data(key="q10", **entries):
    """Two rows, three columns."""
    return (
        common("matrix", key)
        | {
            "rows": lines("Border", "Permits"),
            "columns": lines("Never", "Yearly", "Monthly"),
        }
        | entries
    )


def rank_data(key="q11", **entries):
    """The first two of four."""
    return (
        common("rank", key)
        | {"top": 2, "items": lines("Agree", "Map", "Train", "Buy")}
        | entries
    )


#: One of each type, by name of the type.
EXAMPLES = {
    "single": single_data,
    "multiple": multiple_data,
    "true_false": true_false_data,
    "numeric": numeric_data,
    "matching": matching_data,
    "ordering": ordering_data,
    "short_text": short_text_data,
    "long_text": long_text_data,
    "scale": scale_data,
    "matrix": matrix_data,
    "rank": rank_data,
}

#: The types that are judged without anybody reading the answer.
GRADED = [
    name for name in EXAMPLES if name not in ("long_text", "scale", "matrix", "rank")
]


def make_question(data):
    """A stored question that holds ``data``."""
    question = type_called(data["type"])()
    write_question(question, data)
    return question


def make_quiz(*data, key="99-check", kind="module", **fields):
    """A quiz of these questions (stored when they are data), in this order."""
    defaults = {
        "key": key,
        "kind": kind,
        "module": "99",
        "title": LazyI18nString({"en": f"Check {key}"}),
        "pass_mark": 1 if kind == "module" else None,
    }
    if kind == "lesson":
        defaults["lesson"] = "99/01"
    quiz = Quiz.objects.create(**(defaults | fields))
    for order, one in enumerate(data):
        question = make_question(one) if isinstance(one, dict) else one
        QuizItem.objects.create(quiz=quiz, question=question, sort_order=order)
    return quiz


def many(number, make=single_data):
    """So many questions of one type, as data."""
    return [
        make(key=f"n{index:02}", objective=index % 4 + 1) for index in range(number)
    ]


def answer_all(attempt, right=True):
    """Save an answer to every question: the right one, or one worth nothing."""
    for item in attempt.items.all():
        answer = type_of(item.spec).example_answer(item.spec)
        save_response(item, answer=answer if right else None)
