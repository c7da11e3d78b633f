"""The scores of a round: check values of the framework document, and each rule."""

from dataclasses import replace
from fractions import Fraction

import pytest

from assessments.maturity.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from assessments.maturity.scoring import AnswerRefused, score_round
from tests.assessments.maturity.instruments import SHIPPED, framework

MIGDATA = framework(SHIPPED)


def agreed(base, **others):
    """A level for every question, and others for some."""
    return dict.fromkeys(MIGDATA.by_id, base) | others


def said(question, *levels, justification="Seen"):
    """An answer of one institution each."""
    return [
        Answer(f"Institution {number}", question, level, justification)
        for number, level in enumerate(levels)
    ]


def test_shipped_framework_has_the_size_it_should():
    kinds = [question.combine for question in MIGDATA.questions]

    assert len(MIGDATA.dimensions) == 10
    assert len(MIGDATA.questions) == 51
    assert len(MIGDATA.essentials) == 13
    assert [kinds.count(one) for one in ("fact", "weakest", "share")] == [28, 10, 13]
    assert [one.id for one in MIGDATA.questions if one.allow_na] == ["J5"]


@pytest.mark.parametrize(
    ("base", "others", "stages", "means", "national", "index"),
    [
        (1, {}, {}, {}, 1, 0),
        (3, {}, {}, {}, 3, 50),
        (5, {}, {}, {}, 5, 100),
        (4, {"B1": 2}, {"B": 2}, {"B": 3.6}, 2, 74),
        (3, {"A3": 1}, {}, {"A": 2.6}, 3, 49),
        (3, {"A3": 1, "A4": 1}, {"A": 1}, {"A": 2.2}, 2, 48),
        (3, {"J5": NOT_APPLICABLE}, {}, {}, 3, 50),
        (3, {"H2": DONT_KNOW}, {}, {}, 3, 50),
        (3, {"C3": DONT_KNOW}, {"C": 1}, {}, 1, 50),
    ],
)
def test_check_values_of_the_framework_document(
    base, others, stages, means, national, index
):
    result = score_round(MIGDATA, (), agreed=agreed(base, **others))
    every = {one.id: base for one in MIGDATA.dimensions}

    assert {key: one.stage for key, one in result.dimensions.items()} == every | stages
    found = {key: float(one.mean) for key, one in result.dimensions.items()}
    assert found == every | means
    assert (result.national_stage, result.index) == (national, index)


@pytest.mark.parametrize(
    ("base", "others", "held_back_by"),
    [
        (5, {}, ()),
        (4, {"B1": 2}, ("B1",)),
        (3, {"A3": 1, "A4": 1}, ("A3", "A4")),
        (3, {"C3": DONT_KNOW}, ("C3",)),
        (4, {"B1": 2, "C3": None}, ("C3",)),
    ],
)
def test_what_holds_the_next_stage_back_is_named(base, others, held_back_by):
    result = score_round(MIGDATA, (), agreed=agreed(base, **others))

    assert result.held_back_by == held_back_by


def test_three_dimensions_behind_are_too_many():
    behind = {"A1": 3, "A3": 3, "D2": 3, "D3": 3, "J1": 3, "J2": 3}

    result = score_round(MIGDATA, (), agreed=agreed(4, **behind))

    assert result.national_stage == 3
    assert [
        (hold.rule, hold.dimension, hold.needed, hold.questions)
        for hold in result.scores.held_back
    ] == [
        ("too_few", "A", 4, ("A1", "A3")),
        ("too_few", "D", 4, ("D2", "D3")),
        ("too_few", "J", 4, ("J1", "J2")),
    ]


def test_two_dimensions_one_stage_behind_are_allowed():
    behind = {"A1": 3, "A3": 3, "D2": 3, "D3": 3}

    assert score_round(MIGDATA, (), agreed=agreed(4, **behind)).national_stage == 4


def test_essential_questions_need_no_more_than_the_floor_for_the_country():
    result = score_round(MIGDATA, (), agreed=agreed(5, B1=3))

    # B is at stage 3, two below 5: the country is at 4.
    assert result.dimensions["B"].stage == 3
    assert result.national_stage == 4
    assert [hold.rule for hold in result.scores.held_back] == ["lagging"]
    assert result.held_back_by == ("B1",)


