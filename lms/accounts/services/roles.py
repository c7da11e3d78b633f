"""Giving roles and ending them."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts import permissions
from lms.accounts.audit import record
from lms.accounts.models import Country, Institution, Membership, Region, User
from lms.accounts.models.memberships import scope_error
from lms.accounts.roles import Role
from lms.accounts.signals import membership_started

from .errors import LastAdministrator, NotAllowed, RoleImpossible
from .groups import place_in_groups


@transaction.atomic
def give_role(
    person: User,
    *,
    role: str,
    by: User,
    country: Country | None = None,
    region: Region | None = None,
    institution: Institution | None = None,
    at: datetime | None = None,
) -> Membership:
    """Give a person a role on behalf of somebody who may grant it.

    Raises NotAllowed when by may not, RoleImpossible when the role cannot be
    held there.
    """
    if not permissions.can_grant(by, role, country=country, region=region):
        raise NotAllowed
    if person.closed_at:
        raise NotAllowed(_("This account is closed: nobody is behind it any more."))
    membership, _created = grant_role(
        person,
        role=role,
        country=country,
        region=region,
        institution=institution,
        by=by,
        at=at,
    )
    return membership


@transaction.atomic
def grant_role(
    person: User,
    *,
    role: str,
    by: User | None = None,
    country: Country | None = None,
    region: Region | None = None,
    institution: Institution | None = None,
    at: datetime | None = None,
) -> tuple[Membership, bool]:
    """Return the current membership and whether it is new; twice gives one.

    Asks no permission: for commands and for services that have asked. A role
    held already keeps its start; another institution replaces the old one.
    Raises RoleImpossible when the role cannot be held in that place.
    """
    error = scope_error(role, country=country, region=region, institution=institution)
    if error:
        raise RoleImpossible(error)
    place = {"person": person, "role": role, "country": country, "region": region}
    try:
        # Own savepoint: of two clicks at once the second finds the row taken.
        with transaction.atomic():
            membership, created = Membership.objects.current().get_or_create(
                **place,
                defaults={
                    "institution": institution,
                    "granted_by": by,
                    "started_at": at or timezone.now(),
                },
            )
    except IntegrityError:
        membership, created = Membership.objects.current().get(**place), False
    if not created and institution and membership.institution_id != institution.pk:
        membership.institution = institution
        membership.save(update_fields=["institution"])
    person.forget_memberships()
    place_in_groups(person)
    if created:
        transaction.on_commit(
            lambda: membership_started.send(Membership, membership=membership),
            robust=True,
        )
        record(
            by,
            "role_granted",
            person,
            country=country,
            role=str(role),
            region=region.key if region else "",
            institution=str(institution or ""),
        )
    return membership, created


@transaction.atomic
def end_role(
    membership: Membership, *, by: User, at: datetime | None = None
) -> Membership:
    """End a role. Ending it twice leaves the first end.

    Raises NotAllowed when by may not give the role there, LastAdministrator
    when a country administrator would end the last such role of a country, or
    anybody the last one that looks after the platform.
    """
    one_at_a_time([membership])
    membership = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
    if not membership.is_current:
        return membership
    if not permissions.can_end(by, membership):
        raise NotAllowed
    refuse_to_end_last(membership.person, [membership], by=by)
    membership.ended_at = max(at or timezone.now(), membership.started_at)
    membership.save(update_fields=["ended_at"])
    membership.person.forget_memberships()
    place_in_groups(membership.person)
    record(
        by,
        "role_ended",
        membership.person,
        country=membership.country,
        role=membership.role,
    )
    return membership


def refuse_to_end_last(person: User, memberships, *, by: User) -> None:
    """Raise LastAdministrator when nobody else would hold an administrator's role.

    A system administrator may leave a country without its administrator: that
    is how one is replaced. Nobody may leave the platform without anybody.
    """
    for membership in memberships:
        if membership.role == Role.SYSTEM_ADMINISTRATOR and not membership.region_id:
            if not _others(membership).filter(region=None).exists():
                raise LastAdministrator(
                    _(
                        "This is the last system administrator of all regions. "
                        "Give the role to somebody else first."
                    )
                )
        elif membership.role == Role.COUNTRY_ADMINISTRATOR:
            replaced = by.has_role(Role.SYSTEM_ADMINISTRATOR) or by.is_superuser
            if not replaced and not _others(membership).exists():
                raise LastAdministrator(
                    _(
                        "%(name)s is the last country administrator of %(country)s. "
                        "Give the role to somebody else first, then end it here."
                    )
                    % {"name": person.display_name, "country": membership.country}
                )


def refuse_to_leave_last(person: User) -> None:
    """Raise LastAdministrator when a person who leaves for good is still needed.

    Stricter than refuse_to_end_last: who closes the own account leaves no country
    without its administrator, whatever else the person may do.
    """
    for membership in person.current_memberships:
        if membership.role == Role.COUNTRY_ADMINISTRATOR:
            if not _others(membership).exists():
                raise LastAdministrator(
                    _(
                        "You are the last country administrator of %(country)s. "
                        "Give the role to somebody else first, then close your account."
                    )
                    % {"country": membership.country}
                )
        elif membership.role == Role.SYSTEM_ADMINISTRATOR:
            others = _others(membership).filter(region=membership.region)
            if not others.exists():
                raise LastAdministrator(
                    _(
                        "You are the last system administrator. Give the role to "
                        "somebody else first, then close your account."
                    )
                )
    if person.is_superuser:
        others = User.objects.filter(is_superuser=True, is_active=True)
        if not others.exclude(pk=person.pk).exists():
            raise LastAdministrator(
                _(
                    "Yours is the last account with all rights. Make another one "
                    "first, then close yours."
                )
            )


def one_at_a_time(memberships) -> None:
    """Let nobody else end an administrator's role here until we are done.

    Otherwise the last two could end each other's at the same moment. Everybody
    waits for the same row first (the country, or all system administrators'
    rows in one order), so that no two wait for each other.
    """
    roles = {membership.role for membership in memberships}
    if Role.SYSTEM_ADMINISTRATOR in roles:
        rows = Membership.objects.current().filter(role=Role.SYSTEM_ADMINISTRATOR)
        list(rows.select_for_update(no_key=True).order_by("pk"))
    countries = {
        membership.country_id
        for membership in memberships
        if membership.role == Role.COUNTRY_ADMINISTRATOR
    }
    list(
        Country.objects.select_for_update(no_key=True)
        .filter(pk__in=countries)
        .order_by("pk")
    )


def _others(membership: Membership):
    """Return the same role in the same country, held by others who can sign in."""
    return (
        Membership.objects.current()
        .filter(
            role=membership.role,
            country=membership.country,
            person__is_active=True,
        )
        .exclude(person=membership.person)
    )
