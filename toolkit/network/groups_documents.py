"""Documents of the working group: terms of reference, agenda and minutes as PDF,
the log of decisions as workbook.
"""

from dataclasses import replace

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from lms.accounts.models import Country
from lms.accounts.sheets import Sheet, workbook
from lms.core.pdf import render_pdf
from toolkit.network.decisions_pages import DecisionLine, decision_lines, log_of
from toolkit.network.groups_pages import seated
from toolkit.network.meetings_pages import (
    agenda_days,
    follow_up_lines,
    meeting_line,
)
from toolkit.network.models import Meeting, Participant, TermsVersion, WorkingGroup
from toolkit.network.terms_text import numbered

STYLESHEET = "pdf/group.css"


def terms_pdf(group: WorkingGroup, version: TermsVersion | None = None) -> bytes:
    """Return the terms of reference as A4: a version as approved, or the draft.

    In the language they are written in. Raises the exceptions of render_pdf.
    """
    terms = version.terms if version else group.terms
    language = (version.language if version else group.terms_language) or ""
    known = language if language in dict(settings.LANGUAGES) else get_language()
    context = {
        "group": group,
        "country": group.country,
        "version": version,
        "number": version.number if version else group.draft_number,
        "sections": numbered(terms),
        "members": _members_then(group, version),
        "as_of": version.approved_on if version else timezone.localdate(),
    }
    return render_pdf(
        "network/pdf/terms.html", context, stylesheet=STYLESHEET, language=known
    )


def _members_then(group: WorkingGroup, version: TermsVersion | None) -> list:
    """Return who is in the group on the day of the approval, or today."""
    day = version.approved_on if version else timezone.localdate()
    return seated(list(group.members.with_names()), day)


def agenda_pdf(meeting: Meeting) -> bytes:
    """Return the agenda of a meeting as A4, in the active language."""
    context = {
        "meeting": meeting,
        "country": meeting.country,
        "line": meeting_line(meeting),
        "agenda": agenda_days(meeting),
        "earlier": [_on_paper(line) for line in follow_up_lines(meeting)],
        "as_of": timezone.localdate(),
    }
    return _made("network/pdf/agenda.html", context)


def minutes_pdf(meeting: Meeting) -> bytes:
    """Return the minutes of a meeting as A4: who came, text, follow-up, decisions."""
    people = list(
        meeting.participants.select_related("institution").order_by("full_name", "pk")
    )
    context = {
        "meeting": meeting,
        "country": meeting.country,
        "line": meeting_line(meeting),
        "attendance": [
            (state.label, [one for one in people if one.attendance == state])
            for state in Participant.Attendance
        ],
        "unnoted": [one for one in people if not one.attendance],
        "earlier": [
            _as_noted(line, noted)
            for line in follow_up_lines(meeting)
            for noted in line.follow_ups
            if noted.meeting_id == meeting.pk
        ],
        "decisions": [
            _on_paper(line, due_on=line.decision.first_due_on)
            for line in decision_lines(
                meeting.decisions.with_names().order_by("number")
            )
        ],
        "as_of": timezone.localdate(),
    }
    return _made("network/pdf/minutes.html", context)


def _on_paper(line: DecisionLine, *, due_on=None) -> DecisionLine:
    """Return a row whose date says nothing about today: paper is read later."""
    day = date_format(due_on or line.decision.due_on, "DATE_FORMAT")
    return replace(line, due=day)


def _as_noted(line: DecisionLine, noted) -> DecisionLine:
    """Return a row as a meeting left it, whatever has become of it since."""
    line = _on_paper(line, due_on=noted.due_on)
    return replace(line, state=str(noted.get_state_display()), follow_ups=[noted])


def decisions_workbook(country: Country, rows=None) -> bytes:
    """Return the log of decisions with its history, as XLSX."""
    lines = decision_lines(log_of(country) if rows is None else rows)
    log = Sheet(
        title=_("Decisions"),
        heads=[
            _("Meeting"),
            _("Date of the meeting"),
            _("Number"),
            _("Decision"),
            pgettext("of a decision", "Owner"),
            _("Person"),
            _("First due on"),
            _("Due on"),
            _("State"),
            _("Closed on"),
            _("Last note"),
        ],
        rows=[
            [
                one.decision.meeting.title,
                one.decision.meeting.on,
                one.decision.number,
                one.decision.text,
                str(one.decision.owner),
                one.decision.owner_name,
                one.decision.first_due_on or one.decision.due_on,
                one.decision.due_on,
                one.state,
                one.decision.closed_on,
                one.last.note if one.last else None,
            ]
            for one in lines
        ],
    )
    history = Sheet(
        title=_("Follow-up"),
        heads=[
            _("Meeting"),
            _("Number"),
            _("Decision"),
            _("Noted at"),
            _("When"),
            _("State"),
            _("New due date"),
            _("Note"),
        ],
        rows=[
            [
                line.decision.meeting.title,
                line.decision.number,
                line.decision.text,
                one.meeting.title if one.meeting else None,
                one.meeting.on if one.meeting else timezone.localdate(one.at),
                str(one.get_state_display()),
                one.due_on,
                one.note,
            ]
            for line in lines
            for one in line.follow_ups
        ],
    )
    title = _("Decisions of %(country)s") % {"country": country}
    return workbook(title, [log, history])


def _made(template: str, context: dict) -> bytes:
    return render_pdf(template, context, stylesheet=STYLESHEET, language=get_language())
