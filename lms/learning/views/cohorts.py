"""Cohorts: the list, making one, changing it, closing it, its first page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.accounts.roles import Capability
from lms.accounts.views.access import active_filters, needs, paged
from lms.learning.cohorts import services
from lms.learning.cohorts.assignment_forms import words_for
from lms.learning.cohorts.errors import CohortError
from lms.learning.cohorts.forms import CohortFilter, CohortForm
from lms.learning.desk.summaries import cohort_summaries
from lms.learning.models import Cohort

FORM = ["GET", "HEAD", "POST"]


def found_cohort(request, pk: int) -> Cohort:
    """Return a cohort that this person runs or oversees, or Http404."""
    rows = Cohort.objects.visible_to(request.user).select_related("country", "region")
    return get_object_or_404(rows, pk=pk)


@require_GET
@needs(Capability.RUN_COHORTS)
def cohort_list(request):
    """The cohorts that somebody runs or oversees."""
    form = CohortFilter(request.GET)
    rows = (
        form.narrowed(Cohort.objects.visible_to(request.user))
        .select_related("country", "region")
        .prefetch_related("trainers")
        .with_counts()
    )
    listing = paged(request, rows)
    page = listing["page"]
    count = page.paginator.count
    summaries = cohort_summaries(page.object_list, request.user)
    words = ngettext("%(count)d cohort", "%(count)d cohorts", count)
    context = listing | {
        "filter": form,
        "rows": [(cohort, summaries[cohort.pk]) for cohort in page.object_list],
        "marks": request.user.may(Capability.MARK_TEXTS),
        "count": words % {"count": count},
        "active": active_filters(request, form, request.path),
    }
    return render(request, "learning/cohorts/list.html", context)


@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def new(request):
    """Make a cohort."""
    form = CohortForm(
        request.POST if request.method == "POST" else None, by=request.user
    )
    if request.method == "POST" and form.is_valid():
        try:
            cohort = services.make_cohort(by=request.user, **form.values())
        except CohortError as refusal:
            form.add_error("name", str(refusal))
        else:
            words = _("The cohort %(name)s is made. Now bring learners in.")
            messages.success(request, words % {"name": cohort})
            return redirect("learning:cohort", pk=cohort.pk)
    status = 422 if form.errors else 200
    return render(request, "learning/cohorts/new.html", {"form": form}, status=status)


@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def edit(request, pk):
    """Change what is said of a cohort, and who runs it."""
    cohort = found_cohort(request, pk)
    form = CohortForm(
        request.POST if request.method == "POST" else None,
        by=request.user,
        cohort=cohort,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_cohort(cohort, by=request.user, **form.values())
        except CohortError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The changes are saved."))
            return _to_cohort_or_list(request, cohort)
    context = {"form": form, "cohort": cohort}
    status = 422 if form.errors else 200
    return render(request, "learning/cohorts/edit.html", context, status=status)


def _to_cohort_or_list(request, cohort):
    """Go on to the cohort; to the list when the person has left its trainers."""
    if Cohort.objects.visible_to(request.user).filter(pk=cohort.pk).exists():
        return redirect("learning:cohort", pk=cohort.pk)
    return redirect("learning:cohorts")


@require_GET
@needs(Capability.RUN_COHORTS)
def overview(request, pk):
    """The first page of a cohort: who runs it, how many learn, what is due."""
    cohort = found_cohort(request, pk)
    context = {
        "cohort": cohort,
        "is_overview": True,
        "trainers": cohort.trainers.order_by("full_name", "email"),
        "learners": cohort.members.current().count(),
        "waiting": cohort.pending.waiting().count(),
        "assigned": [(row, words_for(row)) for row in cohort.assignments.live()],
    }
    return render(request, "learning/cohorts/overview.html", context)


@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def archive(request, pk):
    """Ask, then close a cohort."""
    cohort = found_cohort(request, pk)
    if request.method == "POST":
        services.archive_cohort(cohort, by=request.user)
        words = _("The cohort %(name)s is archived.")
        messages.success(request, words % {"name": cohort})
        return redirect("learning:cohort", pk=cohort.pk)
    return ask(
        request,
        cohort,
        title=_("Archive the cohort %(name)s?") % {"name": cohort},
        facts=[
            _("Nothing is due any more for its learners, and no reminders go out."),
            _("Its invitation links stop working."),
            _("Progress, results and certificates stay as they are."),
            _("You can take it out of the archive at any time."),
        ],
        button=_("Archive this cohort"),
    )


@require_POST
@needs(Capability.RUN_COHORTS)
def reopen(request, pk):
    """Take a cohort out of the archive."""
    cohort = found_cohort(request, pk)
    services.reopen_cohort(cohort, by=request.user)
    messages.success(request, _("The cohort is out of the archive."))
    return redirect("learning:cohort", pk=cohort.pk)


def ask(request, cohort, *, title, facts, button, back="", kind="danger"):
    """Render the question before something that others notice.

    back: the name of the cohort's page to go back to, its first one by default.
    """
    context = {
        "cohort": cohort,
        "question": title,
        "facts": facts,
        "button": button,
        "kind": kind,
        "back": reverse(back, args=[cohort.pk]) if back else cohort.get_absolute_url(),
    }
    return render(request, "learning/cohorts/confirm.html", context)
