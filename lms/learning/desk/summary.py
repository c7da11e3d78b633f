"""The anonymous summary of a cohort for a ministry: values in, values out.

Nobody is named, and no figure lets a reader work out what few people did:

* No count under SMALLEST is shown, nor one that leaves fewer than SMALLEST others
  (11 done of 12 says who the twelfth is) unless it leaves nobody.
* Institutions with fewer than SMALLEST learners stand together as "others"; where
  these are still too few, the smallest institution beside them joins them.
* Where the cells left out of a column could be worked out from its total, more
  cells are left out, the smallest first (complementary suppression).
* How many began a module is left out where fewer than SMALLEST of them are still
  under way.
* Medians are of at least SMALLEST results.

The threshold is the one of item analysis; the method of secondary suppression
follows A. Hundepool and others, Statistical Disclosure Control (2012), chapter 4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from assessments.quizzes.reports import SMALLEST_GROUP

SMALLEST = SMALLEST_GROUP
#: Percent to which the shares of institutions are rounded.
ROUNDED = 5
#: Stands for all institutions that are too small to be shown alone.
OTHERS = "others"


@dataclass(frozen=True)
class Count:
    """A number of people out of a group, or None where it must not be shown."""

    value: int | None
    of: int

    @property
    def is_shown(self) -> bool:
        """Return whether the number is given."""
        return self.value is not None

    @property
    def percent(self) -> int | None:
        """Return the share in whole percent, None where the number is not given."""
        if self.value is None or not self.of:
            return None
        return round(100 * self.value / self.of)


@dataclass(frozen=True)
class Person:
    """What the summary takes of a learner: no name.

    institution: a key, or "" for none. began, done: keys of modules; results: module
    > best result in percent.
    """

    institution: str
    began: frozenset[str]
    done: frozenset[str]
    results: Mapping[str, int]


@dataclass(frozen=True)
class ModuleLine:
    """One module: how many began it and finished it, and the median result in %."""

    key: str
    began: Count
    done: Count
    median: float | None
    by_group: tuple[Count, ...]


@dataclass(frozen=True)
class Summary:
    """The whole summary; groups are (institution or OTHERS, learners).

    shares: of all modules of all learners of a group, the percentage that is done,
    to the nearest ROUNDED, so that no hidden count follows from it.
    """

    learners: int
    institutions: int
    groups: tuple[tuple[str, int], ...]
    shares: tuple[int, ...]
    modules: tuple[ModuleLine, ...]
    all_done: Count


def summarise(people: Sequence[Person], modules: Sequence[str]) -> Summary | None:
    """Return the summary of a cohort; None for fewer than SMALLEST learners."""
    if len(people) < SMALLEST:
        return None
    groups = grouped([person.institution for person in people])
    sizes = tuple((key, len(members)) for key, members in groups)
    lines = []
    for key in modules:
        results = [one.results[key] for one in people if key in one.results]
        cells = [
            (sum(key in people[place].done for place in members), len(members))
            for _group, members in groups
        ]
        began = sum(key in one.began for one in people)
        done = sum(key in one.done for one in people)
        lines.append(
            ModuleLine(
                key=key,
                began=_begun(began, done, len(people)),
                done=shown(done, len(people)),
                median=median(results) if len(results) >= SMALLEST else None,
                by_group=column(cells),
            )
        )
    everything = sum(one.done >= set(modules) for one in people) if modules else 0
    return Summary(
        learners=len(people),
        institutions=len({one.institution for one in people} - {""}),
        groups=sizes if len(groups) > 1 else (),
        shares=tuple(_share(people, members, modules) for _group, members in groups),
        modules=tuple(lines),
        all_done=shown(everything, len(people)),
    )


def _share(
    people: Sequence[Person], members: Sequence[int], modules: Sequence[str]
) -> int:
    """Return the share of what a group did of all modules, in rounded percent."""
    done = sum(key in people[place].done for place in members for key in modules)
    percent = 100 * done / (len(members) * len(modules)) if modules else 0
    return ROUNDED * int(percent / ROUNDED + 0.5)


def shown(value: int, of: int) -> Count:
    """Return a count as it may be shown: too few, or too few others, is None."""
    return Count(value if _is_safe(value, of) else None, of)


def _begun(began: int, done: int, of: int) -> Count:
    """Return how many began, unless it says how few are between begun and done."""
    under_way = began - done
    return Count(None, of) if 0 < under_way < SMALLEST else shown(began, of)


def _is_safe(value: int, of: int) -> bool:
    return value >= SMALLEST and (of - value >= SMALLEST or value == of)


def grouped(institutions: Sequence[str]) -> list[tuple[str, list[int]]]:
    """Return (institution, places of its people), the largest first, OTHERS last.

    Every group has at least SMALLEST people, or is the only one.
    """
    members: dict[str, list[int]] = {}
    for place, key in enumerate(institutions):
        members.setdefault(key, []).append(place)
    alone = members.pop("", [])
    large = sorted(
        ((key, found) for key, found in members.items() if len(found) >= SMALLEST),
        key=lambda group: (-len(group[1]), group[0]),
    )
    kept = {key for key, _found in large}
    others = alone + [
        place for key, found in members.items() if key not in kept for place in found
    ]
    while others and len(others) < SMALLEST and large:
        others += large.pop()[1]
    return [*large, *([(OTHERS, sorted(others))] if others else [])]


def column(cells: Sequence[tuple[int, int]]) -> tuple[Count, ...]:
    """Return the cells (done, of) of a module by institution, suppressed as needed.

    Whoever knows the total of the column learns no more than the sum of what was
    left out: at least two cells, with at least SMALLEST done and as many not done,
    or nobody. Otherwise one more cell is left out, the smallest first.
    """
    hidden = {place for place, cell in enumerate(cells) if not _is_safe(*cell)}
    while hidden and len(hidden) < len(cells) and not _is_covered(cells, hidden):
        rest = [place for place in range(len(cells)) if place not in hidden]
        hidden.add(min(rest, key=lambda place: (cells[place][1], place)))
    return tuple(
        Count(None if place in hidden else value, of)
        for place, (value, of) in enumerate(cells)
    )


def _is_covered(cells: Sequence[tuple[int, int]], hidden: set[int]) -> bool:
    value = sum(cells[place][0] for place in hidden)
    of = sum(cells[place][1] for place in hidden)
    return len(hidden) > 1 and _is_safe(value, of)
