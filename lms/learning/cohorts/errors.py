"""What can be refused about cohorts, each with words for the person who asked."""

from django.utils.translation import gettext_lazy as _

from lms.core.refusals import Refusal


class CohortError(Refusal):
    """A refusal; str() is the message to show."""


class NotYours(CohortError):
    """The person does not run cohorts there."""

    message = _("You cannot do this in this cohort. Ask one of its trainers.")


class CohortArchived(CohortError):
    """The cohort is over: it can be read, not changed."""

    message = _("This cohort is archived. Take it out of the archive first.")


class CohortExists(CohortError):
    """The same name and start are taken in that place."""

    message = _(
        "There is already a cohort with this name and start. Choose another name."
    )


class NotInPlace(CohortError):
    """The person does not belong to the cohort's country or region."""

    message = _("This person does not belong to the country of the cohort.")


class LinkClosed(CohortError):
    """The invitation link was withdrawn, has run out, or is full."""


class DatesImpossible(CohortError):
    """Dates that contradict each other."""

    message = _("The due date is before the day on which it opens.")


class NothingAssignable(CohortError):
    """There is no such module or path."""

    message = _("There is no such module.")
