"""What can be refused while a minimum set is made, with words for who asked."""

from django.utils.translation import gettext_lazy as _

from lms.core.refusals import Refusal


class SetRefusal(Refusal):
    """A refusal about a minimum set; str() is the message to show."""


class NoDraft(SetRefusal):
    """The version is approved, or there is none yet."""

    message = _(
        "There is no draft of the minimum set to change. Start a new version first."
    )


class ChangedByAnother(SetRefusal):
    """Somebody else has changed the same thing since it was read."""

    message = _(
        "Somebody else has changed this while you had the page open. Compare the two "
        "and save again."
    )


class NotComplete(SetRefusal):
    """Something is missing first; the text says what."""

    message = _("The row is not complete. The owner can agree once nothing is missing.")


class AlreadyApproved(SetRefusal):
    """Somebody else approved this version first."""

    message = _("This version was approved while you had the page open.")
