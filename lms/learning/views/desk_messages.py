"""Messages to learners, and the reminders of a cohort."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lms.accounts.roles import Capability
from lms.accounts.views.access import needs, paged
from lms.learning.cohorts.errors import CohortArchived, CohortError
from lms.learning.cohorts.services import refuse_others
from lms.learning.desk import messages
from lms.learning.desk.forms import (
    MatrixFilter,
    MessageForm,
    RemindersForm,
    chosen_people,
)
from lms.learning.desk.pages import asked_matrix
from lms.learning.models import CohortReminders
from lms.learning.views.cohorts import found_cohort

#: Names shown of those to whom a message goes; the others are counted.
NAMES = 20


@require_GET
@needs(Capability.RUN_COHORTS)
def history(request, pk):
    """The messages of a cohort, and its reminders."""
    cohort = found_cohort(request, pk)
    context = {
        "cohort": cohort,
        "reminders": CohortReminders.objects.filter(cohort=cohort).first()
        or CohortReminders(cohort=cohort),
    }
    listing = paged(request, messages.message_history(cohort))
    return render(request, "learning/desk/messages.html", context | listing)


@require_GET
@needs(Capability.RUN_COHORTS)
def message(request, pk, message):
    """One message and how far its e-mails are."""
    cohort = found_cohort(request, pk)
    found = get_object_or_404(messages.message_history(cohort), pk=message)
    context = {"cohort": cohort, "message": found}
    listing = paged(request, messages.recipients_of(found))
    return render(request, "learning/desk/message.html", context | listing)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Capability.RUN_COHORTS)
def compose(request, pk):
    """Write to the learners chosen: write, look at it, send."""
    cohort = found_cohort(request, pk)
    if cohort.is_archived:
        notices.error(request, CohortArchived.message)
    if cohort.is_archived or request.method != "POST":
        return redirect("learning:desk", pk=pk)
    step = request.POST.get("step", "")
    form = MessageForm(request.POST if step else None)
    people = messages.learners_chosen(cohort, _chosen(request, cohort))
    people = list(people.order_by("full_name", "email"))
    if not people:
        notices.error(request, messages.NobodyToWriteTo.message)
        return redirect("learning:desk", pk=pk)
    if step and form.is_valid() and step == "send":
        try:
            return _sent(request, cohort, form, people)
        except CohortError as refusal:
            form.add_error(None, str(refusal))
    return _compose_page(request, cohort, form, people, look=step == "look")


def _chosen(request, cohort) -> list[int]:
    """Return the people ticked, or all whom the matrix shows with this filter."""
    if "everybody" not in request.POST:
        return chosen_people(request.POST)
    _matrix, rows = asked_matrix(cohort, MatrixFilter(request.GET), get_language())
    return [row.person_id for row in rows]


def _sent(request, cohort, form, people):
    sent = messages.send_message(
        cohort,
        to=[person.pk for person in people],
        subject=form.cleaned_data["subject"],
        text=form.cleaned_data["text"],
        by=request.user,
        form_key=form.key,
    )
    words = ngettext(
        "The message goes to %(count)d learner.",
        "The message goes to %(count)d learners.",
        len(people),
    )
    notices.success(request, words % {"count": len(people)})
    return redirect("learning:desk_message", cohort.pk, sent.pk)


def _compose_page(request, cohort, form, people, *, look: bool):
    """Show the form; with the message as it will be read once that was asked for."""
    wrong = form.is_bound and not form.is_valid()
    context = {
        "cohort": cohort,
        "form": form,
        "form_key": form.key if not wrong else request.POST.get("form_key", ""),
        "people": people,
        "names": people[:NAMES],
        "more": max(0, len(people) - NAMES),
        "look": look and not wrong,
        "quiet": sum(not person.last_login for person in people),
    }
    status = 422 if form.errors else 200
    return render(request, "learning/desk/compose.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Capability.RUN_COHORTS)
def reminders(request, pk):
    """When learners of this cohort are reminded."""
    cohort = found_cohort(request, pk)
    kept = CohortReminders.objects.filter(cohort=cohort).first()
    row = kept or CohortReminders(cohort=cohort)
    form = RemindersForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            refuse_others(cohort, request.user)
        except CohortError as refusal:
            form.add_error(None, str(refusal))
        else:
            CohortReminders.objects.update_or_create(
                cohort=cohort, defaults=form.cleaned_data
            )
            notices.success(request, _("The reminders are saved."))
            return redirect("learning:desk_messages", pk=pk)
    status = 422 if form.errors else 200
    context = {"cohort": cohort, "form": form}
    return render(request, "learning/desk/reminders.html", context, status=status)


@login_required
@require_GET
@never_cache
def received(request):
    """What trainers wrote to the signed-in person."""
    listing = paged(request, messages.messages_to(request.user))
    return render(request, "learning/desk/received.html", listing)
