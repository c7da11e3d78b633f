"""Every figure says how it was computed."""

from fractions import Fraction

import pytest
from django.utils import translation

from assessments.maturity import explaining
from assessments.maturity.answers import Answer
from assessments.maturity.scoring import score_round
from tests.assessments.maturity.instruments import NAMES, SHIPPED, framework

MIGDATA = framework(SHIPPED)


@pytest.fixture
def result():
    """All at 3, but A3 at 1 by the answers of three, C3 unknown, J5 not applicable."""
    levels = dict.fromkeys(MIGDATA.by_id, 3) | {"A3": None, "C3": "dk", "J5": "na"}
    answers = [
        Answer(f"I{number}", "A3", level) for number, level in enumerate((1, 1, 3))
    ]
    return score_round(MIGDATA, answers, agreed=levels, evidence={"A3": 3})


def test_level_of_a_question(result):
    found = explaining.explain_question(result, "A3")

    assert found.figure == "Roadmap for migration data"
    assert found.rule.startswith("One true answer exists.")
    assert found.terms[0] == explaining.Term("Proposal", "1", "lower median of 1, 1, 3")
    assert found.result == "1"


def test_mean_of_a_dimension(result):
    found = explaining.explain_mean(result, "A")

    assert [term.value for term in found.terms] == ["3", "3", "1", "3", "3"]
    assert found.result == "2.6"


def test_band_of_a_dimension(result):
    found = explaining.explain_band(result, "C")

    assert "counts as 1 in the low end and as 5 in the high end" in found.rule
    assert [term.value for term in found.terms][2] == "1 to 5"
    assert found.result == "2.6 to 3.4"


def test_not_applicable_is_said_in_words(result):
    assert explaining.explain_mean(result, "J").terms[4].value == "not applicable"
    assert len(explaining.explain_band(result, "J").terms) == 4


def test_stage_of_a_dimension(result):
    found = explaining.explain_stage(result, "C")

    assert "at least 4 of 5 applicable questions (80%, rounded up)" in found.rule
    assert found.terms == (explaining.Term("Below stage 2", "C3"),)
    assert found.result == "1"


def test_coverage(result):
    assert explaining.explain_coverage(result, "C").result == "80%"
    assert explaining.explain_coverage(result).result == "98%"


def test_index(result):
    found = explaining.explain_index(result)

    assert found.rule == "(mean of the dimensions − 1) ÷ (5 − 1) × 100"
    assert found.terms[-1].value == "2.96"
    assert found.result == "49"


def test_national_stage_and_what_holds_it_back(result):
    found = explaining.explain_national_stage(result)

    assert "at least 8 of 10 dimensions" in found.rule
    assert found.terms == (
        explaining.Term(
            "C Law, policy and confidentiality", "C3", "essential, below level 2"
        ),
    )
    assert found.data()["result"] == "1"


@pytest.mark.parametrize("name", [SHIPPED, *NAMES])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_figure_of_every_instrument_explains_itself(name, language):
    chosen = framework(name)
    empty = score_round(chosen, ())
    full = score_round(chosen, (), agreed=dict.fromkeys(chosen.by_id, 2), evidence={})
    with translation.override(language):
        for result in (empty, full):
            for question in chosen.by_id:
                assert explaining.explain_question(result, question).rule
            for dimension in chosen.dimensions:
                for explain in (
                    explaining.explain_mean,
                    explaining.explain_band,
                    explaining.explain_stage,
                    explaining.explain_coverage,
                ):
                    assert explain(result, dimension.id).result
            assert explaining.explain_index(result).result
            assert explaining.explain_national_stage(result).result
            assert explaining.explain_coverage(result).result


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(7, 3), "2.33"),
        (Fraction(5, 2), "2.5"),
        (Fraction(3), "3"),
        (4, "4"),
        (None, "not answered"),
        ("dk", "don't know"),
    ],
)
def test_figures_are_written_as_short_as_they_can_be(value, text):
    assert explaining.shown(value) == text


def test_the_index_in_headlines_has_one_decimal_at_most():
    assert explaining.headline(Fraction(3554, 100)) == "35.5"
    assert explaining.headline(Fraction(50)) == "50"
    assert explaining.headline(None) == "no figure"
