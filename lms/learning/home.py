"""The learner's home: what to go on with, what is due, what is done, what else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.core.compiled import Compiled, Parameter
from lms.learning.asked import Asked, Due, asked_of, due_of
from lms.learning.certificates import score
from lms.learning.facts import all_progress, deeds_of, lesson_answers, rulebook
from lms.learning.following import PathProgress, path_progress
from lms.learning.judging import judge
from lms.learning.known import Known, known_of
from lms.learning.links import check_url
from lms.learning.models import Certificate, Completion, Note, PathEnrolment
from lms.learning.progress import DONE, OPEN, STARTED, ModuleProgress
from lms.learning.results import CheckResult, results_of
from lms.learning.services import Missing, missing_in
from modules.outline import ModuleOutline, all_outlines
from modules.paths import LearningPath, learning_paths

#: How many modules are suggested beside those begun.
SUGGESTIONS = 3
_CHOSEN = Compiled(
    lambda: (
        PathEnrolment.objects.current()
        .filter(person_id=Parameter("person", PathEnrolment._meta.get_field("id")))
        .values_list("role")
    )
)


@dataclass(frozen=True)
class Continue:
    """The one thing to do next: the dark card with the amber button."""

    cover: str
    eyebrow: str
    title: str
    url: str
    button: str
    progress: ModuleProgress | None = None


@dataclass(frozen=True)
class Mine:
    """A module of mine; percent is the result, None without one.

    missing: what keeps a begun module from being complete.
    """

    progress: ModuleProgress
    percent: int | None
    missing: tuple[Missing, ...] = ()

    @property
    def row(self) -> "Row":
        """Return its line: plain values, so that equal lines are rendered once."""
        one = self.progress
        return Row(
            key=one.outline.key,
            title=one.outline.title,
            url=one.outline.url,
            state=one.state,
            is_published=one.outline.is_published,
            done=one.done,
            total=one.total,
            minutes_left=one.minutes_left,
            only_check_left=one.only_check_left,
            completed_on=one.finished_at and timezone.localdate(one.finished_at),
            percent=self.percent,
        )


@dataclass(frozen=True)
class Row:
    """A module in a list of the home; completed_on is the reader's own day."""

    key: str
    title: str
    url: str
    state: str
    is_published: bool
    done: int
    total: int
    minutes_left: int
    only_check_left: bool
    completed_on: date | None
    percent: int | None


@dataclass(frozen=True)
class MyPath:
    """A path I follow, with its modules in order. assigned: it was not my choice."""

    progress: PathProgress
    modules: tuple[Mine, ...]
    assigned: bool


@dataclass(frozen=True)
class DueLine:
    """Something due, with where it is and how far it is: plain values, as in Row.

    module: its key, empty for a path. done and total count lessons or modules.
    """

    due: Due
    module: str
    title: str
    url: str
    done: int
    total: int

    @property
    def days_late(self) -> int:
        """Return by how many days it is late."""
        return -(self.due.days or 0)


@dataclass(frozen=True)
class Home:
    """Everything the page shows. mine: modules that lie on none of the paths."""

    greeting: str
    next_step: Continue | None
    due: tuple[DueLine, ...]
    paths: tuple[MyPath, ...]
    mine: tuple[Mine, ...]
    results: tuple[CheckResult, ...]
    certificates: tuple[Certificate, ...]
    notes: int
    suggestions: tuple[ModuleOutline, ...]
    choices: tuple[LearningPath, ...]

    @property
    def begun(self) -> bool:
        """Return whether anything was ever begun."""
        return any(one.progress.state != OPEN for one in self._modules)

    @property
    def current(self) -> Mine | None:
        """Return the module of the next step, where something in it is missing."""
        progress = self.next_step and self.next_step.progress
        found = (one for one in self._modules if one.progress is progress)
        return next((one for one in found if one.missing), None)

    @property
    def rules(self) -> tuple[str, ...]:
        """Return the rules by which that module is completed, in words."""
        book, key = rulebook(), self.current.progress.outline.key
        return book.lesson.sentence, book.module(key).sentence

    @property
    def _modules(self) -> list[Mine]:
        return [*self.mine, *(one for path in self.paths for one in path.modules)]


def home_of(person, language: str, *, at: datetime | None = None) -> Home:
    """Return a person's home in seven queries, however much there is."""
    outlines = all_outlines(language)
    known = known_of(person)
    progress = all_progress(person, outlines.values(), known=known)
    by_module = {one.outline.translation_key: one for one in progress.values()}
    recent = [by_module[module] for module in known.visits if module in by_module]
    begun = [one for one in recent if one.state == STARTED]
    done = [one for one in recent if one.state == DONE]
    fresh = [
        one.outline
        for one in progress.values()
        if one.outline.is_published and one not in recent and one.state != DONE
    ]
    asked = asked_of(person)
    owned = tuple(
        Certificate.objects.filter(person=person).exclude(status="superseded")
    )
    results = results_of(person, outlines)
    mine = _mine(person, [*begun, *done], progress, owned, results)
    paths = _paths(person, asked, known, mine, language)
    due = _due(asked, paths, progress, language, _today(person, at))
    fresh = _ordered(fresh, due, paths)
    on_paths = {one.key for path in paths for one in path.progress.path.modules}
    shown = on_paths | {line.due.key for line in due}
    return Home(
        greeting=greeting(person, at=at),
        next_step=_next_step(begun, done, fresh),
        due=due,
        paths=paths,
        mine=tuple(
            mine[one.outline.key]
            for one in (*begun, *done)
            if one.outline.key not in on_paths
        ),
        results=results,
        certificates=owned,
        notes=Note.objects.filter(person=person).written().count(),
        suggestions=tuple(
            one for one in (fresh[1:] if not recent else fresh) if one.key not in shown
        )[:SUGGESTIONS],
        choices=() if paths else learning_paths(language),
    )


