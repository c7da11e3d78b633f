"""What can be refused, each with words for the person who asked."""

from django.utils.translation import gettext_lazy as _


class AccountsError(Exception):
    """A refusal of this room; str() is the message to show."""

    message = _("This cannot be done.")

    def __init__(self, message=None):
        self.message = message or self.message
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


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
