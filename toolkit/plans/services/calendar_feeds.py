"""Secret addresses of calendars: made, made anew, ended."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts import audit
from lms.accounts.models import Institution, User
from toolkit.network.permissions import own_institutions
from toolkit.plans.calendar_feed import digest, new_secret
from toolkit.plans.models import CalendarFeed, Plan
from toolkit.plans.permissions import Action, Part, can, parts_in
from toolkit.plans.tracking_errors import NotNow, NotYours


def may_make(user: User, plan: Plan, institution_id: int) -> bool:
    """Return whether somebody hands out the calendar of an institution.

    Who runs the plan, and the institution's own focal points.
    """
    if not can(user, Action.TRACK, plan):
        return False
    return Part.RUNS in parts_in(user, plan) or institution_id in own_institutions(user)


@transaction.atomic
def make_feed(
    plan: Plan, institution: Institution, *, by: User, at: datetime | None = None
) -> str:
    """Return a new secret for the calendar of an institution; the old address ends.

    Only its digest is kept, so it is shown once. Raises NotYours; NotNow when the
    institution is of another country or has left the network.
    """
    _refuse(plan, institution, by)
    if not institution.is_active:
        raise NotNow(_("This institution has left the network."))
    secret = new_secret()
    CalendarFeed.objects.update_or_create(
        plan=plan,
        institution=institution,
        defaults={
            "secret": digest(secret),
            "made_by": by,
            "made_at": at or timezone.now(),
        },
    )
    audit.record(
        by,
        "plan_calendar_made",
        plan,
        country=plan.country,
        institution=str(institution),
    )
    return secret


@transaction.atomic
def end_feed(plan: Plan, institution: Institution, *, by: User) -> None:
    """End the address of a calendar; twice is once. Raises NotYours, NotNow."""
    _refuse(plan, institution, by)
    ended, _rows = CalendarFeed.objects.filter(
        plan=plan, institution=institution
    ).delete()
    if ended:
        audit.record(
            by,
            "plan_calendar_ended",
            plan,
            country=plan.country,
            institution=str(institution),
        )


def _refuse(plan: Plan, institution: Institution, by: User) -> None:
    if institution.country_id != plan.country_id:
        raise NotNow(_("This institution is not one of this country."))
    if not may_make(by, plan, institution.pk):
        raise NotYours
