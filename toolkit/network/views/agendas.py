"""The agenda of a meeting, written row by row."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from toolkit.network.agendas import from_rows
from toolkit.network.agendas_catalogue import template_title, templates
from toolkit.network.agendas_forms import (
    AgendaForm,
    sent_rows,
    typed,
    with_row_added,
    with_row_moved,
)
from toolkit.network.groups_pages import last_change
from toolkit.network.meetings_pages import agenda_days, agenda_warnings
from toolkit.network.services.groups_errors import ChangedMeanwhile, GroupRefused
from toolkit.network.services.meetings import from_template, save_agenda

from .groups_frame import FORM, KEEP, found_meeting, page


@require_http_methods(FORM)
@login_required
def agenda(request, code, pk):
    """Write the agenda; moving, adding and removing are tried out before saving."""
    row = found_meeting(request, code, pk, KEEP)
    if request.method != "POST":
        form = AgendaForm.of(from_rows(row.agenda), days=row.days)
        return _page(request, row, form, number=row.edit_number)
    do = request.POST.get("do", "save")
    rows = sent_rows(request.POST)
    number = _number(request.POST.get("edit_number"))
    if do != "save":
        form, focus = _tried(row, rows, do, request.POST.get("template", ""))
        return _page(request, row, form, number=number, focus=focus)
    form = AgendaForm(rows, days=row.days, check=True)
    if not form.valid:
        errors = form.errors()
        return _page(request, row, form, number=number, errors=errors, status=422)
    try:
        saved = save_agenda(
            row, items=form.items(), edit_number=number, by=request.user
        )
    except ChangedMeanwhile as refusal:
        return _page(
            request,
            row,
            AgendaForm(rows, days=row.days),
            number=row.edit_number,
            status=409,
            refusal=refusal,
            changed=last_change(row),
            theirs=agenda_days(row),
        )
    except GroupRefused as refusal:
        return _page(request, row, form, number=number, status=422, refusal=refusal)
    messages.success(request, _("The agenda is saved."))
    for words in agenda_warnings(saved):
        messages.warning(request, words)
    return redirect("network:meeting", code, pk)


def _tried(row, rows: list[dict], do: str, template: str):
    """Return the rows after a button other than saving, and which row it is about."""
    action, _dash, place = do.partition("-")
    at = _number(place)
    focus = None
    if action == "add":
        rows = with_row_added(rows)
        focus = len(rows) - 1
    elif action == "remove":
        rows = [one for spot, one in enumerate(rows) if spot != at]
    elif action in ("up", "down"):
        step = -1 if action == "up" else 1
        rows = with_row_moved(rows, at, step, days=row.days)
        focus = min(max(at + step, 0), max(len(rows) - 1, 0))
    elif action == "template" and template in templates():
        rows = [typed(one) for one in from_template(row, template)[0]]
    return AgendaForm(rows, days=row.days), focus


def _page(request, row, form, *, status=200, **context):
    context |= {
        "meeting": row,
        "agenda_form": form,
        "templates": [(one.key, template_title(one)) for one in templates().values()],
    }
    return page(request, "agenda_edit", row.country, context, status=status)


def _number(text) -> int:
    try:
        return int(text)
    except (TypeError, ValueError):
        return -1
