"""What a change of a rule would do, worked out before it is made. Writes nothing.

Looked at is everybody who has begun a module (or follows a path) and has not
completed it: their deeds are judged by the rules as they are and by the rules as
they would be. What is complete stays complete, so nobody else is affected.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef

from assessments.quizzes.models import Attempt, Quiz
from lms.learning.contents import path_translation_key
from lms.learning.judging import Deeds, judge, share_right
from lms.learning.models import (
    Assignment,
    CohortMember,
    Completion,
    Enrolment,
    PathEnrolment,
)
from lms.learning.rules import LESSON, PATH, Rule, RuleBook, path_is_complete
from modules.outline import ModuleOutline, all_outlines
from modules.paths import LearningPath, learning_paths


@dataclass(frozen=True, order=True)
class Gain:
    """What one person would complete at once in a module, or a path.

    key: of the module, or the role of the path. lessons: how many lessons of the
    module; module, path: whether it itself.
    """

    person: int
    key: str
    lessons: int = 0
    module: bool = False
    path: bool = False


@dataclass(frozen=True, order=True)
class More:
    """Who has begun, and would have more to do: steps left before and after."""

    before: int
    person: int
    key: str
    after: int


@dataclass(frozen=True)
class Effect:
    """What a change would do.

    gains: in the order of people. more: those nearest to the end first. kept:
    version > completions judged by it, which stay as they are.
    """

    gains: tuple[Gain, ...] = ()
    more: tuple[More, ...] = ()
    kept: dict[int, int] = field(default_factory=dict)

    @property
    def numbers(self) -> tuple[int, int, int]:
        """Return how many gain, how many would have more to do, how many stay."""
        return len(self.gains), len(self.more), sum(self.kept.values())

    @property
    def people_gaining(self) -> int:
        """Return how many people would complete something at once."""
        return len({gain.person for gain in self.gains})

    @property
    def people_affected(self) -> int:
        """Return how many people would have more to do."""
        return len({one.person for one in self.more})


def effect_of(book: RuleBook, kind: str, rule: Rule) -> Effect:
    """Return what adding a rule to the book would do.

    Six queries a module that the rule is about; three a path.
    """
    after = book.with_rule(kind, rule)
    kept = _kept(kind, rule.module_key)
    if kind == PATH:
        gains, more = _paths_judged(book, after, {})
        return Effect(tuple(sorted(gains)), tuple(sorted(more)), kept)
    gains, more, completed = [], [], defaultdict(set)
    for outline in _outlines():
        if kind != LESSON and book.module(outline.key) == after.module(outline.key):
            continue
        for found in _module_judged(book, after, outline):
            if isinstance(found, More):
                more.append(found)
                continue
            gains.append(found)
            if found.module:
                completed[found.person].add(outline.translation_key)
    if completed:
        gains += _paths_judged(book, after, completed)[0]
    return Effect(tuple(sorted(gains)), tuple(sorted(more)), kept)


def waiting_for(book: RuleBook) -> list[tuple[int, str]]:
    """Return (person, module) for everything the rules make complete already.

    Nothing, as a rule: it is completed as it comes about. After a change of a rule
    it is what remains to be done.
    """
    return sorted(
        (found.person, outline.key)
        for outline in _outlines()
        for found in _module_judged(book, book, outline)
        if isinstance(found, Gain)
    )


def paths_waiting_for(book: RuleBook) -> list[tuple[int, str]]:
    """Return (person, role of the path) for the paths to be completed."""
    gains, _more = _paths_judged(book, book, {})
    return sorted((gain.person, gain.key) for gain in gains)


def _outlines() -> list[ModuleOutline]:
    outlines = all_outlines(settings.LANGUAGE_CODE).values()
    return [outline for outline in outlines if outline.lessons]


def _kept(kind: str, module_key: str) -> dict[int, int]:
    rows = Completion.objects.filter(kind=kind)
    if module_key:
        rows = rows.filter(key=module_key)
    counted = rows.order_by("rule_version").values_list("rule_version")
    return dict(counted.annotate(Count("pk")))


def _module_judged(
    before: RuleBook, after: RuleBook, outline: ModuleOutline
) -> Iterator[Gain | More]:
    """Yield what changes for each person in a module, if anything does."""
    asked = _asked(outline)
    # Many people are equally far: each state is judged once.
    judged: dict[tuple, tuple[int, bool, int, int]] = {}
    for person, deeds in _deeds(outline).items():
        state = (
            frozenset(deeds.read),
            frozenset(deeds.complete),
            frozenset(deeds.right.items()),
            deeds.passed,
        )
        if state not in judged:
            old, new = (judge(book, outline, deeds, asked) for book in (before, after))
            lessons = len(new.complete) - len(deeds.complete)
            judged[state] = lessons, new.is_complete, old.steps, new.steps
        lessons, is_complete, steps_before, steps_after = judged[state]
        if lessons or is_complete:
            yield Gain(person, outline.key, lessons=lessons, module=is_complete)
        elif steps_after > steps_before:
            yield More(steps_before, person, outline.key, steps_after)


def _asked(outline: ModuleOutline) -> frozenset[str]:
    keys = [lesson.check for lesson in outline.lessons if lesson.check]
    return frozenset(
        Quiz.objects.active().filter(key__in=keys).values_list("key", flat=True)
    )


def _deeds(outline: ModuleOutline) -> dict[int, Deeds]:
    """Return person > deeds, of everybody who has begun and not completed a module."""
    complete = Completion.objects.filter(
        person=OuterRef("person"),
        kind=Completion.Kind.MODULE,
        translation_key=outline.translation_key,
    )

    def begun(rows):
        return rows.filter(~Exists(complete), person__is_active=True).order_by()

    kinds = Completion.Kind
    enrolled = begun(Enrolment.objects.filter(translation_key=outline.translation_key))
    passed = begun(Attempt.objects.filter(quiz__key=outline.check, passed=True))
    people = {*enrolled.values_list("person", flat=True)}
    who_passed = {*passed.values_list("person", flat=True)} if outline.check else set()
    read, done = defaultdict(set), defaultdict(set)
    lessons = [lesson.translation_key for lesson in outline.lessons]
    finished = begun(
        Completion.objects.filter(
            kind__in=[kinds.READ, kinds.LESSON], translation_key__in=lessons
        )
    )
    for person, kind, lesson in finished.values_list(
        "person", "kind", "translation_key"
    ).iterator():
        (read if kind == kinds.READ else done)[person].add(lesson)
    right = _right(outline, begun)
    return {
        person: Deeds(
            read=read[person],
            complete=done[person],
            right=right.get(person, {}),
            passed=person in who_passed,
        )
        for person in people | who_passed | set(right) | set(read) | set(done)
    }


def _right(outline: ModuleOutline, begun) -> dict[int, dict[str, Decimal]]:
    keys = [lesson.check for lesson in outline.lessons if lesson.check]
    if not keys:
        return {}
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    rows = begun(Attempt.objects.submitted().filter(quiz__key__in=keys))
    for person, key, points, possible in rows.values_list(
        "person", "quiz__key", "points", "possible"
    ).iterator():
        share = share_right(points, possible)
        found[person][key] = max(share, found[person].get(key, share))
    return found


def _paths_judged(
    before: RuleBook, after: RuleBook, completed: dict[int, set[UUID]]
) -> tuple[list[Gain], list[More]]:
    """Return what changes for the followers of each path.

    completed: person > modules that the change would complete; given, only these
    people are looked at.
    """
    gains, more = [], []
    for path in learning_paths(settings.LANGUAGE_CODE):
        total = len(path.modules)
        for person, modules in _followers(path).items():
            if completed and person not in completed:
                continue
            done = len(modules | completed.get(person, set()))
            if path_is_complete(after.path, done=done, total=total):
                gains.append(Gain(person, path.role, path=True))
                continue
            left_before, left_after = (
                max(0, book.path.modules_needed(total) - done)
                for book in (before, after)
            )
            if left_after > left_before:
                more.append(More(left_before, person, path.role, left_after))
    return gains, more


def _followers(path: LearningPath) -> dict[int, set[UUID]]:
    """Return person > modules complete, of those on the way along a path."""
    assigned = Assignment.objects.current().filter(path_role=path.role)
    members = CohortMember.objects.current().filter(
        cohort__in=assigned.filter(cohort__isnull=False).values("cohort")
    )
    people = {
        *PathEnrolment.objects.current()
        .filter(role=path.role, person__is_active=True)
        .values_list("person", flat=True),
        *members.filter(person__is_active=True).values_list("person", flat=True),
        *assigned.filter(person__is_active=True).values_list("person", flat=True),
    }
    rows = Completion.objects.filter(
        translation_key__in=[
            path_translation_key(path.role),
            *(one.translation_key for one in path.modules),
        ]
    )
    found: dict[int, set[UUID]] = {person: set() for person in people}
    for person, kind, key in (
        rows.order_by().values_list("person", "kind", "translation_key").iterator()
    ):
        if kind == Completion.Kind.PATH:
            found.pop(person, None)
            people.discard(person)
        elif person in people:
            found.setdefault(person, set()).add(key)
    return {person: found[person] for person in people}
