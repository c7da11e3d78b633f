"""Certificates of participation for those who came often enough."""

from dataclasses import dataclass

from lms.accounts.models import User
from lms.learning import batches
from lms.learning.classroom.attendance import Tally, tallies
from lms.learning.cohorts.services import refuse_others
from lms.learning.contents import names_of
from lms.learning.models import Certificate, ClassSession, Cohort, IssueBatch
from modules.outline import ModuleOutline


@dataclass(frozen=True)
class Candidate:
    """A learner who came often enough; has_one: has such a certificate already."""

    person: User
    tally: Tally
    has_one: bool


def sessions_by_module(cohort: Cohort) -> dict[str, int]:
    """Return module key > number of sessions about it: one query."""
    found: dict[str, int] = {}
    rows = ClassSession.objects.filter(cohort=cohort).exclude(module_key="")
    for key in rows.order_by("module_key").values_list("module_key", flat=True):
        found[key] = found.get(key, 0) + 1
    return found


def candidates(cohort: Cohort, outline: ModuleOutline, least: int) -> list[Candidate]:
    """Return the learners present at least so often at sessions about a module."""
    counted = tallies(cohort, module_key=outline.key)
    often = [key for key, tally in counted.items() if tally.present >= least]
    members = cohort.members.current().filter(person__in=often)
    have = set(
        Certificate.objects.not_replaced()
        .filter(
            kind=Certificate.Kind.PARTICIPATION,
            translation_key=outline.translation_key,
            person__in=often,
        )
        .values_list("person_id", flat=True)
    )
    found = [
        Candidate(member.person, counted[member.person_id], member.person_id in have)
        for member in members.select_related("person")
    ]
    return sorted(
        found, key=lambda one: (one.person.display_name.casefold(), one.person.pk)
    )


def order_participation(
    cohort: Cohort,
    outline: ModuleOutline,
    *,
    least: int,
    by: User,
    minutes: int | None = None,
) -> IssueBatch:
    """Order the certificates of those who came at least so often and have none.

    minutes: what stands on the certificate; the time of the module when None.
    Raises NotYours, CohortArchived, BatchError when there is nobody.
    """
    refuse_others(cohort, by)
    people = [
        one.person
        for one in candidates(cohort, outline, max(1, least))
        if not one.has_one
    ]
    order = batches.Order(
        what=outline,
        kind=Certificate.Kind.PARTICIPATION,
        trainer=names_of(cohort.trainers.all()),
        minutes=minutes,
    )
    return batches.start_batch(
        order, people, by=by, cohort=cohort, country=cohort.country
    )
