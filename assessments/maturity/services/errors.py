"""What can be refused in a round, each with words for the person who asked."""

from django.utils.translation import gettext_lazy as _

from lms.core.refusals import Refusal


class RoundError(Refusal):
    """A refusal of this room; str() is the message to show."""


class NotNow(RoundError):
    """The round is not in a state for this, or the person may not do it."""

    message = _("This is not possible at this step of the round.")


class SomebodyWasFirst(RoundError):
    """The round was moved on while the page was open."""

    message = _(
        "Somebody else has moved this round on while you had the page open. "
        "Look at it again before you decide."
    )


class NotReady(RoundError):
    """Something is missing before the next step; the text says what."""


class FactChanged(RoundError):
    """The country's record says something else than what was shown."""

    message = _("The country's record has changed since. Read again what it says.")


class ReasonMissing(RoundError):
    """A step back, or one that leaves something out, needs a reason."""

    message = _("Write the reason. Everybody who works on the round will read it.")


class RoundExists(RoundError):
    """The country already has a round under way, or one of that date."""
