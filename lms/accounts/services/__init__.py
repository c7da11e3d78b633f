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
from .mail import late_mails, try_mails_again
from .many_invitations import Guest, invite_learners
from .my_data import (
    ask_for_archive,
    close_account,
    forget_old_archives,
    make_archive,
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
    "Guest",
    "InvitationClosed",
    "LastAdministrator",
    "NotAllowed",
    "RoleImpossible",
    "WrongPerson",
    "accept_invitation",
    "ask_for_archive",
    "close_account",
    "deactivate_person",
    "end_role",
    "ensure_groups",
    "find_invitation",
    "forget_old_archives",
    "give_role",
    "grant_role",
    "invite_learners",
    "invite_person",
    "late_mails",
    "make_archive",
    "place_in_groups",
    "reactivate_person",
    "register_learner",
    "resend_invitation",
    "reset_second_factor",
    "try_mails_again",
    "withdraw_invitation",
]