@pytest.mark.parametrize(
    ("question", "levels", "proposed", "why"),
    [
        ("A3", (3, 1, 1), 1, "lower median of 1, 1, 3"),
        ("A3", (4, 2), 2, "lower median of 2, 4"),
        ("A4", (5, 2, 3, 4), 3, "lower median of 2, 3, 4, 5"),
        ("B1", (4, 2, 3), 2, "lowest of 2, 3, 4"),
        ("B1", (None, DONT_KNOW, 3), 3, "lowest of 3"),
        ("B1", (DONT_KNOW, None), DONT_KNOW, "nobody gave a level"),
        ("J5", (NOT_APPLICABLE, DONT_KNOW), DONT_KNOW, "nobody gave a level"),
        (
            "J5",
            (NOT_APPLICABLE, NOT_APPLICABLE, None),
            NOT_APPLICABLE,
            "all who answered say: not applicable",
        ),
        ("J5", (NOT_APPLICABLE, 4), 4, "lower median of 4"),
        ("A3", (None, None), None, "no institution has answered"),
        ("A3", (), None, "no institution has answered"),
    ],
)
def test_proposal_and_its_reason(question, levels, proposed, why):
    found = score_round(MIGDATA, said(question, *levels)).questions[question]

    assert (found.proposed, found.level, found.why) == (proposed, proposed, why)


def test_only_core_institutions_decide_about_the_weakest():
    answers = [
        Answer("Interior", "B1", 4, "Seen"),
        Answer("Border", "B1", 3, "Seen"),
        Answer("Tourism", "B1", 1, core=False),
        Answer("Tourism", "A3", 1, core=False),
        Answer("Interior", "A3", 3),
    ]

    found = score_round(MIGDATA, answers).questions

    assert (found["B1"].proposed, found["B1"].why) == (3, "lowest of 3, 4")
    assert (found["B1"].levels, found["B1"].low) == ((1, 3, 4), 1)
    assert found["B1"].discuss is False
    assert found["A3"].proposed == 1


def test_without_core_institutions_all_decide():
    answers = [Answer("Tourism", "B1", 2, core=False)]

    assert score_round(MIGDATA, answers).questions["B1"].proposed == 2


def test_agreed_level_stands_over_the_proposal():
    answers = said("A3", 1, 1, 3)

    found = score_round(MIGDATA, answers, agreed={"A3": 2}).questions["A3"]

    assert (found.level, found.proposed, found.agreed) == (2, 1, 2)


def test_blank_agreed_level_leaves_the_proposal():
    answers = said("A3", 1, 1, 3)

    found = score_round(MIGDATA, answers, agreed={"A3": None}).questions["A3"]

    assert (found.level, found.agreed) == (1, None)


def test_agreed_dont_know_is_a_decision():
    result = score_round(MIGDATA, said("A3", 1, 1, 3), agreed={"A3": DONT_KNOW})

    assert result.questions["A3"].level == DONT_KNOW
    assert result.dimensions["A"].answered == 0


@pytest.mark.parametrize(
    ("question", "levels", "justification", "discuss", "first"),
    [
        ("A3", (2, 2, 2), "", False, False),
        ("A3", (2, 3), "Seen", True, False),
        ("A3", (1, 3), "Seen", True, True),
        ("A3", (3, DONT_KNOW, None), "", False, False),
        ("J5", (3, NOT_APPLICABLE), "", True, False),
        ("B1", (2, 4), "Seen", False, False),
        ("B1", (2, 4), " ", True, False),
        ("B1", (DONT_KNOW, None), "", False, False),
        # Spread of three levels; r_wg of 0.5 and more is agreement enough.
        ("A4", (2, 5, 4, 4, 4, 4, 4), "", True, False),
        ("A4", (3, 3, 4), "", False, False),
        # 1, 1, 3: variance 4/3, expected 2, r_wg 1/3.
        ("A4", (1, 1, 3), "", True, False),
        # 2, 3, 4: variance 1, r_wg exactly 0.5.
        ("A4", (2, 3, 4), "", False, False),
        ("A4", (3,), "", False, False),
    ],
)
def test_disagreement_that_must_be_discussed(
    question, levels, justification, discuss, first
):
    answers = said(question, *levels, justification=justification)

    found = score_round(MIGDATA, answers).questions[question]

    assert (found.discuss, found.discuss_first) == (discuss, first)


