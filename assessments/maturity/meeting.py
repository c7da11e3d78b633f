"""What a meeting takes up, in which order, and what stands out in the answers. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assessments.maturity import proposals
from assessments.maturity.answers import Answer
from assessments.maturity.instrument import FACT, WEAKEST, Framework, Question
from assessments.maturity.results import QuestionResult, RoundResult

#: Levels from the median at which an answer stands out.
STANDS_OUT = 2


@dataclass(frozen=True)
class Mark:
    """Why an answer stands out: it is the lowest, and so many levels from the rest.

    ``apart``: 0 where it does not stand out by its distance.
    """

    lowest: bool = False
    apart: int = 0

    def __bool__(self) -> bool:
        return self.lowest or bool(self.apart)


def marks_of(question: Question, answers: Sequence[Answer]) -> dict[str, Mark]:
    """Return institution > mark, for the answers that stand out.

    ``weakest``: those that decide the proposal, where others gave more. All types:
    those two or more levels from the lower median.
    """
    levels = proposals.levels_of(answers)
    if not levels or levels[0] == levels[-1]:
        return {}
    middle = proposals.lower_median(levels)
    deciding = proposals.deciding(question, answers)
    decided = proposals.levels_of(deciding)
    marks = {}
    for one in answers:
        if not isinstance(one.level, int):
            continue
        distance = abs(one.level - middle)
        mark = Mark(
            lowest=question.combine == WEAKEST
            and one in deciding
            and one.level == decided[0],
            apart=distance if distance >= STANDS_OUT else 0,
        )
        if mark:
            marks[one.institution] = mark
    return marks


def to_discuss(result: RoundResult, agreed: Collection[str]) -> list[str]:
    """Return the questions to talk about that have no agreed level, in their order.

    First those in which answers on a fact lie far apart, then the others.
    """
    left = [
        one for one in result.questions.values() if one.discuss and one.id not in agreed
    ]
    return [one.id for one in sorted(left, key=lambda one: not one.discuss_first)]


def not_agreed(result: RoundResult, agreed: Collection[str]) -> list[str]:
    """Return the questions without an agreed level, in the order of the framework."""
    return [one for one in result.questions if one not in agreed]


def following(result: RoundResult, left: Sequence[str], current: str) -> str:
    """Return which of the questions that are left comes after this one, "" for none.

    From one that is left itself the way goes through all of them and round again.
    From any other it goes onward in the framework, those far apart first.
    """
    others = [one for one in left if one != current]
    if not others:
        return ""
    if current in left:
        return (*left, left[0])[left.index(current) + 1]
    places = {one: place for place, one in enumerate(result.questions)}
    first = [one for one in others if result.questions[one].discuss_first] or others
    later = [one for one in first if places[one] > places.get(current, -1)]
    return (later or first)[0]


def equal_levels(
    framework: Framework,
    result: RoundResult,
    answers: Mapping[str, Sequence[Answer]],
    institutions: int,
) -> dict[str, int]:
    """Return question > level, where every institution gave that same level.

    Not where one left it blank or said something else, nor where the rules ask to
    talk about it all the same. answers: by question.
    """
    found = {}
    for question in framework.questions:
        levels = [one.level for one in answers.get(question.id, ())]
        if (
            institutions > 0
            and len(levels) == institutions
            and all(isinstance(level, int) for level in levels)
            and len(set(levels)) == 1
            and not result.questions[question.id].discuss
        ):
            found[question.id] = levels[0]
    return found


def is_hint(question: Question, found: QuestionResult) -> bool:
    """Return whether what is computed is no proposal: a fact is found, not reckoned."""
    return question.combine == FACT and isinstance(found.proposed, int)
