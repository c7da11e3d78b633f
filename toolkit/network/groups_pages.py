"""What the pages of the working group show: its data, its seats, its history."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts.models import AuditEntry, Country
from toolkit.network.decisions_pages import decision_lines
from toolkit.network.meetings_pages import meeting_line
from toolkit.network.models import (
    Decision,
    GroupMember,
    Meeting,
    TermsVersion,
    WorkingGroup,
)

#: Seats in the order in which they are read out.
SEATS = [str(one) for one in GroupMember.Seat]
#: Open decisions that the page of the group shows.
DECISIONS_SHOWN = 8


@dataclass(frozen=True)
class Change:
    """Something that happened to a seat on a day, in words, with the decision."""

    on: date
    words: str
    note: str


def group_of(country: Country) -> WorkingGroup | None:
    """Return the working group of a country, None while there is none; one query."""
    rows = WorkingGroup.objects.of_country(country)
    return rows.select_related("country", "secretariat").first()


def group_context(group: WorkingGroup | None, country: Country) -> dict:
    """Return what the page of the group shows; the same number of queries always."""
    today = timezone.localdate()
    coming = Meeting.objects.of_country(country).coming().first()
    missing = Meeting.objects.of_country(country).without_minutes()
    decisions = Decision.objects.of_country(country).open()
    found = list(decisions.with_names().urgent_first(today))
    context = {
        "group": group,
        "coming": meeting_line(coming) if coming else None,
        "missing": [meeting_line(one) for one in missing],
        "decisions": decision_lines(found[:DECISIONS_SHOWN], today=today),
        "open_count": len(found),
        "overdue_count": sum(one.due_on < today for one in found),
    }
    if group is not None:
        rows = list(group.members.with_names())
        context |= {
            "members": seated(rows, today),
            "versions": list(TermsVersion.objects.filter(group=group)),
        }
        context["chair"] = next(
            (one for one in context["members"] if one.seat == GroupMember.Seat.CHAIR),
            None,
        )
    return context


def seated(rows: list[GroupMember], on: date) -> list[GroupMember]:
    """Return who has a seat on a day, the chair first, then by seat and name."""
    found = [
        one
        for one in rows
        if one.joined_on <= on and (one.left_on is None or one.left_on > on)
    ]
    return sorted(
        found,
        key=lambda one: (SEATS.index(one.seat), one.full_name.casefold(), one.pk),
    )


def changes(rows: list[GroupMember]) -> list[Change]:
    """Return everything that happened to seats, the newest first.

    A seat that ends on the day on which the same person gets another one is one
    change and not two.
    """
    found: list[tuple[date, int, Change]] = []
    begun = {(_who(one), one.joined_on): one for one in rows}
    taken_over = set()
    for one in rows:
        following = begun.get((_who(one), one.left_on)) if one.left_on else None
        if following is not None and following.pk != one.pk:
            taken_over.add(following.pk)
            words = _("%(name)s: %(after)s instead of %(before)s") % {
                "name": one.full_name,
                "before": one.get_seat_display(),
                "after": following.get_seat_display(),
            }
            note = following.change_note or one.end_note
            found.append((one.left_on, following.pk, Change(one.left_on, words, note)))
        elif one.left_on:
            words = _("%(name)s left. The seat was: %(seat)s")
            words %= {"name": one.full_name, "seat": one.get_seat_display()}
            found.append(
                (one.left_on, one.pk, Change(one.left_on, words, one.end_note))
            )
    for one in rows:
        if one.pk not in taken_over:
            words = _("%(name)s joined. The seat is: %(seat)s")
            words %= {"name": one.full_name, "seat": one.get_seat_display()}
            change = Change(one.joined_on, words, one.change_note)
            found.append((one.joined_on, one.pk, change))
    return [change for _day, _pk, change in sorted(found, key=lambda row: row[:2])][
        ::-1
    ]


def members_context(group: WorkingGroup, on: date) -> dict:
    """Return the seats of a day and everything that changed; one query."""
    rows = list(group.members.with_names())
    return {"on": on, "members": seated(rows, on), "changes": changes(rows)}


def last_change(row) -> AuditEntry | None:
    """Return who changed a row last, and when; from the activity log."""
    entries = AuditEntry.objects.filter(
        subject_kind=row._meta.label, subject_id=str(row.pk)
    )
    return entries.order_by("-at", "-pk").first()


def _who(one: GroupMember) -> tuple[str, str]:
    """Return what makes two seats those of one person."""
    return (one.email, "") if one.email else ("", one.full_name)
