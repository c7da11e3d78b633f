"""Making, changing, closing cohorts. Asked by whoever runs them."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.accounts.audit import record
from lms.accounts.models import Country, Region, User
from lms.accounts.roles import Capability
from lms.learning.models import Cohort
from lms.learning.permissions import cohort_places

from .errors import CohortArchived, CohortExists, NotYours

#: Two equal wishes of one person within this time are one.
DOUBLE_CLICK = timedelta(minutes=1)


@transaction.atomic
def make_cohort(
    name: str,
    *,
    by: User,
    starts_on: date,
    country: Country | None = None,
    region: Region | None = None,
    ends_on: date | None = None,
    description: str = "",
    prerequisites_bind: bool = False,
    trainers=(),
    copied_from: Cohort | None = None,
    at: datetime | None = None,
) -> Cohort:
    """Make a cohort of a country or a region, named trainers and by among them.

    A second call with the same name, place and start by the same person within
    a minute returns the cohort that the first one made: a double click.

    Raises NotYours where by runs no cohorts, CohortExists.
    """
    at = at or timezone.now()
    countries, regions = cohort_places(by)
    if country not in countries and region not in regions:
        raise NotYours
    place = {"name": name.strip(), "country": country, "region": region}
    try:
        with transaction.atomic():
            cohort = Cohort.objects.create(
                **place,
                starts_on=starts_on,
                ends_on=ends_on,
                description=description.strip(),
                prerequisites_bind=prerequisites_bind,
                copied_from=copied_from,
                created_by=by,
                created_at=at,
            )
    except IntegrityError:
        found = Cohort.objects.get(**place, starts_on=starts_on)
        if found.created_by_id == by.pk and at - found.created_at < DOUBLE_CLICK:
            return found
        raise CohortExists from None
    cohort.trainers.set(_with(by, trainers))
    record(by, "cohort_made", cohort, country=country)
    return cohort


def _with(person: User, trainers) -> list[User]:
    """Return the trainers, and the person where that is a trainer as well.

    An administrator sees the cohort anyway and is named only when chosen.
    """
    found = list(trainers)
    oversees = person.may(Capability.OVERSEE_COHORTS)
    return found if person in found or oversees else [person, *found]


@transaction.atomic
def change_cohort(cohort: Cohort, *, by: User, trainers=None, **fields) -> Cohort:
    """Change what is said of a cohort; trainers replaces the list of them.

    Raises NotYours, CohortArchived, CohortExists.
    """
    cohort = _locked(cohort, by)
    if cohort.is_archived:
        raise CohortArchived
    for name, value in fields.items():
        setattr(cohort, name, value)
    try:
        with transaction.atomic():
            cohort.save(update_fields=list(fields))
    except IntegrityError:
        raise CohortExists from None
    if trainers is not None:
        cohort.trainers.set(trainers)
    record(by, "cohort_changed", cohort, country=cohort.country)
    return cohort


@transaction.atomic
def archive_cohort(cohort: Cohort, *, by: User, at: datetime | None = None) -> Cohort:
    """Close a cohort: nothing is due any more, links stop. Twice leaves the first.

    Raises NotYours.
    """
    cohort = _locked(cohort, by)
    if not cohort.is_archived:
        cohort.archived_at = at or timezone.now()
        cohort.save(update_fields=["archived_at"])
        record(by, "cohort_archived", cohort, country=cohort.country)
    return cohort


@transaction.atomic
def reopen_cohort(cohort: Cohort, *, by: User) -> Cohort:
    """Take a cohort out of the archive. Raises NotYours."""
    cohort = _locked(cohort, by)
    if cohort.is_archived:
        cohort.archived_at = None
        cohort.save(update_fields=["archived_at"])
        record(by, "cohort_reopened", cohort, country=cohort.country)
    return cohort


def refuse_others(cohort: Cohort, by: User) -> None:
    """Raise NotYours unless by runs or oversees the cohort, CohortArchived if over."""
    if not Cohort.objects.visible_to(by).filter(pk=cohort.pk).exists():
        raise NotYours
    if cohort.is_archived:
        raise CohortArchived


def _locked(cohort: Cohort, by: User) -> Cohort:
    """Return the row as it is now, held until the transaction ends."""
    found = (
        Cohort.objects.visible_to(by)
        .select_for_update(of=("self",), no_key=True)
        .select_related("country", "region")
        .filter(pk=cohort.pk)
        .first()
    )
    if found is None:
        raise NotYours
    return found
