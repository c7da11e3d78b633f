"""What is refused about institutions and focal points, with words for who asked."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.refusals import Refusal
from toolkit.network.models import FocalPoint


class ContactRefused(Refusal):
    """A refusal about institutions and focal points; str() is the message to show."""


class NotYours(ContactRefused):
    """The person may not do that here."""

    message = gettext_lazy(
        "You can read this record but not change it. Ask your country coordinator."
    )


class PostTaken(ContactRefused):
    """The institution has a focal point, or a deputy, already: ``holder``."""

    def __init__(self, holder: FocalPoint, *, deputy_free: bool = False) -> None:
        self.holder = holder
        self.deputy_free = deputy_free and holder.post == FocalPoint.Post.FOCAL_POINT
        words = (
            _(
                "%(institution)s has a focal point: %(name)s. There is one for each "
                "institution. Replace %(name)s, or designate this person as deputy."
            )
            if self.deputy_free
            else _(
                "%(institution)s has a focal point and a deputy. There is one focal "
                "point for each institution. Replace %(name)s, or change the deputy."
            )
            if holder.post == FocalPoint.Post.FOCAL_POINT
            else _(
                "%(institution)s has a deputy: %(name)s. There is one for each "
                "institution. Replace %(name)s if this person is to be the deputy."
            )
        )
        super().__init__(words % {"institution": holder.institution, "name": holder})


class AlreadyEnded(ContactRefused):
    """Somebody else has ended this designation meanwhile."""

    message = gettext_lazy(
        "This designation has ended meanwhile. Look at the institution again."
    )


class FocalPointElsewhere(ContactRefused):
    """The account speaks for another institution of the country already."""


class ChangedMeanwhile(ContactRefused):
    """Somebody else has saved these data while they were being changed.

    ``current`` is the row as it is now.
    """

    message = gettext_lazy(
        "Somebody else has changed these data while you had the page open. Compare the "
        "two below. Save again to keep yours."
    )

    def __init__(self, current) -> None:
        self.current = current
        super().__init__()


class RecordMoved(ContactRefused):
    """The record is no longer what the preview of a file was made from."""

    message = gettext_lazy(
        "The record has changed since you looked. Nothing was brought in. This is what "
        "the file would do now."
    )
