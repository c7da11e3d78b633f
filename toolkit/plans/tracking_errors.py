"""What can be refused while a plan is approved and followed, each with words."""

from django.utils.translation import gettext_lazy as _

from lms.core.refusals import Refusal


class TrackingError(Refusal):
    """A refusal; str() is the message to show."""


class NotNow(TrackingError):
    """The plan or the line is not in a state for this."""

    message = _("This is not possible now. Look at the plan again.")


class NotYours(TrackingError):
    """This is for others."""

    message = _(
        "This is for the focal points of the responsible institution and for who runs "
        "the plan."
    )


class NotYourCheck(TrackingError):
    """Somebody checks an own line."""

    message = _(
        "A line is checked by somebody who did not report it and does not work for "
        "the responsible institution."
    )


class NothingToShow(TrackingError):
    """A line is reported done without a deliverable."""

    message = _(
        "Add the deliverable first: a file or an address. Without it nobody can check "
        "the line."
    )


class CheckedByAnother(TrackingError):
    """Somebody has checked the line, or taken the report back, in the meantime."""

    message = _(
        "This line does not wait for a check any more. Look at it again before you "
        "decide."
    )


class ChangedMeanwhile(TrackingError):
    """The plan has changed since the person looked at it."""

    message = _(
        "The plan has changed while you had the page open. Look at it again before "
        "you decide."
    )


class NotReady(TrackingError):
    """Something is missing before a plan can be approved; ``missing`` says what."""

    message = _("Something is missing before the plan can be approved.")

    def __init__(self, missing=()) -> None:
        super().__init__()
        self.missing = tuple(missing)
