"""Who may do what with learning: plain functions."""

from django.db.models import Q, QuerySet

from lms.accounts.models import Country, Membership, Region, User
from lms.accounts.roles import Capability, allows
from lms.learning.models import CohortMember


def can_withdraw_certificates(user) -> bool:
    """Return whether user may withdraw certificates of at least one country."""
    return user.is_authenticated and user.may(Capability.WITHDRAW_CERTIFICATES)


def can_issue_certificates(user) -> bool:
    """Return whether user may order certificates for a cohort or a country."""
    return can_withdraw_certificates(user) or can_run_cohorts(user)


def can_look_after_activity_record(user) -> bool:
    """Return whether user looks after the platform as a whole."""
    return user.is_authenticated and user.manages_everything


def can_run_cohorts(user) -> bool:
    """Return whether user has a trainer's desk: runs or oversees cohorts somewhere."""
    return user.is_authenticated and (
        user.may(Capability.RUN_COHORTS) or user.may(Capability.OVERSEE_COHORTS)
    )


def cohort_places(user) -> tuple[list, list]:
    """Return the (countries, regions) in which user may make a cohort."""
    if not can_run_cohorts(user):
        return [], []
    countries = Country.objects.where_allowed(user, Capability.RUN_COHORTS)
    regions = Region.objects.order_by("key")
    if not user.may_everywhere(Capability.OVERSEE_COHORTS):
        held = user.scopes(Capability.OVERSEE_COHORTS)
        regions = regions.filter(pk__in=[one.region_id for one in held])
    return list(countries), list(regions)


def can_see_learning_of(user, person) -> bool:
    """Return whether user may see how far a person is: a learner of an own cohort."""
    if not can_run_cohorts(user):
        return False
    members = CohortMember.objects.visible_to(user).current()
    return members.filter(person=person).exists()


def learners_to_mark(user) -> QuerySet:
    """Return the people whose texts user may mark.

    Learners of the cohorts that name user as a trainer; and all of the place for a
    role that marks and oversees cohorts there. Nobody for everybody else.
    """
    if not user.is_authenticated or not user.may(Capability.MARK_TEXTS):
        return User.objects.none()
    mine = CohortMember.objects.current().filter(cohort__trainers=user)
    condition = Q(pk__in=mine.values("person"))
    overseen = [
        held
        for held in user.scopes(Capability.MARK_TEXTS)
        if allows(held.role, Capability.OVERSEE_COHORTS)
    ]
    if user.is_superuser or any(held.place is None for held in overseen):
        return User.objects.all()
    for held in overseen:
        here = (
            Q(country=held.country_id)
            if held.country_id
            else Q(country__region=held.region_id)
        )
        inside = Membership.objects.current().filter(here)
        condition |= Q(pk__in=inside.values("person"))
    return User.objects.filter(condition)
