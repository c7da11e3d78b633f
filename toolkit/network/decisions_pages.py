"""What pages and documents show of decisions: the row of the log, and the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.accounts.models import Country
from toolkit.network.models import Decision, DecisionFollowUp


@dataclass(frozen=True)
class DecisionLine:
    """A row of the log: the decision, its state with sign, when it was followed up."""

    decision: Decision
    state: str
    sign: str
    kind: str
    due: str
    follow_ups: list[DecisionFollowUp]

    @property
    def last(self) -> DecisionFollowUp | None:
        """Return the newest follow-up."""
        return self.follow_ups[-1] if self.follow_ups else None


def decision_line(decision: Decision, *, today: date) -> DecisionLine:
    """Return the row of a decision; its follow-ups should be there already."""
    state, sign, kind = _state(decision, today)
    return DecisionLine(
        decision=decision,
        state=state,
        sign=sign,
        kind=kind,
        due=due_words(decision, today),
        follow_ups=sorted(decision.follow_ups.all(), key=lambda one: (one.at, one.pk)),
    )


def decision_lines(
    decisions: Iterable[Decision], *, today: date | None = None
) -> list[DecisionLine]:
    """Return the rows of decisions in the order given."""
    today = today or timezone.localdate()
    return [decision_line(one, today=today) for one in decisions]


def due_words(decision: Decision, today: date) -> str:
    """Return the due date in words, with the days that are left or have passed."""
    day = date_format(decision.due_on, "DATE_FORMAT")
    if decision.state != Decision.State.OPEN:
        return day
    days = (decision.due_on - today).days
    if days == 0:
        return _("%(date)s, today") % {"date": day}
    words = (
        ngettext(
            "%(date)s, %(days)d day late", "%(date)s, %(days)d days late", abs(days)
        )
        if days < 0
        else ngettext("%(date)s, in %(days)d day", "%(date)s, in %(days)d days", days)
    )
    return words % {"date": day, "days": abs(days)}


def log_of(country: Country):
    """Return the decisions of a country as the log shows them."""
    return Decision.objects.of_country(country).with_names().urgent_first()


def counts(country: Country) -> dict[str, int]:
    """Return how many decisions there are, how many open and overdue; one query."""
    today = timezone.localdate()
    rows = Decision.objects.of_country(country).values_list("state", "due_on")
    rows = list(rows)
    due = [due_on for state, due_on in rows if state == Decision.State.OPEN]
    return {
        "all": len(rows),
        "open": len(due),
        "overdue": sum(one < today for one in due),
    }


def _state(decision: Decision, today: date) -> tuple[str, str, str]:
    """Return words, sign and kind of the chip of a decision."""
    if decision.state == Decision.State.DONE:
        return str(decision.get_state_display()), "done", "ok"
    if decision.state == Decision.State.DROPPED:
        return str(decision.get_state_display()), "barred", ""
    if decision.due_on < today:
        return _("Overdue"), "clock", "err"
    return str(decision.get_state_display()), "dot", ""
