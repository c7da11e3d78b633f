"""What is done with people, roles and invitations.

Plain functions, one transaction each; a refusal is an AccountsError with a
message for the person who asked.
"""

from .errors import (
    AccountInactive,
    AccountsError,
    AlreadyHere,
    InvitationClosed,
    LastAdministrator,
    NotAllowed,
    RoleImpossible,
    WrongPerson,
)
from .groups import ensure_groups, place_in_groups
from .invitations import (
    accept_invitation,
    find_invitation,
    invite_person,
    resend_invitation,
    withdraw_invitation,
)
from .people import (
    deactivate_person,
    reactivate_person,
    register_learner,
    reset_second_factor,
)
from .roles import end_role, give_role, grant_role

__all__ = [
    "AccountInactive",
    "AccountsError",
    "AlreadyHere",
    "InvitationClosed",
    "LastAdministrator",
    "NotAllowed",
    "RoleImpossible",
    "WrongPerson",
    "accept_invitation",
    "deactivate_person",
    "end_role",
    "ensure_groups",
    "find_invitation",
    "give_role",
    "grant_role",
    "invite_person",
    "place_in_groups",
    "reactivate_person",
    "register_learner",
    "resend_invitation",
    "reset_second_factor",
    "withdraw_invitation",
]
