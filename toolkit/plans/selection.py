"""Which actions a country needs, and why. Values in, values out; no database.

Section 4 of the framework document and the rules of the action library: an action
is proposed when it leads to a level above today's that the target reaches; what it
needs is added; where the library has nothing for a step, a generic action stands in.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from assessments.maturity.answers import NOT_APPLICABLE, Given, number_of
from assessments.maturity.instrument import Framework
from toolkit.plans.library import IN_PLACE, Action, Library

#: Reasons why something is for later.
LEVEL = "level"

#: (action, the one that comes before it): why the order need not be kept.
Waivers = Mapping[tuple[str, str], str]


class WaiverRefused(ValueError):
    """An order was waived without a reason."""


@dataclass(frozen=True)
class Reason:
    """A question that an action lifts: from today's level to another."""

    question: str
    level: int
    to: int


@dataclass(frozen=True)
class Chosen:
    """One action of a selection.

    ``reasons``: empty when it is there only because others need it. ``needs`` and
    ``after``: hard and soft order, within the selection and without what was
    waived. ``required_by``: those of the selection that need it. ``essentials``:
    how many essential questions it lifts to "in place".
    """

    action: Action
    reasons: tuple[Reason, ...]
    needs: tuple[str, ...]
    after: tuple[str, ...]
    required_by: tuple[str, ...]
    essentials: int

    @property
    def id(self) -> str:
        """The id of the action."""
        return self.action.id

    @property
    def question(self) -> str:
        """The question it is counted under: its first reason, or its first lift."""
        if self.reasons:
            return self.reasons[0].question
        return self.action.lifts[0].question

    @property
    def leader(self) -> str:
        """The role that leads."""
        return self.action.responsible[0]


@dataclass(frozen=True)
class Waiting:
    """An action that no plan can hold yet, with the reason."""

    action: Action
    reasons: tuple[Reason, ...]
    reason: str = LEVEL


@dataclass(frozen=True)
class Selection:
    """What a country needs, sorted by id.

    ``waiting``: what has to wait for another assessment. ``uncovered``: questions
    with a gap that nothing in the library closes. ``exhausted``: questions with a gap
    whose actions are all done: they have to be assessed again. ``given_up``: questions
    with a gap whose actions were left out by people. ``met``: ids of actions whose
    work is done, in the plan or not.
    """

    items: tuple[Chosen, ...]
    waiting: tuple[Waiting, ...] = ()
    uncovered: tuple[str, ...] = ()
    exhausted: tuple[str, ...] = ()
    given_up: tuple[str, ...] = ()
    met: frozenset[str] = frozenset()

    @cached_property
    def by_id(self) -> Mapping[str, Chosen]:
        """All by the id of the action."""
        return {one.id: one for one in self.items}

    @cached_property
    def followers(self) -> Mapping[str, frozenset[str]]:
        """For each action, those that need it, directly or through others."""
        found: dict[str, frozenset[str]] = {}

        def follow(name: str) -> frozenset[str]:
            if name not in found:
                direct = self.by_id[name].required_by
                found[name] = frozenset(direct).union(*map(follow, direct))
            return found[name]

        for name in self.by_id:
            follow(name)
        return found


def select(
    framework: Framework,
    library: Library,
    levels: Mapping[str, Given],
    targets: Mapping[str, int],
    *,
    done: Collection[str] = (),
    waived: Waivers | None = None,
    validated: Mapping[str, int | None] | None = None,
    left_out: Collection[str] = (),
) -> Selection:
    """Return the actions that lead from the levels to the targets.

    levels: question > agreed level; "don't know" and blank stand at the lowest.
    targets: question > level; a question without a target is left out. done: ids of
    actions recorded as done. validated: levels that evidence supports; None when
    nothing was validated. left_out: ids of actions that people have dropped; nothing
    waits for them. Raises :class:`WaiverRefused`.
    """
    return _Selector(
        framework,
        library,
        levels,
        targets,
        frozenset(done),
        waived,
        validated,
        frozenset(left_out),
    ).selection()


def today(framework: Framework, levels: Mapping[str, Given]) -> dict[str, int]:
    """Return question > level of today, for the questions that apply."""
    found = {}
    for question in framework.questions:
        given = levels.get(question.id)
        if given != NOT_APPLICABLE:
            number = number_of(given)
            found[question.id] = framework.minimum if number is None else number
    return found


def is_met(action: Action, now: Mapping[str, int], done: Collection[str]) -> bool:
    """Whether an action has done its work, so that what needs it may start.

    Recorded as done, or every question that it lifts to "in place" is there. One
    that lifts none so far is met when all are at the first level it leads to.
    Questions that do not apply stand in nobody's way.
    """
    if action.id in done:
        return True
    first = {
        one.question: IN_PLACE for one in action.lifts if IN_PLACE in one.levels
    } or {one.question: one.levels[0] for one in action.lifts}
    return all(now[name] >= level for name, level in first.items() if name in now)


