"""Who may do what to whom: plain functions over the table in roles.py.

Views and templates ask these; views get their objects through visible_to, so
that what lies in another country is not found at all.
"""

from lms.accounts.models import (
    Country,
    Invitation,
    Membership,
    Region,
    User,
)
from lms.accounts.roles import Capability, Role, allows, grants


def can_manage_people(user, country: Country | None = None) -> bool:
    """Return whether people of this country (of any country) are managed by user."""
    return user.is_authenticated and user.may(Capability.MANAGE_PEOPLE, country)


def can_export_people(user, country: Country | None = None) -> bool:
    """Return whether user may take the list of people away as a file."""
    return user.is_authenticated and user.may(Capability.EXPORT_PEOPLE, country)


def can_invite(user, country: Country | None = None) -> bool:
    """Return whether user may invite anybody here (or anywhere)."""
    return user.is_authenticated and user.may(Capability.INVITE, country)


def can_view_activity_log(user, country: Country | None = None) -> bool:
    """Return whether user may read the activity log of this (of any) country."""
    return user.is_authenticated and user.may(Capability.VIEW_ACTIVITY_LOG, country)


def can_edit_content(user) -> bool:
    """Return whether user works in the content management area."""
    return user.is_authenticated and user.may(Capability.EDIT_CONTENT)


def can_translate(user) -> bool:
    """Return whether user translates the interface (asked by Rosetta too)."""
    return user.is_authenticated and user.may(Capability.TRANSLATE)


def takes_part_in_rounds(user) -> bool:
    """Return whether user runs, answers, validates or oversees maturity rounds."""
    if not user.is_authenticated:
        return False
    asked = (Role.RESPONDENT, Role.FOCAL_POINT)
    return any(user.has_role(role) for role in asked) or any(
        user.may(capability)
        for capability in (
            Capability.RUN_ROUNDS,
            Capability.VALIDATE_ROUNDS,
            Capability.OVERSEE_ROUNDS,
        )
    )


def can_grant(
    user, role: str, *, country: Country | None = None, region: Region | None = None
) -> bool:
    """Return whether user may give this role for this place.

    Only where user holds a role that grants it: in the same country, in the
    region around it, or everywhere. The place None is everywhere.
    """
    if not user.is_authenticated or not user.is_active or role not in Role.values:
        return False
    if user.is_superuser:
        return True
    return any(
        grants(membership.role, role) and _reaches(membership, country, region)
        for membership in user.current_memberships
    )


def _reaches(membership: Membership, country, region) -> bool:
    """Return whether a membership holds in the whole of a place."""
    if membership.place is None:
        return True
    if country is not None:
        return membership.covers(country)
    return region is not None and membership.region_id == region.pk


def grantable_roles(user, country: Country | None) -> list[Role]:
    """Return the roles user may give in this country, in the order of the list."""
    return [role for role in Role if can_grant(user, role, country=country)]


def can_end(user, membership: Membership) -> bool:
    """Return whether user may take this role away: who may give it may end it."""
    return membership.is_current and can_grant(
        user, membership.role, country=membership.country, region=membership.region
    )


def can_handle_invitation(user, invitation: Invitation) -> bool:
    """Return whether user may send this invitation again or withdraw it."""
    return can_grant(
        user, invitation.role, country=invitation.country, region=invitation.region
    )


def can_deactivate(user, person: User) -> bool:
    """Return whether user may close (and open again) this person's account.

    Only when every role the person holds is user's to end: somebody who also
    works for another country must not lose that work here. Nobody closes the
    own account this way, or opens one that its person has closed for good.
    """
    if user.pk == person.pk or person.closed_at or not can_manage_people(user):
        return False
    if person.is_superuser and not user.is_superuser:
        return False
    if user.may_everywhere(Capability.MANAGE_PEOPLE):
        return True
    held = [
        membership
        for membership in person.current_memberships
        if membership.role != Role.LEARNER or membership.place is not None
    ]
    return bool(held) and all(can_end(user, membership) for membership in held)


def manages(membership: Membership) -> bool:
    """Return whether a membership is one that manages people."""
    return allows(membership.role, Capability.MANAGE_PEOPLE)
