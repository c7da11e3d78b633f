"""What is refused about the working group, its meetings and its decisions."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.refusals import Refusal


class GroupRefused(Refusal):
    """A refusal about group, meetings or decisions; str() is the message to show."""


class NotYours(GroupRefused):
    """The person may not do that here."""

    message = gettext_lazy(
        "You can read this record but not change it. Ask your country coordinator."
    )


class GroupExists(GroupRefused):
    """The country has a working group already."""

    message = gettext_lazy(
        "Your country has a working group already. Change that one instead."
    )


class ChangedMeanwhile(GroupRefused):
    """Somebody else saved another version while the page was open."""

    message = gettext_lazy(
        "Somebody else has changed this while you had the page open. What you wrote is "
        "kept below. Compare the two, and save again."
    )


class NothingToApprove(GroupRefused):
    """The terms are those that were approved last."""

    message = gettext_lazy("These terms of reference are approved already.")


class ChairTaken(GroupRefused):
    """The group has a chair at that time: ``chair``."""

    def __init__(self, chair) -> None:
        self.chair = chair
        words = _(
            "%(name)s is the chair. A working group has one chair. Choose another seat, "
            "or make this person chair instead of %(name)s."
        )
        super().__init__(words % {"name": chair.full_name})


class SeatTaken(GroupRefused):
    """The person has a seat already."""

    def __init__(self, member) -> None:
        words = _("%(name)s has a seat in the group already: %(seat)s.")
        super().__init__(
            words % {"name": member.full_name, "seat": member.get_seat_display()}
        )


class TooEarly(GroupRefused):
    """A change is dated before the seat began."""

    def __init__(self, member) -> None:
        words = _(
            "%(name)s has this seat since %(date)s. Choose that day or a later one."
        )
        day = date_format(member.joined_on, "DATE_FORMAT")
        super().__init__(words % {"name": member.full_name, "date": day})


class SeatEnded(GroupRefused):
    """The seat has ended already."""

    message = gettext_lazy("This seat has ended already.")


class MeetingCancelled(GroupRefused):
    """The meeting does not take place."""

    message = gettext_lazy("This meeting is cancelled.")


class MeetingHeld(GroupRefused):
    """The meeting was held, so that this cannot be changed any more."""

    message = gettext_lazy("This meeting was held. This cannot be changed any more.")


class SomethingWritten(GroupRefused):
    """There are minutes or decisions, so the meeting did take place."""

    message = gettext_lazy(
        "There are minutes or decisions of this meeting, so it was held. It cannot be "
        "cancelled."
    )


class NotYet(GroupRefused):
    """The meeting is still to come."""

    message = gettext_lazy(
        "This meeting has not begun. Attendance, minutes and decisions are written "
        "down when it has."
    )


class MeetingOver(GroupRefused):
    """The meeting is over, so that nobody is invited any more."""

    message = gettext_lazy("This meeting is over. Nobody is invited to it any more.")


class AttendanceMissing(GroupRefused):
    """A meeting counts as held when it is said who came."""

    message = gettext_lazy(
        "Say first who came. A meeting counts as held when everybody on the list is "
        "present, excused or absent, and at least one person is present."
    )


class MinutesMissing(GroupRefused):
    """A meeting counts as held when there are minutes with their date."""

    message = gettext_lazy("Write the minutes first, with their date.")


class AlreadyThere(GroupRefused):
    """This person is on the list of participants."""

    message = gettext_lazy("This person is on the list already.")


class DecisionClosed(GroupRefused):
    """The decision is done or dropped."""

    message = gettext_lazy("This decision is closed already.")
