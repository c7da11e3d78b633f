"""The learners of a cohort: the list, one more, one less, those waited for."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.accounts.models import Membership
from lms.accounts.roles import Capability
from lms.accounts.views.access import active_filters, needs, paged
from lms.learning.cohorts import members as services
from lms.learning.cohorts.errors import CohortError
from lms.learning.cohorts.forms import MemberFilter, PersonSearch
from lms.learning.views.cohorts import FORM, ask, found_cohort

#: Most people that a search for somebody to add shows.
FOUND = 20
#: People waited for that stand below the list of learners.
SOME = 20


@require_GET
@needs(Capability.RUN_COHORTS)
def members(request, pk):
    """Who learns in a cohort, who is waited for, who has left."""
    cohort = found_cohort(request, pk)
    form = MemberFilter(request.GET)
    listing = paged(request, form.narrowed(_with_people(cohort, cohort.members)))
    count = listing["page"].paginator.count
    words = ngettext("%(count)d learner", "%(count)d learners", count)
    context = listing | {
        "cohort": cohort,
        "filter": form,
        "count": words % {"count": count},
        "active": active_filters(request, form, request.path),
        "shows_left": form.shows_left,
        "waiting": cohort.pending.waiting()[:SOME],
        "waiting_count": cohort.pending.waiting().count(),
    }
    return render(request, "learning/cohorts/members.html", context)


@require_GET
@needs(Capability.RUN_COHORTS)
def waiting(request, pk):
    """Everybody a cohort waits for."""
    cohort = found_cohort(request, pk)
    listing = paged(request, cohort.pending.waiting())
    context = listing | {"cohort": cohort}
    return render(request, "learning/cohorts/waiting.html", context)


def _with_people(cohort, rows):
    """Return members with their people and what these are in the cohort's place."""
    here = (
        Membership.objects.current()
        .filter(services.inside(cohort))
        .select_related("institution", "country")
    )
    return (
        rows.select_related("person")
        .prefetch_related(Prefetch("person__memberships", here, to_attr="here"))
        .order_by("person__full_name", "person__email", "pk")
    )


@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def add(request, pk):
    """Look for somebody of the country and make that person a learner."""
    cohort = found_cohort(request, pk)
    if request.method == "POST":
        return _add(request, cohort)
    form = PersonSearch(request.GET if "q" in request.GET else None)
    people = services.people_of_place(cohort).filter(is_active=True)
    people = people.exclude(pk__in=cohort.trainers.values("pk"))
    found = list(form.narrowed(people)[: FOUND + 1]) if form.is_valid() else []
    inside = cohort.members.current().filter(person__in=found)
    context = {
        "cohort": cohort,
        "form": form,
        "asked": form.is_bound and form.is_valid(),
        "people": found[:FOUND],
        "more": len(found) > FOUND,
        "there": set(inside.values_list("person", flat=True)),
    }
    return render(request, "learning/cohorts/member_add.html", context)


def _add(request, cohort):
    people = services.people_of_place(cohort)
    person = get_object_or_404(people, pk=_number(request.POST.get("person")))
    try:
        services.add_person(cohort, person, by=request.user)
    except CohortError as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("%(name)s is a learner of this cohort now.")
        messages.success(request, words % {"name": person})
    return redirect("learning:cohort_members", pk=cohort.pk)


def _number(text) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None


@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def remove(request, pk, member):
    """Ask, then take a learner out."""
    cohort = found_cohort(request, pk)
    row = get_object_or_404(cohort.members.select_related("person"), pk=member)
    if request.method == "POST":
        try:
            services.remove_member(row, by=request.user)
        except CohortError as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("%(name)s is no longer a learner of this cohort.")
            messages.success(request, words % {"name": row.person})
        return redirect("learning:cohort_members", pk=cohort.pk)
    return ask(
        request,
        cohort,
        title=_("Take %(name)s out of the cohort?") % {"name": row.person},
        facts=[
            _("What the person has learnt stays, and so do certificates."),
            _("Nothing of this cohort is due any more for this person."),
            _("You can let the person come back at any time."),
        ],
        button=_("Take this person out"),
        back="learning:cohort_members",
    )


@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def withdraw(request, pk, pending):
    """Ask, then wait for an address no longer."""
    cohort = found_cohort(request, pk)
    row = get_object_or_404(cohort.pending, pk=pending)
    if request.method == "POST":
        try:
            services.withdraw_pending(row, by=request.user)
        except CohortError as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("The invitation for %(email)s is withdrawn.")
            messages.success(request, words % {"email": row.email})
        return redirect("learning:cohort_members", pk=cohort.pk)
    return ask(
        request,
        cohort,
        title=_("Withdraw the invitation for %(email)s?") % {"email": row.email},
        facts=[
            _("The link in the e-mail stops working."),
            _("You can invite this address again at any time."),
        ],
        button=_("Withdraw this invitation"),
        back="learning:cohort_members",
    )


@require_POST
@needs(Capability.RUN_COHORTS)
def remind(request, pk, pending):
    """Send an invitation again."""
    cohort = found_cohort(request, pk)
    row = get_object_or_404(cohort.pending.waiting(), pk=pending)
    try:
        services.remind_pending(row, by=request.user)
    except CohortError as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("The invitation for %(email)s goes out again.")
        messages.success(request, words % {"email": row.email})
    return redirect("learning:cohort_members", pk=cohort.pk)
