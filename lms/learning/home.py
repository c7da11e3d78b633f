"""The learner's home: what to go on with, what is done, what else there is."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone
from django.utils.translation import gettext as _

from lms.learning.certificates import score
from lms.learning.facts import all_progress
from lms.learning.known import known_of
from lms.learning.links import check_url
from lms.learning.models import Certificate, Note
from lms.learning.progress import DONE, STARTED, ModuleProgress
from modules.outline import ModuleOutline, all_outlines

#: How many modules are suggested beside those begun.
SUGGESTIONS = 3


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
    """A module begun or finished; percent is the result, None without one."""

    progress: ModuleProgress
    percent: int | None


@dataclass(frozen=True)
class Home:
    """Everything the page shows."""

    greeting: str
    next_step: Continue | None
    mine: tuple[Mine, ...]
    certificates: tuple[Certificate, ...]
    notes: int
    suggestions: tuple[ModuleOutline, ...]


def home_of(person, language: str, *, at: datetime | None = None) -> Home:
    """Return a person's home in three queries, however many modules there are."""
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
    owned = tuple(
        Certificate.objects.filter(person=person).exclude(status="superseded")
    )
    percents = {
        one.translation_key: score(one.content) for one in owned if one.is_valid
    }
    return Home(
        greeting=greeting(person, at=at),
        next_step=_next_step(begun, done, fresh),
        mine=tuple(
            Mine(one, percents.get(one.outline.translation_key))
            for one in (*begun, *done)
        ),
        certificates=owned,
        notes=Note.objects.filter(person=person).written().count(),
        suggestions=tuple(fresh[1:] if not recent else fresh)[:SUGGESTIONS],
    )


def greeting(person, *, at: datetime | None = None) -> str:
    """Return the greeting for the time of day where the person is."""
    try:
        zone = ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    hour = (at or timezone.now()).astimezone(zone).hour
    names = {"name": person.display_name}
    if 5 <= hour < 12:
        return _("Good morning, %(name)s") % names
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s") % names
    return _("Good evening, %(name)s") % names


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
