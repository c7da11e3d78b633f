"""Worked examples: every formula is worked out again, every result is explained."""

import re
from decimal import ROUND_HALF_UP, Decimal
from html import unescape

import pytest

from lms.core.markdown import plain_text
from tests.modules.shipped import LESSONS, blocks, by_lesson, flat

_FORMULA = re.compile(r"<code>(.*?)</code>", re.DOTALL)
_NUMBER = re.compile(r"\d[\d\u00a0\u202f ]*(?:\.\d+)?")
_ALLOWED = re.compile(r"[\d.+\-*/() ]+")


def formulas():
    for lesson in LESSONS:
        for block in lesson.file.body:
            for formula in _FORMULA.findall(str(block["value"])):
                if "=" in formula:
                    yield lesson.key, unescape(formula)


def sides(formula: str) -> list[str]:
    text = (
        formula.replace("×", "*").replace("÷", "/").replace("−", "-").replace("%", "")
    )
    text = _NUMBER.sub(
        lambda number: re.sub(r"[\u00a0\u202f ]", "", number[0]) + " ", text
    )
    return [side.strip() for side in text.split("=")]


def worked_out(side: str) -> Decimal:
    expression = re.sub(r"(\d+(?:\.\d+)?)", r"Decimal('\1')", side)
    return eval(expression, {"__builtins__": {}, "Decimal": Decimal})  # noqa: S307


NUMERIC = [
    (key, formula)
    for key, formula in formulas()
    if all(side and _ALLOWED.fullmatch(side) for side in sides(formula))
]


@pytest.mark.parametrize(("key", "formula"), NUMERIC, ids=lambda value: value[:40])
def test_formula_is_right_to_the_digits_shown(key, formula):
    first, *others = sides(formula)
    value = worked_out(first)

    for other in others:
        shown = worked_out(other)
        places = Decimal(1).scaleb(shown.as_tuple().exponent)
        assert value.quantize(places, ROUND_HALF_UP) == shown, formula


def test_most_formulas_are_plain_numbers_and_so_are_tested():
    assert len(NUMERIC) >= 0.8 * len(list(formulas()))


def numbers(text: str) -> set[str]:
    """Return the numbers of a text, without spaces between thousands."""
    joined = re.sub(r"(?<=\d)[\u00a0\u202f ](?=\d{3}(?!\d))", "", text)
    return set(re.findall(r"\d+(?:\.\d+)?", joined))


@by_lesson
def test_numbers_of_a_result_come_from_the_steps(lesson):
    for value in blocks(lesson, "worked_example"):
        steps = plain_text(" ".join(value["steps"])) + flat(value["table"])

        assert numbers(value["answer"]) - numbers(steps + value["title"]) == set()
