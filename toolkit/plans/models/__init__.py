"""Action libraries, plans and their lines, and how the lines get on."""

from .library import Action, ActionLibrary
from .plans import Plan, PlanItem, PlanVersion
from .solving import Solving
from .tracking import (
    CalendarFeed,
    Check,
    Deliverable,
    ItemUpdate,
    LineReminder,
    PlanImport,
    Redating,
    Review,
)

__all__ = [
    "Action",
    "ActionLibrary",
    "CalendarFeed",
    "Check",
    "Deliverable",
    "ItemUpdate",
    "LineReminder",
    "Plan",
    "PlanImport",
    "PlanItem",
    "PlanVersion",
    "Redating",
    "Review",
    "Solving",
]
