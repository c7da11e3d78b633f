"""Invitation links of a cohort: made, shown on the classroom wall, withdrawn."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lms.accounts.roles import Capability
from lms.accounts.views.access import needs
from lms.learning.cohorts import links as services
from lms.learning.cohorts.errors import CohortError
from lms.learning.cohorts.forms import LinkForm
from lms.learning.views.cohorts import FORM, ask, found_cohort


@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def links(request, pk):
    """The links of a cohort, and making one more."""
    cohort = found_cohort(request, pk)
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            link = services.make_link(cohort, by=request.user, **form.cleaned_data)
        except CohortError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("learning:cohort_link", pk=cohort.pk, link=link.pk)
    rows = [
        {
            "link": link,
            "closed": services.closed_because(link),
            "taken": link.joined + link.asked,
            "full": link.joined + link.asked >= link.limit,
        }
        for link in cohort.links.with_counts().select_related("cohort", "created_by")
    ]
    context = {"cohort": cohort, "form": form, "rows": rows}
    status = 422 if form.errors else 200
    return render(request, "learning/cohorts/links.html", context, status=status)


@never_cache
@require_GET
@needs(Capability.RUN_COHORTS)
def link(request, pk, link):
    """One link, large enough for the wall: address and QR code."""
    cohort = found_cohort(request, pk)
    row = get_object_or_404(cohort.links.select_related("cohort"), pk=link)
    address = services.address_of(row)
    context = {
        "cohort": cohort,
        "link": row,
        "closed": services.closed_because(row),
        "seats": services.seats(row),
        "address": address,
        "qr": services.qr_code(address),
    }
    return render(request, "learning/cohorts/link.html", context)


@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def withdraw(request, pk, link):
    """Ask, then make a link worthless."""
    cohort = found_cohort(request, pk)
    row = get_object_or_404(cohort.links, pk=link)
    if request.method == "POST":
        try:
            services.withdraw_link(row, by=request.user)
        except CohortError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The link is withdrawn."))
        return redirect("learning:cohort_links", pk=cohort.pk)
    joined = services.seats(row).joined
    words = ngettext(
        "%(count)d person came in by it and stays.",
        "%(count)d people came in by it and stay.",
        joined,
    )
    return ask(
        request,
        cohort,
        title=_("Withdraw this invitation link?"),
        facts=[
            _("Nobody can join with it any more, not even from a printed sheet."),
            words % {"count": joined},
        ],
        button=_("Withdraw this link"),
        back="learning:cohort_links",
    )
