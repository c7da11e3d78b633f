"""The activity record: what learners did, as xAPI statements (IEEE 9274.1.1).

Off unless settings.XAPI_ACTIVITY says otherwise; then each function here returns
at once, without a query. They are called in the transaction of the fact they
tell, by the services of this room. docs/activity.md says what is told.
"""

from .recording import (
    earned,
    finished,
    handed_in,
    is_on,
    progressed,
    registered,
)

__all__ = [
    "earned",
    "finished",
    "handed_in",
    "is_on",
    "progressed",
    "registered",
]
