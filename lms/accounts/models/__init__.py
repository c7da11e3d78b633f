"""People, the countries they work for, and what was done by whom."""

from lms.accounts.roles import Role

from .audit import AuditEntry
from .invitations import Invitation
from .memberships import Membership
from .people import User
from .places import Country, Institution, Region

__all__ = [
    "AuditEntry",
    "Country",
    "Institution",
    "Invitation",
    "Membership",
    "Region",
    "Role",
    "User",
]
