"""How answers become grades. Pure: a frozen spec and an answer in, a grade out.

A *spec* is the question as plain JSON, exactly as its content file holds it (see
the docstrings of the types in :mod:`assessments.questions.models`). Nothing here
knows what order a person saw the options in, so shuffling cannot change a grade.

Credit rules, by the names authors write:

``exact``
    All right gives 1, anything else 0.
``proportional``
    The share of the parts that are right. Multiple choice: right choices taken,
    of all right choices; a wrong choice costs nothing. Matching: terms with their
    own partner, of all terms. Ordering: neighbours that follow each other as they
    should, of all neighbours (one fewer than there are items); a guess earns 1/n
    on average.
``proportional_minus_wrong``
    Multiple choice: as above, but every wrong choice taken takes away as much as
    a right one brings; never below 0. Taking everything does not pay.

No answer always earns 0 where a question counts.

Not every question has a grade of its own:

``Grade.pending``
    A text waits for somebody to mark it (:func:`grade_by_rubric`). Its point is
    among the possible ones, and is not earned yet: whoever adds up leaves the
    result open while it could still change.
``Grade.counts``
    ``False`` for questions about opinions. They are neither earned nor possible,
    and have no right answer.

In both cases ``fraction`` and ``right`` are ``None``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

from assessments.questions.text import nearly_same_text, same_text

Spec = Mapping[str, Any]

EXACT = "exact"
PROPORTIONAL = "proportional"
PROPORTIONAL_MINUS_WRONG = "proportional_minus_wrong"

_STEP = Decimal("0.000001")


@dataclass(frozen=True)
class Grade:
    """What one answer earned.

    ``fraction`` of the question's point, 0 to 1, rounded half up to six decimals;
    ``None`` while ``pending`` and where nothing ``counts``.
    ``right`` is ``True`` for a full point, ``False`` for less, ``None`` without a
    fraction. ``parts_right`` of ``parts`` say how much of a
    question with several parts was right (0 of 0 where there is only one).
    ``feedback`` names the texts of the spec that speak to this answer, most
    particular first: ``"choices/a"``, ``"near/0"``, ``"feedback_true"``.
    """

    fraction: Decimal | None
    right: bool | None
    feedback: tuple[str, ...] = ()
    parts_right: int = 0
    parts: int = 0
    pending: bool = False
    counts: bool = True

    @property
    def partly(self) -> bool:
        """Whether something was right and something was not."""
        return self.right is False and bool(self.fraction)


NOTHING = Grade(Decimal(0), right=False)
WAITING = Grade(None, right=None, pending=True)
NOT_COUNTED = Grade(None, right=None, counts=False)


def grade_single(spec: Spec, answer: str | None) -> Grade:
    """One choice out of several; ``answer`` is the key of the choice."""
    for choice in spec["choices"]:
        if choice["key"] == answer:
            return _whole(choice["right"], _feedback_of_choices([choice]))
    return NOTHING


def grade_multiple(spec: Spec, answer: Sequence[str] | None) -> Grade:
    """Several choices; ``answer`` is the list of keys taken."""
    if not answer:
        return NOTHING
    taken = set(answer)
    right = {choice["key"] for choice in spec["choices"] if choice["right"]}
    hits, wrong = len(taken & right), len(taken - right)
    rule = spec.get("credit", PROPORTIONAL_MINUS_WRONG)
    if rule == EXACT:
        earned = len(right) if taken == right else 0
    elif rule == PROPORTIONAL:
        earned = hits
    else:
        earned = max(0, hits - wrong)
    grade = _share(earned, len(right), shown=hits)
    speaking = [choice for choice in spec["choices"] if choice["key"] in taken]
    return _with_feedback(grade, _feedback_of_choices(speaking))


def grade_true_false(spec: Spec, answer: bool | None) -> Grade:
    """A statement; ``answer`` is what the person holds it to be."""
    if answer is None:
        return NOTHING
    name = "feedback_true" if answer else "feedback_false"
    return _whole(answer is spec["right"], (name,) if spec.get(name) else ())


def grade_numeric(spec: Spec, answer: Mapping[str, str] | None) -> Grade:
    """A number; ``answer`` holds it in plain writing under ``"number"``.

    Right when it differs from ``right`` by at most the tolerance: absolute in the
    unit of the question, relative as a share of the right value (0.01 is one in a
    hundred). A near value is looked for within the same tolerance and earns 0.
    """
    if not answer:
        return NOTHING
    number = Decimal(answer["number"])
    if within(number, Decimal(spec["right"]), spec):
        return _whole(True)
    for index, near in enumerate(spec.get("near", ())):
        if within(number, Decimal(near["value"]), spec):
            return _whole(False, (f"near/{index}",))
    return NOTHING


def within(number: Decimal, target: Decimal, spec: Spec) -> bool:
    """Whether ``number`` lies within the tolerance of the spec around ``target``."""
    tolerance = Decimal(spec.get("tolerance", "0"))
    if spec.get("tolerance_kind") == "relative":
        tolerance *= abs(target)
    return abs(number - target) <= tolerance


def grade_matching(spec: Spec, answer: Mapping[str, str] | None) -> Grade:
    """Terms and partners; ``answer`` maps the key of a term to that of a partner.

    Partners that read the same count as the same, whichever was taken.
    """
    if not answer:
        return NOTHING
    partners = {row["key"]: row["right"] for row in partners_of(spec)}
    hits = sum(
        1
        for pair in spec["pairs"]
        if partners.get(answer.get(pair["key"], "")) == pair["right"]
    )
    return _by_rule(spec, hits, len(spec["pairs"]))


def partners_of(spec: Spec) -> list[Mapping[str, Any]]:
    """Everything a term can be matched with: the pairs, then the extra partners."""
    return [*spec["pairs"], *spec.get("extra", ())]


def grade_ordering(spec: Spec, answer: Sequence[str] | None) -> Grade:
    """Items in order; ``answer`` is the list of their keys, first to last."""
    if not answer:
        return NOTHING
    wanted = [item["key"] for item in spec["items"]]
    follows = set(pairwise(wanted))
    hits = sum(1 for neighbours in pairwise(answer) if neighbours in follows)
    return _by_rule(spec, hits, len(follows))


def grade_short_text(spec: Spec, answer: str | None) -> Grade:
    """A few words, compared in every language of the spec.

    First the accepted texts (the one worth most), then the near misses, then the
    accepted texts with one slip of the pen.
    """
    if not answer:
        return NOTHING
    contains = spec.get("match") == "contains"

    def speaks(texts: Mapping[str, str], compare: Any) -> bool:
        return any(compare(answer, text, contains=contains) for text in texts.values())

    accepted = sorted(spec["accepted"], key=lambda row: -Decimal(row["credit"]))
    for row in accepted:
        if speaks(row["text"], same_text):
            return _earned(Decimal(row["credit"]))
    for index, near in enumerate(spec.get("near", ())):
        if speaks(near["text"], same_text):
            return _whole(False, (f"near/{index}",))
    for row in accepted:
        if speaks(row["text"], nearly_same_text):
            return _earned(Decimal(row["credit"]))
    return NOTHING


def grade_long_text(answer: str | None) -> Grade:
    """A text: worth nothing when there is none, otherwise waiting to be marked."""
    return WAITING if answer else NOTHING


def grade_by_rubric(spec: Spec, marks: Mapping[str, Any]) -> Grade:
    """A text as it was marked; ``marks`` maps criteria to points given.

    The points of all criteria, of those possible. Waiting as long as a criterion
    has not been marked.
    """
    rubric = spec["rubric"]
    if any(marks.get(row["key"]) is None for row in rubric):
        return WAITING
    given = [(int(marks[row["key"]]), row["points"]) for row in rubric]
    earned = sum(min(max(points, 0), most) for points, most in given)
    full = sum(1 for points, most in given if points >= most)
    grade = _share(earned, sum(most for _points, most in given), shown=full)
    return replace(grade, parts=len(rubric))


def feedback_texts(spec: Spec, grade: Grade) -> list[Mapping[str, str]]:
    """The texts by language that the grade points at, in its order."""
    texts = []
    for reference in grade.feedback:
        name, _slash, place = reference.partition("/")
        found: Any = spec.get(name)
        if place and name == "choices":
            found = next(
                (row.get("feedback") for row in found or () if row["key"] == place),
                None,
            )
        elif place:
            found = found[int(place)].get("feedback") if found else None
        if found:
            texts.append(found)
    return texts


def _feedback_of_choices(choices: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(f"choices/{row['key']}" for row in choices if row.get("feedback"))


def _whole(right: bool, feedback: tuple[str, ...] = ()) -> Grade:
    return Grade(Decimal(int(right)), right=right, feedback=feedback)


def _earned(credit: Decimal) -> Grade:
    return Grade(credit, right=credit == 1)


def _by_rule(spec: Spec, hits: int, parts: int) -> Grade:
    if spec.get("credit", PROPORTIONAL) == EXACT:
        return _share(parts if hits == parts else 0, parts, shown=hits)
    return _share(hits, parts, shown=hits)


def _share(earned: int, parts: int, *, shown: int) -> Grade:
    fraction = (Decimal(earned) / parts).quantize(_STEP, ROUND_HALF_UP)
    return Grade(
        fraction.normalize(), right=earned == parts, parts_right=shown, parts=parts
    )


def _with_feedback(grade: Grade, feedback: tuple[str, ...]) -> Grade:
    return replace(grade, feedback=feedback)
