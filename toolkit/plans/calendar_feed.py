"""The dates of an institution's lines as a calendar that programs subscribe to."""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.core.calendar import Entry, uid_of
from toolkit.plans.content import DONE, Line
from toolkit.plans.models import CalendarFeed, Plan
from toolkit.plans.plan_reading import content_of
from toolkit.plans.quarter_words import span_words


def new_secret() -> str:
    """Return a secret that nobody guesses: 32 letters and digits."""
    return secrets.token_hex(16)


def digest(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def feed_by(secret: str) -> CalendarFeed | None:
    """Return whose calendar this is, while its plan runs and it is in the network."""
    rows = CalendarFeed.objects.filter(
        secret=digest(secret),
        plan__state__in=Plan.RUNNING,
        institution__is_active=True,
    )
    return rows.select_related("institution").first()


def entries_of(feed: CalendarFeed) -> list[Entry]:
    """Return begin and due date of each line of the institution, in whole days.

    Lines it is responsible for and lines it supports; not what is for later or dropped.
    """
    plan = Plan.objects.with_places().get(pk=feed.plan_id)
    changed = dict(plan.items.values_list("code", "edit_number"))
    found = []
    for line in content_of(plan).scheduled:
        leads = line.responsible_id == feed.institution_id
        if leads or feed.institution_id in line.supporting_ids:
            found += _entries(plan, line, changed[line.code], feed.made_at)
    return found


def _entries(plan: Plan, line: Line, number: int, made_at: datetime) -> Iterator[Entry]:
    path = reverse("plans:line", args=[plan.pk, line.code])
    about = "\n".join(
        filter(
            None,
            [
                plan.title,
                _("Responsible: %(institution)s") % {"institution": line.responsible},
                _("Quarters: %(quarters)s")
                % {"quarters": span_words(line.start, line.end)},
                _("Deliverable: %(words)s") % {"words": line.deliverable},
                _("Done when: %(words)s") % {"words": line.criterion},
            ],
        )
    )
    common = {
        "changed_at": made_at,
        "sequence": number,
        "about": about,
        "url": f"{settings.BASE_URL}{path}",
    }
    first, last = line.start.first_day, line.end.last_day
    yield Entry(
        uid=uid_of("plan-line-begins", line.pk),
        title=_("Begins: %(title)s") % {"title": line.title},
        starts_at=first,
        ends_at=first,
        **common,
    )
    done = line.status == DONE
    yield Entry(
        uid=uid_of("plan-line-due", line.pk),
        title=(_("Done: %(title)s") if done else _("Due: %(title)s"))
        % {"title": line.title},
        starts_at=last,
        ends_at=last,
        **common,
    )
