"""From the answers of institutions to one proposal, and whether to talk about it.

The rules are those of section 2 of the framework document. Pure.
"""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from assessments.maturity.answers import (
    BLANK,
    DONT_KNOW,
    NOT_APPLICABLE,
    Answer,
    Given,
    number_of,
    state_of,
)
from assessments.maturity.instrument import FACT, WEAKEST, Framework, Question

#: Levels apart from which a difference over a fact is taken up first.
FAR_APART = 2


def levels_of(answers: Sequence[Answer]) -> tuple[int, ...]:
    """The levels given, from the lowest up: the order of institutions is lost."""
    return tuple(sorted(one.level for one in answers if isinstance(one.level, int)))


def deciding(question: Question, answers: Sequence[Answer]) -> Sequence[Answer]:
    """The answers that a proposal is made from.

    ``weakest``: those of core institutions, where there are any; otherwise all.
    """
    if question.combine != WEAKEST:
        return answers
    return [one for one in answers if one.core] or answers


def proposal(question: Question, answers: Sequence[Answer]) -> Given:
    """The level the answers suggest for the country.

    ``weakest``: the lowest. ``fact`` and ``share``: the lower median. Without any
    number: not applicable when all who answered say so, blank when nobody answered,
    otherwise don't know.
    """
    answers = deciding(question, answers)
    levels = levels_of(answers)
    if levels:
        return levels[0] if question.combine == WEAKEST else lower_median(levels)
    states = {state_of(one.level) for one in answers} - {BLANK}
    if states == {NOT_APPLICABLE}:
        return NOT_APPLICABLE
    return DONT_KNOW if states else None


def why(question: Question, answers: Sequence[Answer]) -> str:
    """Where the proposal comes from, in words."""
    levels = levels_of(deciding(question, answers))
    return why_of(question.combine, levels, state_of(proposal(question, answers)))


def why_of(combine: str, levels: Sequence[int], state: str) -> str:
    """The same from what is kept: the type, the levels that decided, the state.

    Frozen scores hold these, so that each reader gets the words in the own language.
    """
    if levels:
        listed = {"levels": ", ".join(map(str, levels))}
        if combine == WEAKEST:
            return _("lowest of %(levels)s") % listed
        return _("lower median of %(levels)s") % listed
    if state == NOT_APPLICABLE:
        return _("all who answered say: not applicable")
    if state == DONT_KNOW:
        return _("nobody gave a level")
    return _("no institution has answered")


def lower_median(levels: Sequence[int]) -> int:
    """The middle one of sorted levels; of two in the middle the lower."""
    return levels[(len(levels) - 1) // 2]


def must_discuss(
    framework: Framework, question: Question, answers: Sequence[Answer]
) -> bool:
    """Whether institutions have to talk about it before a level is agreed.

    ``fact``: any difference between those who say something; "don't know" and blank
    say nothing. ``weakest``: nobody who gave the lowest level has written why.
    ``share``: levels far apart, or little agreement within the group.
    """
    answers = deciding(question, answers)
    levels = levels_of(answers)
    if question.combine == FACT:
        doubts = any(one.level == NOT_APPLICABLE for one in answers)
        return len({*levels}) + doubts > 1
    if not levels:
        return False
    if question.combine == WEAKEST:
        return not any(
            one.level == levels[0] and one.justification.strip() for one in answers
        )
    if levels[-1] - levels[0] >= framework.scoring.discuss_spread:
        return True
    agreement = within_group_agreement(levels, len(framework.levels))
    return agreement is not None and agreement < Fraction(
        framework.scoring.discuss_agreement
    )


def discuss_first(question: Question, answers: Sequence[Answer]) -> bool:
    """Whether a difference over a fact is large enough to be taken up first."""
    levels = levels_of(answers)
    return bool(
        question.combine == FACT and levels and levels[-1] - levels[0] >= FAR_APART
    )


def within_group_agreement(levels: Sequence[int], options: int) -> Fraction | None:
    """r_wg of one item: 1 - s² / ((A² - 1) / 12), at most 1, may be below 0.

    ``s²``: variance of the levels with n - 1; ``A``: number of levels to choose
    from. None for fewer than two levels. Source: L. R. James, R. G. Demaree and
    G. Wolf, *Journal of Applied Psychology* 69 (1984).
    """
    number = len(levels)
    if number < 2:
        return None
    mean = Fraction(sum(levels), number)
    variance = sum((level - mean) ** 2 for level in levels) / (number - 1)
    return 1 - variance / Fraction(options**2 - 1, 12)


def validated_level(
    framework: Framework, level: Given, evidence_level: int | None
) -> int | None:
    """What of a level the accepted evidence supports; None when there is no level.

    Without evidence: at most the level below the first one that asks for it.
    """
    number = number_of(level)
    if number is None:
        return None
    free = max(framework.minimum, framework.scoring.evidence_from - 1)
    return min(number, max(free, evidence_level or framework.minimum))
