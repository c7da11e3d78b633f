"""Addresses of the working group, its meetings and its decisions."""

from django.urls import path

from toolkit.network.views import (
    agendas,
    decisions,
    groups,
    meetings,
    meetings_minutes,
    meetings_people,
    members,
    terms,
)

_GROUP = "countries/<slug:code>/group/"
_MEMBER = f"{_GROUP}members/<int:pk>/"
_MEETING = f"{_GROUP}meetings/<int:pk>/"
_DECISION = f"{_GROUP}decisions/<int:pk>/"

urlpatterns = [
    path(_GROUP, groups.group, name="group"),
    path(f"{_GROUP}found/", groups.found, name="group_found"),
    path(f"{_GROUP}edit/", groups.edit, name="group_edit"),
    path(f"{_GROUP}terms/", terms.terms, name="terms"),
    path(f"{_GROUP}terms/edit/", terms.edit, name="terms_edit"),
    path(f"{_GROUP}terms/approve/", terms.approve, name="terms_approve"),
    path(f"{_GROUP}terms/draft.pdf", terms.draft_pdf, name="terms_pdf"),
    path(
        f"{_GROUP}terms/<int:number>.pdf", terms.version_pdf, name="terms_version_pdf"
    ),
    path(f"{_GROUP}members/", members.members, name="members"),
    path(f"{_GROUP}members/new/", members.add, name="member_new"),
    path(f"{_GROUP}members/propose/", members.propose, name="members_propose"),
    path(f"{_MEMBER}seat/", members.seat, name="member_seat"),
    path(f"{_MEMBER}end/", members.end, name="member_end"),
    path(f"{_MEMBER}edit/", members.edit, name="member_edit"),
    path(f"{_GROUP}meetings/", meetings.meetings, name="meetings"),
    path(f"{_GROUP}meetings/new/", meetings.new, name="meeting_new"),
    path(_MEETING, meetings.meeting, name="meeting"),
    path(f"{_MEETING}edit/", meetings.edit, name="meeting_edit"),
    path(f"{_MEETING}cancel/", meetings.cancel, name="meeting_cancel"),
    path(f"{_MEETING}meeting.ics", meetings.calendar, name="meeting_ics"),
    path(f"{_MEETING}agenda/", agendas.agenda, name="meeting_agenda"),
    path(f"{_MEETING}agenda.pdf", meetings.agenda_as_pdf, name="meeting_agenda_pdf"),
    path(
        f"{_MEETING}participants/",
        meetings_people.participants,
        name="meeting_participants",
    ),
    path(
        f"{_MEETING}participants/<int:participant>/remove/",
        meetings_people.remove,
        name="meeting_participant_remove",
    ),
    path(f"{_MEETING}invite/", meetings_people.invite, name="meeting_invite"),
    path(
        f"{_MEETING}attendance/",
        meetings_minutes.attendance,
        name="meeting_attendance",
    ),
    path(f"{_MEETING}minutes/", meetings_minutes.minutes, name="meeting_minutes"),
    path(f"{_MEETING}minutes.pdf", meetings_minutes.as_pdf, name="meeting_minutes_pdf"),
    path(f"{_MEETING}hold/", meetings_minutes.hold, name="meeting_hold"),
    path(f"{_MEETING}follow-up/", meetings_minutes.follow_up, name="meeting_follow_up"),
    path(f"{_MEETING}decisions/new/", decisions.new, name="decision_new"),
    path(f"{_GROUP}decisions/", decisions.decisions, name="decisions"),
    path(
        f"{_GROUP}decisions/decisions.xlsx",
        decisions.as_workbook,
        name="decisions_xlsx",
    ),
    path(_DECISION, decisions.decision, name="decision"),
    path(f"{_DECISION}edit/", decisions.edit, name="decision_edit"),
]
