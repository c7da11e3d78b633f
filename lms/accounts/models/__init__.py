"""People, the countries they work for, and what was done by whom."""

from lms.accounts.roles import Role

from .audit import AuditEntry
from .exports import DataExport
from .invitations import Invitation
from .mail import OutgoingMail
from .memberships import Membership
from .people import User
from .places import Country, Institution, Region

__all__ = [
    "AuditEntry",
    "Country",
    "DataExport",
    "Institution",
    "Invitation",
    "Membership",
    "OutgoingMail",
    "Region",
    "Role",
    "User",
]
