"""What holds for every instrument and every set of answers."""

import json

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessments.maturity.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from assessments.maturity.scoring import score_round, thawed
from tests.assessments.maturity.instruments import NAMES, SHIPPED, framework

FRAMEWORKS = [framework(name) for name in (SHIPPED, *NAMES)]
FEW = settings(max_examples=60, deadline=None)


@st.composite
def rounds(draw, institutions=3):
    """An instrument, answers of some institutions, and agreed levels for some."""
    chosen = draw(st.sampled_from(FRAMEWORKS))
    random = draw(st.randoms(use_true_random=False))
    # From countries that agree on a high level to those that agree on nothing.
    lowest = random.randint(chosen.minimum, chosen.maximum)
    plain = list(range(lowest, chosen.maximum + 1))
    known = random.choice([0.7, 0.95, 1])

    def given_to(question):
        words = [DONT_KNOW, None] + [NOT_APPLICABLE] * question.allow_na
        return random.choice(plain if random.random() < known else words)

    answers = [
        Answer(
            f"Institution {number}",
            question.id,
            given_to(question),
            random.choice(["", "Seen"]),
            core=number > 0,
        )
        for question in chosen.questions
        for number in range(random.choice([1, institutions]))
    ]
    agreed = {
        question.id: given_to(question)
        for question in chosen.questions
        if random.random() < 0.3
    }
    return chosen, answers, agreed


def figures(result):
    """All figures that a raised answer must not lower."""
    found = {
        "index": result.scores.index,
        "index_low": result.scores.index_low,
        "index_high": result.scores.index_high,
        "national": result.scores.national_stage,
    }
    for key, one in result.dimensions.items():
        found |= {(key, "mean"): one.mean, (key, "stage"): one.stage}
        found |= {(key, "low"): one.low, (key, "high"): one.high}
    for key, one in result.questions.items():
        found |= {(key, "level"): one.number, (key, "validated"): one.validated}
    return found


def not_lower(before, after):
    """Whether no figure has fallen, and none has come or gone."""
    old, new = figures(before), figures(after)
    return all(
        (old[name] is None) == (new[name] is None)
        and (old[name] is None or new[name] >= old[name])
        for name in old
    )


@FEW
@given(rounds(), st.data())
def test_raising_one_answer_never_lowers_any_score(drawn, data):
    chosen, answers, agreed = drawn
    low = [
        place
        for place, answer in enumerate(answers)
        if isinstance(answer.level, int) and answer.level < chosen.maximum
    ]
    assume(low)
    place = data.draw(st.sampled_from(low))
    old = answers[place]
    raised = Answer(
        old.institution,
        old.question,
        data.draw(st.integers(old.level + 1, chosen.maximum)),
        old.justification,
        core=old.core,
    )
    evidence = {old.question: chosen.maximum}

    before = score_round(chosen, answers, agreed=agreed, evidence=evidence)
    changed = [*answers[:place], raised, *answers[place + 1 :]]
    after = score_round(chosen, changed, agreed=agreed, evidence=evidence)

    assert not_lower(before, after)


@FEW
@given(rounds(), st.data())
def test_raising_one_agreed_level_never_lowers_any_score(drawn, data):
    chosen, answers, agreed = drawn
    low = [one for one, level in agreed.items() if isinstance(level, int)]
    assume(low)
    question = data.draw(st.sampled_from(sorted(low)))
    level = data.draw(st.integers(agreed[question], chosen.maximum))

    before = score_round(chosen, answers, agreed=agreed)
    after = score_round(chosen, answers, agreed=agreed | {question: level})

    assert not_lower(before, after)


@FEW
@given(rounds(), st.randoms(use_true_random=False))
def test_order_of_institutions_never_matters(drawn, random):
    chosen, answers, agreed = drawn
    shuffled = list(answers)
    random.shuffle(shuffled)

    before = score_round(chosen, answers, agreed=agreed)

    assert score_round(chosen, shuffled, agreed=agreed) == before


