"""Who takes part in a meeting: chosen, invited, taken off the list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from toolkit.network.groups_querysets import without_seat
from toolkit.network.meetings_forms import ChooseForm, ParticipantForm
from toolkit.network.meetings_pages import meeting_context
from toolkit.network.meetings_querysets import known_at, not_at
from toolkit.network.models import FocalPoint, GroupMember
from toolkit.network.services import meetings_inviting as services
from toolkit.network.services.groups_errors import AlreadyThere, GroupRefused

from .groups_frame import FORM, KEEP, found_meeting, page, refused


@require_http_methods(FORM)
@login_required
def participants(request, code, pk):
    """Choose who takes part, from the group, from the network, or by hand."""
    meeting = found_meeting(request, code, pk, KEEP)
    by_hand = request.method == "POST" and request.POST.get("do") == "by_hand"
    chosen = request.method == "POST" and not by_hand
    choose = _choose_form(request.POST if chosen else None, meeting)
    hand = ParticipantForm(
        request.POST if by_hand else None, country=meeting.country, prefix="hand"
    )
    form = hand if by_hand else choose
    if request.method == "POST" and form.is_valid():
        try:
            words = _added(request, meeting, form, by_hand=by_hand)
        except AlreadyThere as refusal:
            form.add_error("full_name", str(refusal))
        except GroupRefused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, words)
            return redirect("network:meeting_participants", code, pk)
    context = meeting_context(meeting) | {"choose": choose, "hand": hand, "form": form}
    return page(request, "meeting_participants", meeting.country, context)


def _choose_form(data, meeting) -> ChooseForm:
    """Return the tick list of members and focal points who are not on the list."""
    members = known_at(GroupMember.objects.of_country(meeting.country), meeting)
    named = known_at(FocalPoint.objects.of_country(meeting.country), meeting)
    return ChooseForm(
        data,
        members=not_at(members.with_names(), meeting),
        focal_points=not_at(without_seat(named.with_places(), members), meeting),
        tick=meeting.kind == meeting.Kind.GROUP,
    )


def _added(request, meeting, form, *, by_hand: bool) -> str:
    """Put whom the form names on the list; return what to say."""
    if by_hand:
        one = services.add_participant(meeting, by=request.user, **form.cleaned_data)
        return _("%(name)s is on the list.") % {"name": one.full_name}
    added = services.add_from_network(meeting, by=request.user, **form.cleaned_data)
    words = ngettext(
        "%(count)d person is on the list now.",
        "%(count)d people are on the list now.",
        len(added),
    )
    return words % {"count": len(added)}


@require_http_methods(FORM)
@login_required
def invite(request, code, pk):
    """Ask, then send the invitations that were not sent yet."""
    meeting = found_meeting(request, code, pk, KEEP)
    if request.method == "POST":
        try:
            sent = services.send_invitations(meeting, by=request.user)
        except GroupRefused as refusal:
            messages.error(request, str(refusal))
        else:
            words = ngettext(
                "%(count)d invitation is sent. Nobody gets the same one twice.",
                "%(count)d invitations are sent. Nobody gets the same one twice.",
                sent,
            )
            messages.success(request, words % {"count": sent})
        return redirect("network:meeting", code, pk)
    waiting = services.waiting_for_news(meeting)
    context = {
        "meeting": meeting,
        "is_empty": not meeting.participants.exists(),
        "waiting": [(one, services.language_of(one)) for one in waiting],
        "action": request.path,
        "back_url": reverse("network:meeting", args=[code, pk]),
    }
    return page(request, "meeting_invite", meeting.country, context)


@require_http_methods(FORM)
@login_required
def remove(request, code, pk, participant):
    """Ask, then take somebody off the list; who was invited is told."""
    meeting = found_meeting(request, code, pk, KEEP)
    rows = meeting.participants.select_related("person", "meeting__country")
    row = get_object_or_404(rows.select_related("meeting__created_by"), pk=participant)
    if request.method == "POST":
        try:
            told = services.remove_participant(row, by=request.user)
        except GroupRefused as refusal:
            messages.error(request, str(refusal))
        else:
            words = (
                _("%(name)s is off the list and is told by e-mail.")
                if told
                else _("%(name)s is off the list.")
            )
            messages.success(request, words % {"name": row.full_name})
        return redirect("network:meeting_participants", code, pk)
    names = {"name": row.full_name}
    context = {
        "title": _("Take %(name)s off the list?") % names,
        "facts": [
            _("%(name)s was invited. The meeting is taken out of the calendar.") % names
            if row.told_number is not None
            else _("%(name)s was not invited yet. Nobody is written to.") % names
        ],
        "button": _("Take off the list"),
        "action": request.path,
        "back_url": reverse("network:meeting_participants", args=[code, pk]),
        "trail": [
            (_("Meetings"), reverse("network:meetings", args=[code])),
            (meeting.title, reverse("network:meeting", args=[code, pk])),
        ],
    }
    return page(request, "group_confirm", meeting.country, context)
