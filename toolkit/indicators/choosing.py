"""Choosing a minimum set: scores, ranking, balance, coverage, what is missing.

Values in, values out; no database. The rules are those of the indicator catalogue
("How to use it in the minimum-set builder") and of Annex 10 of the General Model.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

#: What a candidate is judged by, in the order of the form.
CRITERIA = ("relevance", "availability", "quality", "low_cost")
#: Scores are whole numbers between these two; 5 is best, also for low cost.
LOWEST, HIGHEST = 1, 5
#: Percent that the weights make in sum.
WHOLE = 100
#: How many indicators a minimum set has.
FEWEST, MOST = 5, 10
#: The pack with which every country begins (Annex 10).
FIRST_PACK = "dsm-six"
#: What a country can be, each with a pack of its own; several may apply.
PROFILES = ("origin", "transit", "destination", "protection")
#: Kinds that count as a flow.
FLOWS = frozenset({"flow", "events"})

# Reasons why a choice or a set is not as it must be; words stand beside the pages.
TOO_FEW, TOO_MANY = "too_few", "too_many"
NO_STOCK, NO_FLOW, NOT_BY_SEX = "no_stock", "no_flow", "not_by_sex"
NO_OWNER, NO_SOURCE, NOT_AGREED = "no_owner", "no_source", "not_agreed"


class WeightsRefused(ValueError):
    """The weights are not percentages that make 100; ``total`` is their sum."""

    def __init__(self, total: int) -> None:
        self.total = total
        super().__init__(f"The weights make {total}, not {WHOLE}.")


@dataclass(frozen=True)
class Candidate:
    """An indicator as far as choosing needs it.

    ``kind`` and ``topic``: values of Indicator.Kind and Indicator.Topic. ``scores``:
    criterion > 1 to 5; a criterion may be missing or None.
    """

    code: str
    position: int
    kind: str
    topic: str
    by_sex: bool
    packs: tuple[str, ...] = ()
    scores: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One product of a score: ``points`` = ``score`` x ``weight`` / 100."""

    criterion: str
    score: int
    weight: int

    @property
    def points(self) -> float:
        """Return what this criterion adds to the score."""
        return self.score * self.weight / WHOLE


@dataclass(frozen=True)
class Ranked:
    """A candidate with its score (None: not scored) and place (None: not scored)."""

    candidate: Candidate
    score: float | None
    place: int | None


@dataclass(frozen=True)
class Coverage:
    """How many candidates of a topic are chosen, of how many there are."""

    topic: str
    chosen: int
    available: int


@dataclass(frozen=True)
class Missing:
    """What keeps something from counting: a reason, and where it belongs.

    ``code``: the indicator, "" for the set as a whole. ``field``: the field of the
    row of the matrix, when the reason is an empty one.
    """

    reason: str
    code: str = ""
    field: str = ""


@dataclass(frozen=True)
class RowState:
    """What is known of a chosen indicator's row of the matrix."""

    code: str
    has_owner: bool
    sources: int
    empty_fields: tuple[str, ...] = ()
    agreed: bool = False


def check_weights(weights: Mapping[str, int]) -> None:
    """Raise WeightsRefused unless there is one weight a criterion, in sum 100."""
    total = sum(weights.values())
    known = set(weights) == set(CRITERIA)
    if not known or min(weights.values()) < 0 or total != WHOLE:
        raise WeightsRefused(total)


def parts_of(scores: Mapping[str, int | None], weights: Mapping[str, int]) -> list:
    """Return the products that make a score; [] when a score that counts is missing.

    A criterion with weight 0 needs no score and adds nothing.
    """
    found = []
    for criterion in CRITERIA:
        score, weight = scores.get(criterion), weights[criterion]
        if not weight:
            continue
        if score is None:
            return []
        found.append(Part(criterion, score, weight))
    return found


def score_of(
    scores: Mapping[str, int | None], weights: Mapping[str, int]
) -> float | None:
    """Return the score of a candidate, from 1 to 5; None when it is not scored.

    Weighted mean: the sum of score x weight over the criteria, divided by 100 (the
    sum of the weights, in percent). Relevance 40, availability 30, quality 20 and
    low cost 10 percent unless the country changes them (indicator catalogue, how to
    use it, step 2). One missing score leaves the candidate without a score: nothing
    is guessed. Raises WeightsRefused when the weights do not make 100.
    """
    check_weights(weights)
    parts = parts_of(scores, weights)
    if not parts:
        return None
    # Whole numbers first, so that equal scores are equal whatever their order.
    return sum(part.score * part.weight for part in parts) / WHOLE


