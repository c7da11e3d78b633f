"""Who is stuck and where: signs in, reasons out, no database.

The rules, most pressing first; each has its sentence in Reason.sentence:

never    has not signed in since joining the cohort.
failed   has failed the same module check FAILED_TIMES times and not passed it.
overdue  has not finished a module whose due date has passed.
away     has not been here for AWAY_DAYS days while something is due.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

NEVER, FAILED, OVERDUE, AWAY = "never", "failed", "overdue", "away"
#: Days without a visit that count as being away.
AWAY_DAYS = 14
#: How often the same check is failed before somebody is stuck.
FAILED_TIMES = 2

#: What the groups are called.
TITLES = {
    NEVER: gettext_lazy("Never signed in"),
    FAILED: gettext_lazy("Failed the same check twice or more"),
    OVERDUE: gettext_lazy("Something is late"),
    AWAY: gettext_lazy("Away while something is due"),
}


@dataclass(frozen=True)
class Signs:
    """What is known about one learner of a cohort.

    last_visit: the day of the last visit, None for somebody who never signed in.
    due: (module key, due date) of what is assigned with a date and not done.
    failed: (module key, times) of module checks failed and not passed.
    """

    joined_on: date
    last_visit: date | None
    due: tuple[tuple[str, date], ...] = ()
    failed: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Reason:
    """Why somebody is stuck: since when, and in which modules.

    due_on: of who is away, when the module is due: the next one, if there is one.
    """

    kind: str
    since: date | None
    modules: tuple[str, ...] = ()
    times: int = 0
    due_on: date | None = None

    @property
    def title(self) -> str:
        """Return the name of the group."""
        return str(TITLES[self.kind])

    @property
    def sentence(self) -> str:
        """Return the reason in words."""
        words = {
            "date": date_format(self.since, "DATE_FORMAT") if self.since else "",
            "modules": ", ".join(self.modules),
            "count": self.times,
            "due": date_format(self.due_on, "DATE_FORMAT") if self.due_on else "",
        }
        if self.kind == NEVER:
            return _("Joined on %(date)s and has never signed in.") % words
        if self.kind == FAILED:
            text = ngettext(
                "Failed the check of module %(modules)s %(count)s time.",
                "Failed the check of module %(modules)s %(count)s times.",
                self.times,
            )
            return text % words
        if self.kind == OVERDUE:
            text = ngettext(
                "Module %(modules)s is late since %(date)s.",
                "Modules %(modules)s are late, the first since %(date)s.",
                len(self.modules),
            )
            return text % words
        text = _("Was here last on %(date)s; module %(modules)s has the date %(due)s.")
        return text % words


def reasons(signs: Signs, *, today: date) -> tuple[Reason, ...]:
    """Return why somebody is stuck, the most pressing first; empty for who is not."""
    found = []
    if signs.last_visit is None:
        found.append(Reason(NEVER, signs.joined_on))
    found += [
        Reason(FAILED, None, (key,), times)
        for key, times in signs.failed
        if times >= FAILED_TIMES
    ]
    late = sorted((day, key) for key, day in signs.due if day < today)
    if late:
        found.append(Reason(OVERDUE, late[0][0], tuple(key for _day, key in late)))
    long_ago = today - timedelta(days=AWAY_DAYS)
    if signs.due and signs.last_visit is not None and signs.last_visit <= long_ago:
        first = min(signs.due, key=lambda due: (due[1] < today, due[1], due[0]))
        found.append(Reason(AWAY, signs.last_visit, (first[0],), due_on=first[1]))
    return tuple(found)


def grouped(rows: Iterable) -> list[tuple[str, list]]:
    """Return (title, rows) for each group that has somebody, the most pressing first.

    rows: anything with stuck, its reasons. Everybody is in one group, the most
    pressing; the other reasons stand beside the name.
    """
    groups: dict[str, list] = {kind: [] for kind in TITLES}
    for row in rows:
        if row.stuck:
            groups[row.stuck[0].kind].append(row)
    return [(str(TITLES[kind]), found) for kind, found in groups.items() if found]