def test_one_reason_among_the_lowest_is_enough():
    answers = [*said("B1", 2, justification=""), Answer("Border", "B1", 2, "No deputy")]

    assert score_round(MIGDATA, answers).questions["B1"].discuss is False


@pytest.mark.parametrize(
    ("level", "evidence", "validated"),
    [
        (5, None, 2),
        (5, 3, 3),
        (5, 4, 4),
        (4, 5, 4),
        (2, None, 2),
        (1, 5, 1),
        (DONT_KNOW, 5, None),
        (3, 1, 2),
    ],
)
def test_validated_level_follows_the_evidence(level, evidence, validated):
    result = score_round(MIGDATA, (), agreed={"A1": level}, evidence={"A1": evidence})

    assert result.questions["A1"].validated == validated


def test_validated_scores_stand_beside_the_agreed_ones():
    result = score_round(MIGDATA, (), agreed=agreed(4), evidence={})

    assert (result.national_stage, result.index) == (4, 75)
    assert (result.validated.national_stage, result.validated.index) == (2, 25)


def test_nothing_is_validated_without_evidence_at_all():
    result = score_round(MIGDATA, (), agreed=agreed(4))

    assert result.validated is None
    assert {one.validated for one in result.questions.values()} == {None}


def test_band_runs_from_the_lowest_to_the_highest_answers():
    answers = [
        answer
        for question in MIGDATA.by_id
        for answer in said(question, *((2, 3, 5) if question[0] == "A" else (3,)))
    ]

    result = score_round(MIGDATA, answers)

    assert (result.dimensions["A"].low, result.dimensions["A"].high) == (2, 5)
    assert (result.dimensions["B"].low, result.dimensions["B"].high) == (3, 3)
    assert result.scores.index_low == Fraction(475, 10)
    assert result.scores.index_high == Fraction(55)


def test_unanswered_questions_widen_the_band_to_the_ends_of_the_scale():
    result = score_round(MIGDATA, (), agreed=agreed(3, H2=DONT_KNOW))

    found = result.dimensions["H"]
    assert (found.low, found.high) == (Fraction(16, 6), Fraction(20, 6))
    assert found.mean == 3


def test_not_applicable_is_in_no_end_of_the_band():
    found = score_round(MIGDATA, (), agreed=agreed(3, J5=NOT_APPLICABLE))

    assert (found.dimensions["J"].low, found.dimensions["J"].high) == (3, 3)
    assert found.dimensions["J"].applicable == 4


def test_too_little_coverage_leaves_no_mean():
    result = score_round(MIGDATA, (), agreed=agreed(3, A1=None, A3=DONT_KNOW))

    found = result.dimensions["A"]
    assert (found.coverage, found.mean, found.stage) == (Fraction(3, 5), None, 1)
    assert result.index == 50
    assert result.scores.coverage == Fraction(49, 51)


def test_blank_dont_know_not_applicable_and_level_1_are_four_things():
    levels = {"J1": None, "J2": DONT_KNOW, "J5": NOT_APPLICABLE, "J3": 1}
    result = score_round(MIGDATA, (), agreed=agreed(3, **levels))

    data = result.data()["questions"]
    assert [data[one]["state"] for one in levels] == ["blank", "dk", "na", "level"]
    assert [data[one]["level"] for one in levels] == [None, None, None, 1]
    found = result.dimensions["J"]
    assert (found.answered, found.applicable) == (2, 4)


def test_round_without_any_answer_has_no_index():
    result = score_round(MIGDATA, ())
    data = result.data()

    assert (data["index"], data["index_low"], data["index_high"]) == (None, None, None)
    assert (data["coverage"], data["national_stage"]) == (0.0, 1)
    assert data["dimensions"]["A"]["mean"] is None
    assert data["dimensions"]["A"]["lowest"] == []


