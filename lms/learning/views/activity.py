"""The state of the activity record, for those who look after the platform."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from lms.accounts.roles import Capability
from lms.accounts.views.access import refusal
from lms.learning import permissions
from lms.learning.activity import forwarding
from lms.learning.models import Statement


def _refuse_others(request) -> None:
    if not permissions.can_look_after_activity_record(request.user):
        raise PermissionDenied(refusal(Capability.MANAGE_PEOPLE))


@require_GET
@login_required
def activity_record(request):
    """Whether it is on, where it goes, what waits, and why."""
    _refuse_others(request)
    counts = Statement.objects.aggregate(
        all=Count("pk"),
        waiting=Count("pk", filter=Q(state="waiting")),
        refused=Count("pk", filter=Q(state="refused")),
        forwarded=Count("pk", filter=Q(state="forwarded")),
        last=Max("forwarded_at"),
    )
    troubled = Statement.objects.exclude(state="forwarded").exclude(last_error="")
    context = {
        "is_on": settings.XAPI_ACTIVITY,
        "store": urlsplit(settings.LRS_ENDPOINT).hostname or "",
        "facts": _facts(counts),
        "last_error": troubled.values_list("last_error", flat=True).first() or "",
        "may_try_again": forwarding.is_configured()
        and bool(counts["waiting"] or counts["refused"]),
    }
    return render(request, "learning/activity_record.html", context)


def _facts(counts: dict) -> list[dict]:
    """Return the counts in words for the list of facts."""
    return [
        {"label": _("Statements recorded"), "value": number_format(counts["all"])},
        {"label": _("Forwarded"), "value": number_format(counts["forwarded"])},
        {"label": _("Waiting"), "value": number_format(counts["waiting"])},
        {"label": _("Refused by the store"), "value": number_format(counts["refused"])},
    ]


@require_POST
@login_required
def activity_try_again(request):
    """Forward everything that waits or was refused, as soon as a worker can."""
    _refuse_others(request)
    count = forwarding.try_again()
    words = ngettext(
        "%(count)s statement is forwarded again.",
        "%(count)s statements are forwarded again.",
        count,
    )
    messages.info(request, words % {"count": number_format(count)})
    return redirect("learning:activity_record")
