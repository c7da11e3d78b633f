"""Learning paths that people follow: by own choice, or because one is assigned."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import get_language, override
from django_tasks import task

from lms.accounts.models import User
from lms.learning import activity, certificates
from lms.learning.contents import path_translation_key
from lms.learning.facts import rulebook
from lms.learning.models import (
    Assignment,
    CohortMember,
    Completion,
    PathEnrolment,
)
from lms.learning.rules import PathRule, path_is_complete
from modules.paths import LearningPath, learning_path, learning_paths

#: People looked at in one query.
CHUNK = 500


@dataclass(frozen=True)
class PathProgress:
    """A path as far as somebody is.

    done: keys of its modules that are complete. finished_at: when the path was
    completed, or None.
    """

    path: LearningPath
    done: frozenset[str]
    finished_at: datetime | None

    @property
    def total(self) -> int:
        """Return how many modules it has."""
        return len(self.path.modules)

    @property
    def minutes_left(self) -> int:
        """Return the minutes of its modules that are not complete."""
        left = (one for one in self.path.modules if one.key not in self.done)
        return sum(one.minutes for one in left)

    @property
    def hours_left(self) -> int:
        """Return the same in hours, rounded, at least 1 while anything is left."""
        return max(1, round(self.minutes_left / 60)) if self.minutes_left else 0

    def is_fulfilled(self, rule: PathRule) -> bool:
        """Return whether the rule is satisfied now."""
        return path_is_complete(rule, done=len(self.done), total=self.total)


def path_progress(
    path: LearningPath, modules: Collection, finished: dict | None = None
) -> PathProgress:
    """Return how far somebody is on a path. Pure.

    modules: translation keys of the modules that are complete; finished:
    translation key of a path > when it was completed.
    """
    return PathProgress(
        path=path,
        done=frozenset(
            one.key for one in path.modules if one.translation_key in modules
        ),
        finished_at=(finished or {}).get(path_translation_key(path.role)),
    )


def followed_roles(person) -> list[str]:
    """Return the roles of the paths a person follows, the latest choice first.

    Two queries: own choice, and what is assigned alone or through a cohort.
    """
    chosen = PathEnrolment.objects.current().filter(person=person)
    assigned = Assignment.objects.reaching(person).exclude(path_role="")
    roles = [
        *chosen.values_list("role", flat=True),
        *assigned.values_list("path_role", flat=True),
    ]
    return list(dict.fromkeys(roles))


@transaction.atomic
def follow_path(person, role: str, *, at: datetime | None = None) -> PathEnrolment:
    """Choose a path; one whose modules are complete already is completed at once."""
    at = at or timezone.now()
    row, made = PathEnrolment.objects.get_or_create(
        person=person, role=role, defaults={"chosen_at": at}
    )
    if not made and row.left_at:
        row.chosen_at, row.left_at = at, None
        row.save(update_fields=["chosen_at", "left_at"])
    settle_paths(person, roles=[role], at=at)
    return row


def leave_path(person, role: str, *, at: datetime | None = None) -> None:
    """Stop following a path by choice; what was completed stays."""
    PathEnrolment.objects.current().filter(person=person, role=role).update(
        left_at=at or timezone.now()
    )


@transaction.atomic
def settle_paths(
    person, *, roles: Collection[str] | None = None, at: datetime | None = None
) -> list[Completion]:
    """Complete the paths whose rule is satisfied, with their certificates.

    roles: those to look at, all that the person follows by default. To be called
    after a module was completed, a path was chosen or assigned, and when somebody
    joins a cohort. Returns the new completions.
    """
    at = at or timezone.now()
    roles = followed_roles(person) if roles is None else roles
    if not roles:
        return []
    modules, paths = set(), set()
    for kind, key in Completion.objects.filter(
        person=person, kind__in=[Completion.Kind.MODULE, Completion.Kind.PATH]
    ).values_list("kind", "translation_key"):
        (paths if kind == Completion.Kind.PATH else modules).add(key)
    rule, new = rulebook().path, []
    for role in roles:
        path = learning_path(role, get_language() or settings.LANGUAGE_CODE)
        key = path_translation_key(role)
        if path is None or key in paths:
            continue
        if path_progress(path, modules).is_fulfilled(rule):
            completion, made = Completion.objects.get_or_create(
                person=person,
                kind=Completion.Kind.PATH,
                translation_key=key,
                defaults={"key": role, "at": at, "rule_version": rule.version},
            )
            if made:
                activity.finished(completion, path)
                certificates.issue_path_certificate(person, path, at=at)
                new.append(completion)
    return new


@task()
def settle_joined(cohort_id: int, people: list[int]) -> None:
    """Complete the paths of a cohort for those who joined and are done already."""
    assigned = Assignment.objects.current().filter(cohort=cohort_id)
    roles = assigned.exclude(path_role="").values_list("path_role", flat=True)
    _settle_many(people, list(roles))


@task()
def settle_assigned(assignment_id: int) -> None:
    """Complete a path that was just assigned for those who are done already."""
    row = Assignment.objects.current().filter(pk=assignment_id).first()
    if row is None or not row.path_role:
        return
    members = CohortMember.objects.current().filter(cohort=row.cohort_id)
    people = (
        [row.person_id]
        if row.person_id
        else list(members.values_list("person", flat=True))
    )
    _settle_many(people, [row.path_role])


def _settle_many(people: list[int], roles: list[str]) -> None:
    """Settle paths for many; asks for each chunk of people who is done at all."""
    rule = rulebook().path
    for role in roles:
        path = learning_path(role, settings.LANGUAGE_CODE)
        if path is None or not path.modules:
            continue
        modules = [one.translation_key for one in path.modules]
        for start in range(0, len(people), CHUNK):
            done = (
                Completion.objects.filter(
                    kind=Completion.Kind.MODULE,
                    translation_key__in=modules,
                    person__in=people[start : start + CHUNK],
                    person__is_active=True,
                )
                .order_by()
                .values("person")
                .annotate(number=Count("pk"))
                .filter(number__gte=rule.modules_needed(len(modules)))
            )
            for person in User.objects.filter(pk__in=[one["person"] for one in done]):
                # A certificate speaks its owner's language.
                with override(person.language):
                    settle_paths(person, roles=[role])


def paths_with(module_key: str, language: str) -> list[LearningPath]:
    """Return the paths on which a module lies."""
    return [
        path
        for path in learning_paths(language)
        if module_key in [one.key for one in path.modules]
    ]
