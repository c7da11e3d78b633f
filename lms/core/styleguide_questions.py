"""Invented questions of every type for the page that shows every component."""

from django.utils.safestring import mark_safe

from lms.core.styleguide_samples import HUB

OPTIONS = (("a", "6"), ("b", "12"), ("c", "66"))


def _options(chosen: str = "", marks: dict | None = None) -> list[dict]:
    """Return the three sample options, one chosen, some marked."""
    return [
        {
            "value": key,
            "text": text,
            "checked": key == chosen,
            "mark": (marks or {}).get(key),
        }
        for key, text in OPTIONS
    ]


TOPICS = ("Mapping", "Agreeing definitions", "Exchanging tables")

QUESTIONS = (
    {
        "control": "components/question_single.html",
        "q": {
            "id": "q1",
            "name": "q1",
            "options": _options("b"),
            "stem": "Twelve countries send their tables to one common hub. "
            "How many channels are needed?",
        },
        "hint": "Count the lines in the drawing on the right.",
    },
    {
        "control": "components/question_multiple.html",
        "q": {
            "id": "q2",
            "name": "q2",
            "options": _options("a"),
            "stem": "Which of these numbers can be divided by six?",
        },
    },
    {
        "control": "components/question_numeric.html",
        "error": "Write a number, for example 69.8 or 69,8.",
        "q": {
            "id": "q3",
            "name": "q3",
            "value": "many",
            "unit": "%",
            "invalid": True,
            "stem": "201 of 288 cells of the round were filled. How complete was it?",
        },
    },
    {
        "control": "components/question_matching.html",
        "q": {
            "id": "q4",
            "stem": "Who answers for which figure?",
            "rows": [
                {
                    "name": f"q4-{place}",
                    "text": text,
                    "options": [
                        {"value": "1", "text": "Interior Ministry"},
                        {
                            "value": "2",
                            "text": "Statistics Office",
                            "selected": place == 1,
                        },
                    ],
                }
                for place, text in enumerate(("Residence permits", "Population"))
            ],
        },
    },
    {
        "control": "components/question_ordering.html",
        "q": {
            "id": "q5",
            "stem": "Put the three steps in their order.",
            "places": [1, 2, 3],
            "rows": [
                {"name": f"q5-{text}", "text": text, "place": None} for text in TOPICS
            ],
        },
    },
    {
        "control": "components/question_short_text.html",
        "q": {
            "id": "q6",
            "name": "q6",
            "value": "",
            "stem": "What is a named contact called?",
        },
        "can_mark": True,
    },
    {
        "control": "components/question_long_text.html",
        "q": {
            "id": "q8",
            "name": "q8",
            "value": "",
            "words": 0,
            "advised": 100,
            "stem": "Say in your own words why one hub needs fewer channels.",
            "body": mark_safe("<p>Think of the numbers in this table.</p>"),
            "table": {
                "caption": "Channels by number of countries",
                "columns": [
                    {"title": "Way"},
                    {"title": "7 countries", "number": True},
                    {"title": "12 countries", "number": True},
                ],
                "rows": [
                    [
                        {"text": way},
                        {"text": seven, "number": True},
                        {"text": twelve, "number": True},
                    ]
                    for way, seven, twelve in (
                        ("Each with each", "21", "66"),
                        ("One hub", "7", "12"),
                    )
                ],
            },
            "rubric": [
                {
                    "text": "Compares the two ways",
                    "points": 2,
                    "full": "Names both numbers for one case.",
                    "partly": "Names one of them.",
                },
                {"text": "Says why", "points": 1, "full": "Each needs one channel."},
            ],
        },
    },
    {
        "control": "components/question_scale.html",
        "q": {
            "id": "q9",
            "name": "q9",
            "no_right": True,
            "low": "Not at all sure",
            "high": "Quite sure",
            "options": [
                {"value": str(place), "text": str(place)} for place in range(1, 6)
            ],
            "stem": "How sure are you that you could explain this to a colleague?",
            "picture": {
                "markup": HUB,
                "alt": "Seven points, each joined to each",
                "description": "Every point has six lines to the others: "
                "twenty-one lines in all.",
            },
        },
    },
    {
        "control": "components/question_matrix.html",
        "q": {
            "id": "q10",
            "no_right": True,
            "stem": "How often does your institution send these figures?",
            "rows": [
                {
                    "name": f"q10-{place}",
                    "text": text,
                    "options": [
                        {"value": often, "text": often}
                        for often in ("Never", "Every year", "Every month", "On demand")
                    ],
                }
                for place, text in enumerate(
                    ("Border crossings", "Residence permits", "Asylum applications")
                )
            ],
        },
    },
    {
        "control": "components/question_rank.html",
        "q": {
            "id": "q11",
            "no_right": True,
            "stem": "Which three of these would help you most?",
            "rows": [
                {
                    "name": f"q11-{place}",
                    "text": f"Place {place}",
                    "options": [{"value": text, "text": text} for text in TOPICS],
                }
                for place in (1, 2, 3)
            ],
        },
    },
    {
        "control": "components/question_single.html",
        "q": {
            "id": "q7",
            "name": "q7",
            "read_only": True,
            "options": _options("c", {"c": "yours", "b": "right"}),
            "stem": "Review: how many channels are needed?",
        },
        "feedback": {
            "verdict": "not-right",
            "why": "Each country needs one channel to the hub: 12. The number 66 is "
            "12 × 11 ÷ 2, each with each.",
            "read_url": "#lesson",
            "read_title": "Worked example",
        },
    },
)
