"""Who may do what with a country's record: network, sources, indicators.

Three parts: who keeps the record (coordinator, country administrator), who reads
what is restricted (people of the country's institutions, those who look after the
region), and focal points, who look after what is their own institution's. What is
public is read by everybody. Plans ask the same functions.
"""

from lms.accounts.models import Country, Institution
from lms.accounts.roles import Capability, Role


def can_read(user, country: Country) -> bool:
    """Return whether somebody reads what this country keeps for itself."""
    return user.is_authenticated and user.may(Capability.READ_RECORD, country)


def can_keep(user, country: Country) -> bool:
    """Return whether somebody keeps the network, sources and indicators."""
    return user.is_authenticated and user.may(Capability.KEEP_RECORD, country)


def can_plan(user, country: Country) -> bool:
    """Return whether somebody makes the action plan and follows it."""
    return user.is_authenticated and user.may(Capability.RUN_PLANS, country)


def own_institutions(user) -> set[int]:
    """Return the ids of the institutions that somebody is a focal point of here.

    No query beyond the memberships, which are read once per request.
    """
    if not user.is_authenticated:
        return set()
    return {
        membership.institution_id
        for membership in user.current_memberships
        if membership.role == Role.FOCAL_POINT and membership.institution_id
    }


def can_speak_for(user, institution: Institution) -> bool:
    """Return whether somebody writes for an institution: its focal points, or who
    keeps the record of its country.
    """
    return institution.pk in own_institutions(user) or can_keep(
        user, institution.country
    )