class _Selector:
    """What is known while actions are chosen."""

    def __init__(
        self, framework, library, levels, targets, done, waived, validated, left_out
    ) -> None:
        self.framework = framework
        self.library = library
        self.now = today(framework, levels)
        self.done = done
        self.left_out = left_out
        self.waived = dict(waived or {})
        for (action, before), reason in sorted(self.waived.items()):
            if not reason.strip():
                raise WaiverRefused(
                    f"{action} may start before {before} only with a reason."
                )
        self.validated = validated
        self.reach = {
            name: min(max(targets[name], IN_PLACE), framework.maximum)
            for name in self.now
            if name in targets
        }
        self.met = frozenset(
            one.id for one in library.actions if is_met(one, self.now, done)
        )

    def selection(self) -> Selection:
        wanted = {
            action.id: action
            for action in self.library.actions
            if action.id not in self.done | self.left_out and self.reasons(action)
        }
        self.add_prerequisites(wanted)
        needs = {
            name: self.kept(action, action.needs, wanted)
            for name, action in wanted.items()
        }
        waiting = self.add_generic(wanted, needs)
        required: dict[str, list[str]] = {name: [] for name in wanted}
        for name, before in needs.items():
            for one in before:
                required[one].append(name)
        items = tuple(
            Chosen(
                action=action,
                reasons=self.reasons(action),
                needs=needs[name],
                after=self.kept(action, action.after, wanted),
                required_by=tuple(sorted(required[name])),
                essentials=self.essentials(action),
            )
            for name, action in sorted(wanted.items())
        )
        return Selection(items, waiting, *self.without_action(items), self.met)

    def reasons(self, action: Action) -> tuple[Reason, ...]:
        """The questions that it lifts here, each to the highest level in reach."""
        found = []
        for lift in action.lifts:
            steps = [
                level
                for level in lift.levels
                if lift.question in self.reach
                and self.now[lift.question] < level <= self.reach[lift.question]
            ]
            if steps:
                now = self.now[lift.question]
                found.append(Reason(lift.question, now, steps[-1]))
        return tuple(found)

    def essentials(self, action: Action) -> int:
        return sum(
            IN_PLACE in lift.levels
            and self.framework.by_id[lift.question].essential
            and self.now[lift.question] < IN_PLACE
            for lift in action.lifts
            if lift.question in self.now
        )

    def add_prerequisites(self, wanted: dict[str, Action]) -> None:
        look = list(wanted.values())
        while look:
            action = look.pop()
            for name in action.needs:
                if (
                    name not in wanted
                    and name not in self.met | self.left_out
                    and (action.id, name) not in self.waived
                ):
                    wanted[name] = self.library.by_id[name]
                    look.append(wanted[name])

    def kept(self, action: Action, names, wanted) -> tuple[str, ...]:
        return tuple(
            sorted(
                name
                for name in names
                if name in wanted and (action.id, name) not in self.waived
            )
        )

    def add_generic(self, wanted, needs) -> tuple[Waiting, ...]:
        """Fill in generic actions for steps without one of their own."""
        waiting = []
        ours = list(wanted.values())
        for question, reach in self.reach.items():
            for generic in self.library.generic:
                level = generic.level
                if not self.now[question] < level <= reach or self.library.by_step.get(
                    (question, level)
                ):
                    continue
                title = self.framework.by_id[question].title
                action = generic.for_question(question, title)
                if action.id in self.done | self.left_out:
                    continue
                giving = tuple(
                    sorted(one.id for one in ours if (question, level - 1) in one.steps)
                )
                if self.ready_for(generic, question, giving):
                    wanted[action.id] = action
                    needs[action.id] = tuple(
                        one for one in giving if (action.id, one) not in self.waived
                    )
                else:
                    waiting.append(Waiting(action, self.reasons(action)))
        return tuple(sorted(waiting, key=lambda one: one.action.id))

    def ready_for(self, generic, question: str, giving: tuple[str, ...]) -> bool:
        before = generic.level - 1
        if generic.validated:
            shown = self.now if self.validated is None else self.validated
            return self.now[question] >= before and (shown.get(question) or 0) >= before
        given = self.library.by_step.get((question, before), ())
        return (
            self.now[question] >= before
            or bool(giving)
            or any(one.id in self.done for one in given)
        )

    def without_action(self, items) -> tuple[tuple[str, ...], ...]:
        """Questions with a gap and no action: none there is, all done, given up."""
        served = {reason.question for one in items for reason in one.reasons}
        tried, dropped = (
            {
                lift.question
                for action in self.library.actions
                if action.id in names
                for lift in action.lifts
            }
            | {name.partition(":")[2] for name in names}
            for names in (self.done, self.left_out)
        )
        open_ = [
            name
            for name, reach in self.reach.items()
            if self.now[name] < reach and name not in served
        ]
        return (
            tuple(name for name in open_ if name not in tried | dropped),
            tuple(name for name in open_ if name in tried - dropped),
            tuple(name for name in open_ if name in dropped),
        )