def test_output_has_the_structure_that_was_agreed():
    data = score_round(MIGDATA, said("A3", 1, 1, 3), agreed=agreed(3, A3=None)).data()

    assert list(data)[:8] == [
        "framework",
        "version",
        "index",
        "index_low",
        "index_high",
        "coverage",
        "national_stage",
        "held_back_by",
    ]
    assert (data["framework"], data["version"]) == ("migdata-maturity", "1.0.0")
    assert (data["index"], data["coverage"], data["national_stage"]) == (49.0, 1.0, 3)
    found = data["dimensions"]["A"]
    assert (found["mean"], found["stage"], found["coverage"]) == (2.6, 3, 1.0)
    assert (found["lowest"], found["counts"]) == (["A3"], {"1": 1, "3": 4})
    assert list(data["questions"]["A3"].items())[:6] == [
        ("level", 1),
        ("proposed", 1),
        ("agreed", None),
        ("validated", None),
        ("discuss", True),
        ("why", "lower median of 1, 1, 3"),
    ]


@pytest.mark.parametrize(
    ("question", "given"),
    [("A1", 0), ("A1", 6), ("A1", "x"), ("A1", True), ("A1", "na"), ("Z1", 3)],
)
def test_answers_the_instrument_does_not_know_are_refused(question, given):
    with pytest.raises(AnswerRefused):
        score_round(MIGDATA, said(question, given))


def test_index_as_a_share_of_the_highest_level():
    spar = framework("health-capacities")
    result = score_round(spar, (), agreed=dict.fromkeys(spar.by_id, 3))

    assert (result.index, result.scores.index_low) == (60, 60)
    assert result.national_stage == 3


def test_scale_from_0_with_weights():
    office = framework("statistics-office")
    result = score_round(
        office,
        (),
        agreed={"P1": 4, "P2": 0, "S1": 4, "S2": 0, "S3": DONT_KNOW, "U1": 5},
    )

    # (3 × 4 + 1 × 0) / 4; (0.5 × 4 + 1.5 × 0) / 2; whole: (2 × 3 + 1 + 5) / 4.
    assert [one.mean for one in result.dimensions.values()] == [3, 1, 5]
    assert result.index == Fraction(300, 5)
    # Half of the questions are enough here; S has 1 of 3 above 0.
    assert [one.stage for one in result.dimensions.values()] == [4, 0, 5]
    # Two of three dimensions have stage 4, but S is at 0.
    assert result.national_stage == 1
    assert result.dimensions["S"].low == Fraction(2, 3)
    assert result.dimensions["S"].high == Fraction(7, 3)


def test_scale_from_1_to_4_with_a_number_of_dimensions():
    data = framework("open-data")
    result = score_round(data, (), agreed={"A1": 4, "A2": NOT_APPLICABLE, "B1": 3})

    assert [one.stage for one in result.dimensions.values()] == [4, 3]
    assert result.national_stage == 3
    assert result.index == Fraction(5, 6) * 100
    assert result.held_back_by == ("B1",)


def test_short_form_keeps_the_essential_questions():
    short = framework("open-data").short_form()

    assert [one.id for one in short.questions] == ["A1"]
    assert score_round(short, (), agreed={"A1": 3}).national_stage == 3


def test_dimension_in_which_nothing_applies_counts_nowhere():
    plain = framework("open-data")
    first = replace(
        plain.dimensions[0],
        questions=tuple(
            replace(one, allow_na=True) for one in plain.dimensions[0].questions
        ),
    )
    data = replace(plain, dimensions=(first, plain.dimensions[1]))
    nothing = {"A1": NOT_APPLICABLE, "A2": NOT_APPLICABLE}

    result = score_round(data, (), agreed=nothing | {"B1": 4})
    empty = result.dimensions["A"]
    assert (empty.mean, empty.low, empty.stage, empty.coverage) == (None,) * 4
    assert (result.national_stage, result.index) == (4, 100)

    nowhere = replace(
        data, dimensions=(first,), scoring=replace(data.scoring, national_dims=1)
    )
    assert score_round(nowhere, (), agreed=nothing).data()["national_stage"] is None
