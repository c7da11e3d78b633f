"""Modules that come before a module: advice, or binding where a cohort says so.

Lessons can always be read. Where a cohort binds (Cohort.prerequisites_bind), the
check of a module that the cohort assigned, alone or as part of a path, begins only
when the modules before it are complete. What somebody has begun or passed already
stays open; modules in preparation bind nobody, and no cohort binds after its end.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.quizzes.models import Quiz
from assessments.quizzes.problems import QuizProblem
from lms.learning.facts import all_progress
from lms.learning.following import paths_with
from lms.learning.known import Known
from lms.learning.models import Assignment, Cohort
from lms.learning.progress import DONE, ModuleProgress
from modules.outline import ModuleOutline, all_outlines


@dataclass(frozen=True)
class Before:
    """What comes before one module, for one person.

    progress: every module before it, in the order of its file. cohort: the cohort
    that makes it binding, or None where it is advice.
    """

    progress: tuple[ModuleProgress, ...] = ()
    cohort: Cohort | None = None

    @property
    def missing(self) -> tuple[ModuleProgress, ...]:
        """Return those that are not complete."""
        return tuple(one for one in self.progress if one.state != DONE)

    @property
    def binding(self) -> tuple[ModuleProgress, ...]:
        """Return those that keep the module's check shut now."""
        if self.cohort is None:
            return ()
        return tuple(one for one in self.missing if one.outline.is_published)


class ModulesBefore(QuizProblem):
    """The check of a module is shut until the modules before it are complete."""

    def __init__(self, before: Before) -> None:
        self.before = before
        first = before.binding[0].outline
        self.url = first.url
        self.link = _("Go to module %(key)s: %(title)s") % {
            "key": first.key,
            "title": first.title,
        }
        super().__init__(before)

    @property
    def message(self) -> str:
        """The refusal in words: which module, and whose wish it is."""
        first = self.before.binding[0].outline
        return _(
            "Your cohort, %(cohort)s, begins this check after module %(key)s, "
            "%(title)s, is complete. You can read the lessons now."
        ) % {"cohort": self.before.cohort, "key": first.key, "title": first.title}


def prerequisites_of(
    person, outline: ModuleOutline, *, known: Known | None = None
) -> tuple[ModuleProgress, ...]:
    """Return how far somebody is in the modules before this one.

    One query; none where nothing comes before, or what is known is at hand.
    """
    outlines = all_outlines(outline.language)
    before = [outlines[key] for key in outline.prerequisites if key in outlines]
    if not before:
        return ()
    return tuple(all_progress(person, before, known=known).values())


def before(person, outline: ModuleOutline, *, known: Known | None = None) -> Before:
    """Return what comes before a module, and whether it binds this person.

    Two queries at most; the second only where something is missing.
    """
    found = Before(prerequisites_of(person, outline, known=known))
    if not found.missing or not person.is_authenticated:
        return found
    return Before(found.progress, binding_cohort(person, outline))


def binding_cohort(person, outline: ModuleOutline) -> Cohort | None:
    """Return the cohort that assigned the module and binds its order, or None."""
    roles = [path.role for path in paths_with(outline.key, outline.language)]
    assigned = Assignment.objects.current().filter(
        Q(module_key=outline.key) | Q(path_role__in=roles)
    )
    return (
        Cohort.objects.learnt_in_by(person)
        .filter(prerequisites_bind=True, pk__in=assigned.order_by().values("cohort"))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=localdate()))
        .first()
    )


def keep_shut(person, quiz: Quiz) -> ModulesBefore | None:
    """Return why the check of a module may not begin yet, or None (see doors)."""
    for outline in all_outlines(get_language()).values():
        if outline.check == quiz.key and outline.prerequisites:
            found = before(person, outline)
            if found.binding:
                return ModulesBefore(found)
    return None
