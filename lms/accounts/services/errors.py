"""What can be refused, each with words for the person who asked."""

from django.utils.translation import gettext_lazy as _

from lms.core.refusals import Refusal


class AccountsError(Refusal):
    """A refusal of this room; str() is the message to show."""


class NotAllowed(AccountsError):
    """The person may not do that, there."""

    message = _("You may not do this here. Ask your country administrator.")


class RoleImpossible(AccountsError):
    """The role cannot be held in that place."""


class AlreadyHere(AccountsError):
    """The person already holds the role, or is already invited to it."""


class LastAdministrator(AccountsError):
    """Nobody would be left to look after a country, or the platform."""


class InvitationClosed(AccountsError):
    """The invitation was accepted, withdrawn, or has run out."""


class WrongPerson(AccountsError):
    """The invitation is for somebody else than the person signed in."""


class AccountInactive(AccountsError):
    """The account was deactivated."""

    message = _(
        "This account is deactivated. Ask your country administrator to open it again."
    )
