"""Which reminder a line asks for on a day. Pure.

Before its last quarter ends, and after; and, after warning 8 of the library document,
when nobody has written a word for whole quarters: first its owner, then who runs the
plan, then the quarterly meeting, which reads it in the review.
"""

import datetime as dt
from dataclasses import dataclass

from toolkit.plans import status
from toolkit.plans.advice import COORDINATOR as TO_COORDINATOR
from toolkit.plans.advice import OWNER as TO_OWNER
from toolkit.plans.advice import reminder_for
from toolkit.plans.quarters import Quarter, quarter_of

#: Kinds, as in LineReminder.Kind.
SOON, LATE, OWNER, COORDINATOR = "soon", "late", "owner", "coordinator"
#: Days before the end of the last quarter on which the first reminder goes out.
BEFORE = 14
#: Days after it in which a line that is late is told of; then the silence counts.
CATCH_UP = 30


@dataclass(frozen=True)
class Wanted:
    """A reminder: its kind, and the quarter that it is about."""

    kind: str
    quarter: Quarter


def reminders_due(line: status.Line, day: dt.date) -> list[Wanted]:
    """Return the reminders whose time has come, at most one to the owner.

    A line that waits for a check asks nobody for anything; nor does one that is done,
    dropped or for later.
    """
    if not line.is_open or line.status == status.REPORTED:
        return []
    found = []
    left = (line.end.last_day - day).days
    if 0 <= left <= BEFORE:
        found.append(Wanted(SOON, line.end))
    elif -CATCH_UP <= left < 0:
        found.append(Wanted(LATE, line.end))
    who = reminder_for(status.silent_quarters(line, day))
    if who == TO_OWNER and not found:
        found.append(Wanted(OWNER, quarter_of(day)))
    elif who == TO_COORDINATOR:
        found.append(Wanted(COORDINATOR, quarter_of(day)))
    return found
