"""What is due in a cohort: given out, moved, taken back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from lms.accounts.roles import Capability
from lms.accounts.views.access import needs
from lms.learning.cohorts import assignments as services
from lms.learning.cohorts.assignment_forms import AssignForm, DatesForm, words_for
from lms.learning.cohorts.errors import CohortError
from lms.learning.models import Assignment
from lms.learning.views.cohorts import FORM, ask, found_cohort


@require_GET
@needs(Capability.RUN_COHORTS)
def assignments(request, pk):
    """What is assigned to the cohort, and to single learners of it."""
    cohort = found_cohort(request, pk)
    alone = Assignment.objects.live().to_learners_of(cohort).select_related("person")
    context = {
        "cohort": cohort,
        "whole": [(row, words_for(row)) for row in cohort.assignments.live()],
        "alone": [(row, words_for(row)) for row in alone],
        "today": timezone.localdate(),
    }
    return render(request, "learning/cohorts/assignments.html", context)


@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def assign(request, pk):
    """Give a module or a path to the cohort or to one learner."""
    cohort = found_cohort(request, pk)
    data = request.POST if request.method == "POST" else None
    initial = {"whom": request.GET.get("person", "cohort")}
    form = AssignForm(data, cohort=cohort, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = _assigned(form, request.user)
        except CohortError as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("%(what)s is assigned to %(whom)s.")
            names = {"what": words_for(row), "whom": row.target}
            messages.success(request, words % names)
            _warn_of_past(request, row)
            return redirect("learning:cohort_assignments", pk=cohort.pk)
    context = {"cohort": cohort, "form": form}
    status = 422 if form.errors else 200
    return render(request, "learning/cohorts/assign.html", context, status=status)


def _assigned(form, by) -> Assignment:
    kind, key = form.cleaned_data["what"].split(":", 1)
    service = services.assign_module if kind == "module" else services.assign_path
    return service(form.target, key, by=by, **form.dates())


def _warn_of_past(request, row) -> None:
    if row.due_on and row.due_on < timezone.localdate():
        words = _("It was due on %(date)s already: it shows as late at once.")
        date = date_format(row.due_on, "DATE_FORMAT")
        messages.warning(request, words % {"date": date})


def _found(request, cohort, assignment) -> Assignment:
    """Return an assignment to the cohort, or to one of its learners."""
    inside = cohort.assignments.live() | Assignment.objects.live().to_learners_of(
        cohort
    )
    rows = inside.handled_by(request.user).select_related("cohort", "person")
    return get_object_or_404(rows.distinct(), pk=assignment)


@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def change(request, pk, assignment):
    """Change the dates of what is assigned."""
    cohort = found_cohort(request, pk)
    row = _found(request, cohort, assignment)
    initial = {"due_on": row.due_on, "opens_on": row.opens_on, "note": row.note}
    data = request.POST if request.method == "POST" else None
    form = DatesForm(data, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.change_assignment(row, by=request.user, **form.dates())
        except CohortError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The changes are saved."))
            _warn_of_past(request, row)
            return redirect("learning:cohort_assignments", pk=cohort.pk)
    context = {"cohort": cohort, "form": form, "assignment": row}
    context["what"] = words_for(row)
    status = 422 if form.errors else 200
    return render(request, "learning/cohorts/assignment.html", context, status=status)


@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def withdraw(request, pk, assignment):
    """Ask, then take back what is assigned."""
    cohort = found_cohort(request, pk)
    row = _found(request, cohort, assignment)
    if request.method == "POST":
        try:
            services.withdraw_assignment(row, by=request.user)
        except CohortError as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("%(what)s is no longer assigned to %(whom)s.")
            names = {"what": words_for(row), "whom": row.target}
            messages.success(request, words % names)
        return redirect("learning:cohort_assignments", pk=cohort.pk)
    number = cohort.members.current().count() if row.cohort_id else 1
    concerned = ngettext(
        "It is no longer due for %(count)d learner.",
        "It is no longer due for %(count)d learners.",
        number,
    )
    return ask(
        request,
        cohort,
        title=_("Take back %(what)s?") % {"what": words_for(row)},
        facts=[
            concerned % {"count": number},
            _("What was learnt stays, and so do results and certificates."),
            _("You can assign it again at any time."),
        ],
        button=_("Take it back"),
        back="learning:cohort_assignments",
    )
