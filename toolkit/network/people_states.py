"""What stands beside a focal point in words: confirmed, overdue, letter, validity."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from toolkit.network.models import FocalPoint
from toolkit.network.verifying import is_overdue, overdue_since


@dataclass(frozen=True)
class State:
    """A state in words, with its sign and kind for the chip (ok, err or neither)."""

    text: str
    sign: str
    kind: str = ""


def states_of(focal_point: FocalPoint, *, today: date) -> list[State]:
    """Return what is to be known of somebody in a post, the confirmation first."""
    found = [confirmation(focal_point, today=today)]
    if not focal_point.letter:
        found.append(State(_("letter missing"), "sheet"))
    if focal_point.valid_until:
        until = {"date": date_format(focal_point.valid_until, "DATE_FORMAT")}
        if focal_point.valid_until < today:
            words = _("designation ran out on %(date)s") % until
            found.append(State(words, "clock", "err"))
        else:
            found.append(State(_("valid until %(date)s") % until, "clock"))
    return found


def confirmation(focal_point: FocalPoint, *, today: date) -> State:
    """Return whether and when the data were confirmed."""
    verified_on = focal_point.verified_on
    if not is_overdue(verified_on, today=today):
        day = date_format(verified_on, "DATE_FORMAT")
        return State(_("verified on %(date)s") % {"date": day}, "tick", "ok")
    since = overdue_since(verified_on, started_on=focal_point.started_on)
    day = {"date": date_format(since, "DATE_FORMAT")}
    if verified_on is None:
        words = _("never verified, overdue since %(date)s") % day
    else:
        words = _("overdue since %(date)s") % day
    return State(words, "triangle", "err")
