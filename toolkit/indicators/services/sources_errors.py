"""What the inventory of data sources refuses."""

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from lms.core.refusals import Refusal


class SourceError(Refusal):
    """An operation on a data source was refused."""

    #: The field it is about, if it is about one.
    field: str | None = None


class NotYours(SourceError):
    """The person does not write for the institution."""

    field = "owner"
    message = _(
        "You can write for your own institution only. Ask the coordinator of your "
        "country to add sources of others."
    )


class NotOfCountry(SourceError):
    """The owner is an institution of another country."""

    field = "owner"
    message = _("The owner must be an institution of this country.")


class OwnerGone(SourceError):
    """The owner is no longer in the network."""

    field = "owner"

    def __init__(self, owner) -> None:
        super().__init__(
            _(
                "%(owner)s is no longer in the network. Choose the institution that "
                "keeps this source now."
            )
            % {"owner": owner}
        )


class NameTaken(SourceError):
    """The owner has another source of this name."""

    field = "name"

    def __init__(self, other) -> None:
        self.other = other
        words = (
            _(
                "%(owner)s has a data source of this name already. Change that one, or "
                "give this one another name."
            )
            if other.is_active
            else _(
                "%(owner)s had a data source of this name, which is closed. Open it "
                "again, or give this one another name."
            )
        )
        super().__init__(words % {"owner": other.owner})


class SourceClosed(SourceError):
    """The source is no longer kept."""

    message = _(
        "This source is marked as no longer kept. Open it again before you change it."
    )


class ChangedByAnother(SourceError):
    """Somebody changed the source since it was read; ``source`` is it as it is now."""

    def __init__(self, source) -> None:
        self.source = source
        super().__init__(
            _(
                "%(person)s changed this source at %(time)s while you were writing. "
                "Compare the two versions and choose."
            )
            % {
                "person": source.changed_by,
                "time": time_format(timezone.localtime(source.changed_at)),
            }
        )
