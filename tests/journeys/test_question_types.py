"""Questions of every type: answered with keys only, without script, on a phone.

The questions are the examples of docs/questions.md.
"""

import re

import pytest
import yaml
from django.conf import settings

from tests.journeys.answers import Question
from tests.journeys.hands import Keyboard
from tests.journeys.visitors import PHONE

PAGE = (settings.BASE_DIR / "docs" / "questions.md").read_text(encoding="utf-8")
#: One of each type; the first example shows the entries that all have.
QUESTIONS = [
    yaml.safe_load(text) | {"key": f"98-q{number:02}"}
    for number, text in enumerate(re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
]
OPINIONS = ("scale", "matrix", "rank")
CHECK = {
    "key": "98-types",
    "version": 1,
    "kind": "module",
    "module": "98",
    "title": {"en": "Every type"},
    "draw": None,
    "pass_mark": 8,
    "attempts": None,
    "wait_minutes": 0,
    "review": "always",
    "questions": QUESTIONS,
}


@pytest.fixture(scope="module")
def check(site, tmp_path_factory):
    """The address of a check with one question of each type."""
    questions = [
        one | {"lesson": "01/01"} if "picture" in one else one for one in QUESTIONS
    ]
    path = tmp_path_factory.mktemp("checks") / "98-types.yaml"
    path.write_text(yaml.safe_dump(CHECK | {"questions": questions}, sort_keys=False))
    site.manage("load_checks", str(path))
    return "/en/checks/98-types/start/"


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"hands": Keyboard, "examined": True}, id="keys"),
        pytest.param({"java_script_enabled": False}, id="no-script"),
        pytest.param({"viewport": PHONE, "examined": True}, id="phone"),
    ],
)
def test_every_type_is_answered_and_reviewed(visitor, site, check, options):
    person = visitor(**options)
    person.sign_in(site.new_person("learner"))
    person.go(check)
    person.press("Start the check")
    for number, text in enumerate(QUESTIONS, start=1):
        Question(person.page.locator("main .question"), text).answer(person.hands)
        onward = f"Save and go to question {number + 1}"
        last = number == len(QUESTIONS)
        person.press("Save and see all answers" if last else onward)

    person.press(f"Hand in {len(QUESTIONS)} of {len(QUESTIONS)} answers")

    counted = len(QUESTIONS) - len(OPINIONS)
    assert person.heading() == f"You passed: {counted - 1} of {counted}"
    titles = person.page.locator(".feedback-title").all_inner_texts()
    assert [title.strip() for title in titles] == [
        "Waiting to be marked."
        if text["type"] == "long_text"
        else "Thank you. There is no right answer."
        if text["type"] in OPINIONS
        else "Right."
        for text in QUESTIONS
    ]


def test_lines_and_partners_can_be_dragged(visitor, site, check):
    person = visitor()
    person.sign_in(site.new_person("learner"))
    person.go(check)
    person.press("Start the check")
    page, kinds = person.page, [text["type"] for text in QUESTIONS]
    place = person.page.url.rsplit("/", 2)[0]

    page.goto(f"{place}/{kinds.index('matching') + 1}/")
    partner = page.locator(".partners li").nth(0)
    words = partner.inner_text()
    _drag(page, partner, page.locator(".match-row").nth(1))
    chosen = page.locator(".match-row select").nth(1)
    assert chosen.evaluate("list => list.selectedOptions[0].label") == words

    page.goto(f"{place}/{kinds.index('ordering') + 1}/")
    before = page.locator(".match-row label").all_inner_texts()
    _drag(page, page.locator(".handle").nth(0), page.locator(".match-row").nth(2))
    after = page.locator(".match-row label").all_inner_texts()
    assert after == [*before[1:], before[0]]
    selects = page.locator(".match-row select")
    assert [one.input_value() for one in selects.all()] == ["1", "2", "3"]


def _drag(page, thing, target) -> None:
    start, end = thing.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    for step in (0.3, 0.6, 0.9):
        page.mouse.move(end["x"] + 40, end["y"] + end["height"] * step, steps=3)
    page.mouse.up()
