"""Sessions of a cohort: planned, announced, attended, certified."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lms.accounts.roles import Capability
from lms.accounts.views.access import needs, paged
from lms.core.pdf import PdfFailed
from lms.learning.batches import BatchError
from lms.learning.classroom import attendance as notes
from lms.learning.classroom import pages, sessions
from lms.learning.classroom import participation as taking_part
from lms.learning.classroom.calendars import TYPE
from lms.learning.classroom.documents import sign_in_sheet as sheet_of
from lms.learning.classroom.forms import ParticipationForm, SessionForm
from lms.learning.cohorts.errors import CohortError
from lms.learning.models import ClassSession
from lms.learning.views.cohorts import FORM, ask, found_cohort


def found_session(request, pk: int, session: int) -> ClassSession:
    """Return a session of a cohort that this person runs or oversees, or Http404."""
    found_cohort(request, pk)
    rows = ClassSession.objects.visible_to(request.user).filter(cohort=pk)
    rows = rows.select_related("cohort__country", "cohort__region")
    return get_object_or_404(rows, pk=session)


@require_GET
@needs(Capability.RUN_COHORTS)
def session_list(request, pk):
    """The sessions of a cohort, with what belongs to their modules."""
    cohort = found_cohort(request, pk)
    context = {"cohort": cohort} | pages.session_rows(cohort, request.user)
    return render(request, "learning/sessions.html", context)


@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def session_new(request, pk):
    """Plan a session."""
    cohort = found_cohort(request, pk)
    form = SessionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = sessions.plan_session(cohort, by=request.user, **form.values())
        except CohortError as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("The session %(title)s is planned.")
            messages.success(request, words % {"title": made.title})
            return redirect("learning:sessions", pk=pk)
    context = {"cohort": cohort, "form": form}
    status = 422 if form.errors else 200
    return render(request, "learning/session_form.html", context, status=status)


@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def session_edit(request, pk, session):
    """Change a session."""
    row = found_session(request, pk, session)
    data = request.POST if request.method == "POST" else None
    form = SessionForm(data, session=row)
    if request.method == "POST" and form.is_valid():
        try:
            sessions.change_session(row, by=request.user, **form.values())
        except CohortError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("learning:sessions", pk=pk)
    context = {"cohort": row.cohort, "form": form, "session": row}
    status = 422 if form.errors else 200
    return render(request, "learning/session_form.html", context, status=status)


@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def session_delete(request, pk, session):
    """Ask, then delete a session of which nothing was noted."""
    row = found_session(request, pk, session)
    if request.method == "POST":
        try:
            sessions.delete_session(row, by=request.user)
        except CohortError as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("The session %(title)s is deleted.")
            messages.success(request, words % {"title": row.title})
        return redirect("learning:sessions", pk=pk)
    return ask(
        request,
        row.cohort,
        title=_("Delete the session %(title)s?") % {"title": row.title},
        facts=[
            _("It goes from this list and from the learners' pages."),
            _("Learners who were written to are not written to again."),
        ],
        button=_("Delete this session"),
        back="learning:sessions",
    )


@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def session_announce(request, pk, session):
    """Ask, then write to the learners of the cohort."""
    row = found_session(request, pk, session)
    if request.method == "POST":
        try:
            number = sessions.announce_session(row, by=request.user)
        except CohortError as refusal:
            messages.error(request, str(refusal))
        else:
            words = ngettext(
                "%(count)d learner is written to; nobody gets the same e-mail twice.",
                "%(count)d learners are written to; nobody gets the same e-mail twice.",
                number,
            )
            messages.success(request, words % {"count": number})
        return redirect("learning:sessions", pk=pk)
    return _ask_to_announce(request, row)


def _ask_to_announce(request, row):
    number = sessions.learners_of(row.cohort).count()
    who = ngettext(
        "%(count)d learner gets an e-mail with time and place.",
        "%(count)d learners get an e-mail with time and place.",
        number,
    )
    return ask(
        request,
        row.cohort,
        title=_("Announce the session %(title)s?") % {"title": row.title},
        facts=[
            who % {"count": number},
            _(
                "It is in the language and the time zone of each, with a calendar entry."
            ),
            _("Who has had this e-mail gets it again only after a change."),
        ],
        button=_("Write to the learners"),
        back="learning:sessions",
        kind="primary",
    )


@require_GET
@never_cache
@needs(Capability.RUN_COHORTS)
def session_ics(request, pk, session):
    """A session as an entry for the calendar."""
    return _calendar(found_session(request, pk, session))


def _calendar(row: ClassSession) -> HttpResponse:
    outline = sessions.module_of(row, get_language())
    response = HttpResponse(sessions.calendar_for(row, outline), content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="session-{row.pk}.ics"'
    return response


@never_cache
@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def attendance(request, pk, session):
    """Note who came, page by page."""
    row = found_session(request, pk, session)
    listing = paged(request, lines := notes.lines_of(row), length=pages.PAGE)
    page = listing["page"]
    if request.method == "POST":
        try:
            noted = notes.note_attendance(
                row, pages.posted_attendance(row, request.POST), by=request.user
            )
        except CohortError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, pages.noted_words(noted))
        number = page.number + (pages.ON in request.POST and page.has_next())
        url = reverse("learning:attendance", args=[pk, session])
        return redirect(f"{url}?page={number}" if number > 1 else url)
    context = {"cohort": row.cohort, "session": row, **listing}
    context |= pages.attendance_page(lines, page.object_list)
    return render(request, "learning/session_attendance.html", context)


@require_GET
@never_cache
@needs(Capability.RUN_COHORTS)
def sign_in_sheet(request, pk, session):
    """The list to sign in the room, as a PDF."""
    row = found_session(request, pk, session)
    try:
        content = sheet_of(row)
    except PdfFailed as problem:
        messages.error(request, str(problem))
        return redirect("learning:attendance", pk=pk, session=session)
    response = HttpResponse(content, content_type="application/pdf")
    day = date_format(timezone.localtime(row.starts_at), "Y-m-d")
    response["Content-Disposition"] = f'attachment; filename="sign-in-{day}.pdf"'
    return response


@never_cache
@require_http_methods(FORM)
@needs(Capability.RUN_COHORTS)
def participation(request, pk):
    """Choose who took part, look at the list, order the certificates."""
    cohort = found_cohort(request, pk)
    held = taking_part.sessions_by_module(cohort)
    data = request.POST if request.method == "POST" else request.GET
    form = ParticipationForm(data if "module" in data else None, held=held)
    context = {"cohort": cohort, "form": form, "held": held}
    if form.is_valid():
        least = form.cleaned_data["least"]
        if request.method == "POST":
            try:
                batch = taking_part.order_participation(
                    cohort,
                    form.outline,
                    least=least,
                    by=request.user,
                    minutes=form.cleaned_data["minutes"],
                )
            except (BatchError, CohortError) as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("learning:batch", pk=batch.pk)
        found = taking_part.candidates(cohort, form.outline, least)
        context |= {"found": found, "new": sum(not one.has_one for one in found)}
        context["shown"] = True
    status = 422 if form.errors else 200
    return render(
        request, "learning/session_participation.html", context, status=status
    )


@require_GET
@never_cache
@login_required
def my_session_ics(request, session):
    """A session of an own cohort as an entry for the learner's calendar."""
    mine = {one.pk: one for one in sessions.coming_sessions(request.user)}
    row = mine.get(session) or get_object_or_404(
        ClassSession.objects.filter(
            cohort__members__person=request.user,
            cohort__members__left_at__isnull=True,
        )
        .distinct()
        .select_related("cohort"),
        pk=session,
    )
    return _calendar(row)
