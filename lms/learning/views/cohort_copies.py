"""A cohort once more for the next year: its new dates shown first, then made."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.accounts.roles import Capability
from lms.accounts.views.access import needs
from lms.learning.cohorts.assignment_forms import CopyForm, words_for
from lms.learning.cohorts.copying import (
    YEAR,
    copy_cohort,
    moved_assignments,
    moved_end,
)
from lms.learning.cohorts.errors import CohortError
from lms.learning.views.cohorts import FORM, found_cohort


@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def copy(request, pk):
    """Make a cohort like this one; the button "Show" only shows the new dates."""
    cohort = found_cohort(request, pk)
    start = cohort.starts_on + YEAR
    data = request.POST if request.method == "POST" else None
    form = CopyForm(data, initial={"name": cohort.name, "starts_on": start})
    if form.is_valid():
        start = form.cleaned_data["starts_on"]
        if "make" in request.POST and (made := _made(request, cohort, form)):
            return redirect("learning:cohort", pk=made.pk)
    context = {"cohort": cohort, "form": form} | _new_dates(cohort, start)
    status = 422 if form.errors else 200
    return render(request, "learning/cohorts/copy.html", context, status=status)


def _made(request, cohort, form):
    """Return the copy; nothing when the form says why there is none."""
    try:
        made = copy_cohort(cohort, by=request.user, **form.cleaned_data)
    except CohortError as refusal:
        form.add_error("name", str(refusal))
        return None
    words = _("The cohort %(name)s is made, with its new dates.")
    messages.success(request, words % {"name": made})
    return made


def _new_dates(cohort, start) -> dict:
    moved = moved_assignments(cohort, start)
    return {
        "start": start,
        "end": moved_end(cohort, start),
        "moved": [(one, words_for(one.assignment)) for one in moved],
        "learners": cohort.members.current().count(),
    }