def greeting(person, *, at: datetime | None = None) -> str:
    """Return the greeting for the time of day where the person is."""
    hour = (at or timezone.now()).astimezone(_zone(person)).hour
    names = {"name": person.display_name}
    if 5 <= hour < 12:
        return _("Good morning, %(name)s") % names
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s") % names
    return _("Good evening, %(name)s") % names


def _zone(person) -> ZoneInfo:
    try:
        return ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _today(person, at: datetime | None):
    return (at or timezone.now()).astimezone(_zone(person)).date()


def _mine(
    person,
    recent: list[ModuleProgress],
    progress: dict[str, ModuleProgress],
    owned: Iterable[Certificate],
    results: Iterable[CheckResult],
) -> dict[str, Mine]:
    """Return module key > module with its result and what is missing. One query."""
    percents = {
        one.translation_key: score(one.content) for one in owned if one.is_valid
    }
    passed = {one.check for one in results if one.passed}
    begun = [one for one in recent if one.state == STARTED]
    answers = lesson_answers(
        person, [lesson for one in begun for lesson in one.outline.lessons]
    )
    book, missing = rulebook(), {}
    for one in begun:
        deeds = deeds_of(one, answers, one.outline.check in passed)
        judged = judge(book, one.outline, deeds, answers.asked)
        missing[one.outline.key] = tuple(missing_in(judged))
    return {
        key: Mine(one, percents.get(one.outline.translation_key), missing.get(key, ()))
        for key, one in progress.items()
    }


def _paths(
    person, asked: list[Asked], known: Known, mine: dict[str, Mine], language: str
) -> tuple[MyPath, ...]:
    """Return the paths a person follows: the own choice first, then the assigned."""
    chosen = [role for (role,) in _CHOSEN.rows(person=person.pk)]
    assigned = [one.path_role for one in asked if one.path_role]
    kinds = Completion.Kind
    by_role = {path.role: path for path in learning_paths(language)}
    return tuple(
        MyPath(
            progress=path_progress(
                by_role[role],
                known.finished.get(kinds.MODULE, {}),
                known.finished.get(kinds.PATH, {}),
            ),
            modules=tuple(mine[one.key] for one in by_role[role].modules),
            assigned=role not in chosen,
        )
        for role in dict.fromkeys([*chosen, *assigned])
        if role in by_role
    )


def _due(asked, paths, progress, language, today) -> tuple[DueLine, ...]:
    by_role = {one.progress.path.role: one.progress for one in paths}
    complete = {key for key, one in progress.items() if one.state == DONE}
    complete |= {
        role
        for role, one in by_role.items()
        if one.finished_at or len(one.done) == one.total
    }
    lines = []
    for due in due_of(asked, language, done=complete, today=today):
        if due.is_path and due.key in by_role:
            one = by_role[due.key]
            url = reverse("modules:path", args=[due.key])
            title = one.path.title
            lines.append(DueLine(due, "", title, url, len(one.done), one.total))
        elif due.key in progress:
            one = progress[due.key]
            title, url = one.outline.title, one.outline.url
            lines.append(DueLine(due, due.key, title, url, one.done, one.total))
    return tuple(lines)


def _ordered(
    fresh: list[ModuleOutline], due: tuple[DueLine, ...], paths: tuple[MyPath, ...]
) -> list[ModuleOutline]:
    """Return modules not begun: what is due first, then along my path, then the rest."""
    wanted = [line.module for line in due if line.module]
    wanted += [one.key for path in paths for one in path.progress.path.modules]
    places = {key: place for place, key in reversed(list(enumerate(wanted)))}
    return sorted(fresh, key=lambda one: places.get(one.key, len(wanted)))


def _next_step(begun, done, fresh) -> Continue | None:
    if begun:
        return _go_on(begun[0])
    if not fresh:
        return None
    outline = fresh[0]
    first = outline.lessons[0] if outline.lessons else outline
    words = {"key": outline.key}
    return Continue(
        cover=outline.cover,
        eyebrow=(
            _("Choose the next module: %(key)s")
            if done
            else _("Start with module %(key)s")
        )
        % words,
        title=outline.title,
        url=first.url,
        button=_("Start module %(key)s") % words,
    )


def _go_on(progress: ModuleProgress) -> Continue:
    outline, lesson = progress.outline, progress.next_lesson
    if lesson is None:
        return Continue(
            cover=outline.cover,
            eyebrow=_("Continue · Module %(key)s, module check") % {"key": outline.key},
            title=outline.title,
            url=check_url(outline),
            button=_("Go to the module check"),
            progress=progress,
        )
    return Continue(
        cover=outline.cover,
        eyebrow=_("Continue · Module %(key)s, lesson %(number)s")
        % {"key": outline.key, "number": lesson.number},
        title=lesson.title,
        url=lesson.url,
        button=_("Continue"),
        progress=progress,
    )