def rank(candidates: Iterable[Candidate], weights: Mapping[str, int]) -> list[Ranked]:
    """Return all candidates, the best first; those without a score come last.

    Equal scores share a place and stand in the order of the catalogue.
    """
    scored = [(score_of(one.scores, weights), one) for one in candidates]
    scored.sort(key=lambda pair: (-(pair[0] or 0), pair[1].position, pair[1].code))
    ranked: list[Ranked] = []
    for number, (score, one) in enumerate(scored, start=1):
        place = None if score is None else number
        if ranked and score is not None and ranked[-1].score == score:
            place = ranked[-1].place
        ranked.append(Ranked(one, score, place))
    return ranked


def suggested_by(packs: Collection[str], profile: Collection[str]) -> list[str]:
    """Return the packs of the profile that a candidate is in, in PROFILES' order."""
    return [key for key in PROFILES if key in profile and key in packs]


def first_choice(
    candidates: Sequence[Candidate],
    profile: Collection[str],
    weights: Mapping[str, int],
) -> list[str]:
    """Return the codes that are ticked before anybody has chosen, at most ten.

    The six of Annex 10, then the packs of the profile while there is room: first
    those in most of its packs, then the better scored, then in the catalogue's order.
    """
    ordered = sorted(candidates, key=lambda one: (one.position, one.code))
    first = [one.code for one in ordered if FIRST_PACK in one.packs]
    more = [
        one
        for one in ordered
        if one.code not in first and suggested_by(one.packs, profile)
    ]
    more.sort(
        key=lambda one: (
            -len(suggested_by(one.packs, profile)),
            -(score_of(one.scores, weights) or 0),
            one.position,
            one.code,
        )
    )
    return (first + [one.code for one in more])[:MOST]


def balance(chosen: Collection[Candidate]) -> list[Missing]:
    """Return every rule that a choice breaks; [] when it is balanced.

    Five to ten; at least one stock, one flow (also of events), and one that is given
    by sex (indicator catalogue, how to use it, step 3).
    """
    found = []
    if len(chosen) < FEWEST:
        found.append(Missing(TOO_FEW))
    if len(chosen) > MOST:
        found.append(Missing(TOO_MANY))
    if not any(one.kind == "stock" for one in chosen):
        found.append(Missing(NO_STOCK))
    if not any(one.kind in FLOWS for one in chosen):
        found.append(Missing(NO_FLOW))
    if not any(one.by_sex for one in chosen):
        found.append(Missing(NOT_BY_SEX))
    return found


def coverage(
    candidates: Iterable[Candidate], chosen: Collection[str], topics: Sequence[str]
) -> list[Coverage]:
    """Return how many of each topic are chosen, topics in the order given."""
    counts = {topic: [0, 0] for topic in topics}
    for one in candidates:
        counts[one.topic][0] += one.code in chosen
        counts[one.topic][1] += 1
    return [Coverage(topic, *counts[topic]) for topic in topics]


def missing_in_row(row: RowState) -> list[Missing]:
    """Return what a chosen indicator lacks before it counts.

    An owner institution, at least one source of the inventory, every field of its
    row of the definition matrix; in this order.
    """
    found = [Missing("empty", row.code, name) for name in row.empty_fields]
    if not row.sources:
        found.insert(0, Missing(NO_SOURCE, row.code))
    if not row.has_owner:
        found.insert(0, Missing(NO_OWNER, row.code))
    return found


def missing_before_approval(
    chosen: Collection[Candidate], rows: Iterable[RowState]
) -> list[Missing]:
    """Return every reason why a set cannot be approved; [] when it can.

    The balance of the choice, then each row: what it lacks, and once it is complete
    the agreement of its owner.
    """
    found = balance(chosen)
    for row in rows:
        lacks = missing_in_row(row)
        if not lacks and not row.agreed:
            lacks = [Missing(NOT_AGREED, row.code)]
        found += lacks
    return found
