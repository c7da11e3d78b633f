"""Reminders of decisions before and after their day, and of minutes that are missing.

Asked for every hour (lms.accounts.reminders). Nobody gets the same reminder twice; a
new due date begins anew.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from assessments.maturity.services.reminding import AFTER, BEFORE, CATCH_UP, kind_due
from lms.accounts import mail
from lms.accounts.models import Country, Membership, OutgoingMail, User
from lms.accounts.roles import Capability, roles_with
from toolkit.network.models import Decision, FocalPoint, Meeting

#: Days after a meeting on which its keepers are told that minutes are missing: the
#: terms of reference give five working days.
MINUTES_AFTER = 7


def remind(*, at: datetime | None = None) -> int:
    """Send all that is due; return how many e-mails were written."""
    at = at or timezone.now()
    return remind_of_decisions(at=at) + remind_of_minutes(at=at)


def remind_of_decisions(*, at: datetime) -> int:
    """Remind the focal points of owners whose decisions are due soon or late.

    Without a focal point its deputy is asked, else the institution's role mailbox.
    """
    today = timezone.localdate(at)
    rows = (
        Decision.objects.open()
        .filter(
            due_on__gte=today - timedelta(days=AFTER + CATCH_UP),
            due_on__lte=today + timedelta(days=max(BEFORE)),
            meeting__country__isnull=False,
        )
        .exclude(meeting__state=Meeting.State.CANCELLED)
        .select_related("owner__profile", "meeting__country")
        .order_by("pk")
    )
    rows = list(rows)
    contacts = _contacts({one.owner_id for one in rows}, today)
    written = 0
    for decision in rows:
        kind = kind_due(decision.due_on, today=today)
        if kind is None:
            continue
        for contact in _recipients(decision, contacts):
            written += _remind(decision, contact, kind, today)
    return written


def remind_of_minutes(*, at: datetime) -> int:
    """Tell those who keep the record that a meeting of a week ago has no minutes."""
    latest = at - timedelta(days=MINUTES_AFTER)
    meetings = (
        Meeting.objects.without_minutes(latest)
        .filter(ends_at__gte=latest - timedelta(days=CATCH_UP))
        .select_related("country", "created_by")
    )
    written = 0
    for meeting in meetings:
        for person in _keepers(meeting.country):
            written += _send(
                "minutes_missing",
                key=f"minutes:{meeting.pk}:{meeting.calendar_number}:{person.pk}",
                to=person.email,
                person=person,
                language=person.language,
                country=meeting.country,
                context={"meeting": meeting, "name": person.display_name},
            )
    return written


def _contacts(owners: set[int], today: date) -> dict[int, list[FocalPoint]]:
    """Return institution > its focal point first, then the deputy; one query."""
    found: dict[int, list[FocalPoint]] = {}
    rows = FocalPoint.objects.current(today).reachable().filter(institution__in=owners)
    for one in rows.select_related("person"):
        found.setdefault(one.institution_id, []).append(one)
    for those in found.values():
        those.sort(key=lambda one: (one.post != FocalPoint.Post.FOCAL_POINT, one.pk))
    return found


def _recipients(decision: Decision, contacts) -> list[tuple[str, str, User | None]]:
    """Return (address, name, account) of whom to remind: one at most."""
    for one in contacts.get(decision.owner_id, []):
        return [(one.email, one.full_name, one.person)]
    profile = getattr(decision.owner, "profile", None)
    if profile and profile.email:
        return [(profile.email, str(decision.owner), None)]
    return []


def _remind(decision: Decision, contact, kind: str, today: date) -> int:
    address, name, person = contact
    country = decision.meeting.country
    return _send(
        "decision_reminder",
        key=f"decision:{decision.pk}:{decision.due_on}:{kind}",
        to=address,
        person=person,
        language=person.language if person else _main_language(country),
        country=country,
        context={
            "decision": decision,
            "name": name,
            "is_late": decision.due_on < today,
        },
    )


def _send(kind: str, *, key: str, **fields) -> int:
    if OutgoingMail.objects.filter(once_key=key).exists():
        return 0
    context = fields.pop("context")
    country = fields["country"]
    mail.send(
        f"network/email/{kind}",
        once_key=key,
        kind=kind,
        context=context | {"country": country, "code": country.iso3.lower()},
        **fields,
    )
    return 1


def _keepers(country: Country) -> list[User]:
    """Return who keeps the record of a country."""
    held = Membership.objects.current().filter(
        country=country, role__in=roles_with(Capability.KEEP_RECORD)
    )
    return list(User.objects.filter(is_active=True, pk__in=held.values("person")))


def _main_language(country: Country) -> str:
    """Return the language in which institutions of a country are written to."""
    known = dict(settings.LANGUAGES)
    wanted = [one for one in country.working_languages if one in known]
    return wanted[0] if wanted else settings.LANGUAGE_CODE