@FEW
@given(rounds())
def test_not_applicable_never_changes_a_mean(drawn):
    chosen, answers, agreed = drawn
    optional = [one.id for one in chosen.questions if one.allow_na]
    without = {one: level for one, level in agreed.items() if one not in optional}
    others = [answer for answer in answers if answer.question not in optional]

    with_na = score_round(
        chosen, others, agreed=without | dict.fromkeys(optional, NOT_APPLICABLE)
    )

    for dimension in chosen.dimensions:
        counted = [one for one in dimension.questions if one.id not in optional]
        levels = [
            (one.weight, number)
            for one in counted
            if (number := with_na.questions[one.id].number) is not None
        ]
        found = with_na.dimensions[dimension.id]
        assert found.applicable == len(counted)
        if found.mean is not None:
            total = sum(weight for weight, _level in levels)
            mean = sum(weight * level for weight, level in levels) / total
            assert abs(float(found.mean) - float(mean)) < 1e-9


@FEW
@given(rounds())
def test_figures_stay_within_their_ranges(drawn):
    chosen, answers, agreed = drawn
    result = score_round(chosen, answers, agreed=agreed, evidence={})

    for scores in (result.scores, result.validated):
        for index in (scores.index, scores.index_low, scores.index_high):
            assert index is None or 0 <= index <= 100
        assert scores.coverage is None or 0 <= scores.coverage <= 1
    for one in result.dimensions.values():
        assert one.low is None or chosen.minimum <= one.low <= one.high
        assert one.high is None or one.high <= chosen.maximum
        assert one.stage is None or chosen.minimum <= one.stage <= chosen.maximum


@FEW
@given(rounds())
def test_national_stage_is_never_above_what_the_rules_allow(drawn):
    chosen, answers, agreed = drawn
    result = score_round(chosen, answers, agreed=agreed)
    stage = result.national_stage
    if stage is None or stage == chosen.minimum:
        return

    for question in chosen.essentials:
        found = result.questions[question.id]
        if found.level != NOT_APPLICABLE:
            assert found.number is not None
            assert found.number >= min(stage, chosen.scoring.essential_floor)
    stages = [one.stage for one in result.dimensions.values() if one.stage is not None]
    assert min(stages) >= stage - 1
    reached = sum(one >= stage for one in stages)
    assert reached >= chosen.required_dimensions(len(stages))


@FEW
@given(rounds())
def test_something_holds_the_stage_back_unless_it_is_the_highest(drawn):
    chosen, answers, agreed = drawn
    result = score_round(chosen, answers, agreed=agreed)
    assert bool(result.held_back_by) == (result.national_stage < chosen.maximum)


@FEW
@given(rounds())
def test_without_agreed_levels_the_mean_lies_in_the_band(drawn):
    chosen, answers, _agreed = drawn
    result = score_round(chosen, answers)

    for one in result.dimensions.values():
        assert one.mean is None or one.low <= one.mean <= one.high


@FEW
@given(rounds(), st.booleans())
def test_frozen_scores_give_the_whole_result_again(drawn, validated):
    chosen, answers, agreed = drawn
    evidence = dict.fromkeys(agreed, chosen.maximum) if validated else None
    result = score_round(chosen, answers, agreed=agreed, evidence=evidence)

    frozen = json.loads(json.dumps(result.data()))

    assert thawed(chosen, frozen) == result


@FEW
@given(rounds())
def test_stages_are_what_the_rules_say_read_aloud(drawn):
    chosen, answers, agreed = drawn
    result = score_round(chosen, answers, agreed=agreed)
    scale = range(chosen.minimum, chosen.maximum + 1)
    levels = {
        one.id: one.number if one.number is not None else chosen.minimum - 1
        for one in result.questions.values()
        if one.level != NOT_APPLICABLE
    }
    share, floor = chosen.scoring.stage_share, chosen.scoring.essential_floor

    stages = {}
    for dimension in chosen.dimensions:
        asked = [one for one in dimension.questions if one.id in levels]
        reached = [
            k
            for k in scale
            if sum(levels[one.id] >= k for one in asked) >= share * len(asked)
            and all(levels[one.id] >= k for one in asked if one.essential)
        ]
        if asked:
            stages[dimension.id] = max(reached, default=chosen.minimum)
    national = [
        k
        for k in scale
        if sum(one >= k for one in stages.values())
        >= chosen.required_dimensions(len(stages))
        and min(stages.values()) >= k - 1
        and all(
            levels[one.id] >= min(k, floor)
            for one in chosen.essentials
            if one.id in levels
        )
    ]

    found = {key: one.stage for key, one in result.dimensions.items()}
    assert {key: one for key, one in found.items() if one is not None} == stages
    assert result.national_stage == max(national, default=chosen.minimum)
