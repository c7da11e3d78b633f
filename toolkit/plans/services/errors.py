"""What can be refused about a plan, each with words for the person who asked."""

from django.utils.translation import gettext_lazy as _

from lms.core.refusals import Refusal


class PlanError(Refusal):
    """A refusal of this room; str() is the message to show."""


class NotNow(PlanError):
    """The plan is not at a step for this, or the person may not do it."""

    message = _("This is not possible at this step of the plan.")


class RoundNotReady(PlanError):
    """The round has no validated levels yet."""

    message = _(
        "A plan is built from validated levels. This assessment is not validated yet: "
        "its levels can still change."
    )


class DraftExists(PlanError):
    """The country is working on a plan already; ``plan`` is that one."""

    message = _(
        "Your country has a draft of a plan already. Go on with it, or delete it first."
    )

    def __init__(self, plan) -> None:
        super().__init__()
        self.plan = plan


class NoLibrary(PlanError):
    """No action library was loaded."""

    message = _("No action library is loaded. Ask the people who run this site.")


class PastStart(PlanError):
    """A first quarter that has passed."""

    message = _(
        "This quarter has passed. Choose the quarter of today or a later one: nobody "
        "can carry out actions in the past."
    )


class LinesBefore(PlanError):
    """The plan would begin after lines that people have dated."""


class NoCapacity(PlanError):
    """Less than one action at once."""

    message = _("With no action at once nothing could ever begin. Write 1 or more.")


class Elsewhere(PlanError):
    """An institution of another country, or one that left the network."""

    message = _("Choose an institution of your country's network.")


class SomebodyWasFirst(PlanError):
    """The plan or line was changed while the page was open."""

    message = _(
        "Somebody else has changed this while you had the page open. Nothing of yours "
        "is lost: compare, and save again."
    )


class ReasonMissing(PlanError):
    """Something that needs a written reason."""

    message = _("Write the reason. Everybody who reads the plan will see it.")


class OutOfOrder(PlanError):
    """A line would begin before what it needs; ``befores``: the ids of those lines."""

    def __init__(self, message, befores=()) -> None:
        super().__init__(message)
        self.befores = tuple(befores)


class MeansTooSmall(PlanError):
    """Means with which no plan can be made."""

    message = _("Write a budget of 0 effort points or more, and 1 quarter or more.")


class NotSolved(PlanError):
    """The exact plan has not been worked out yet."""

    message = _("This plan is still being worked out.")


class MovesOthers(PlanError):
    """Other lines would have to move with this one; ``pushed``: which and where to."""

    message = _("Other lines have to move with this one. Look at them, then decide.")

    def __init__(self, pushed=()) -> None:
        super().__init__()
        self.pushed = tuple(pushed)
