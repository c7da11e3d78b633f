"""What the activity log and the list of e-mails call the work of the group."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "group_founded": _("Working group founded"),
    "group_changed": _("Data of the working group changed"),
    "terms_changed": _("Terms of reference changed"),
    "terms_approved": _("Terms of reference approved"),
    "member_joined": _("Seat in the working group given"),
    "member_left": _("Seat in the working group ended"),
    "member_corrected": _("Data of a member corrected"),
    "seat_changed": _("Seat in the working group changed"),
    "meeting_planned": _("Meeting planned"),
    "meeting_changed": _("Meeting changed"),
    "meeting_cancelled": _("Meeting cancelled"),
    "meeting_invited": _("Invitations to a meeting sent"),
    "meeting_held": _("Meeting recorded as held"),
    "agenda_changed": _("Agenda changed"),
    "participant_removed": _("Participant taken off the list"),
    "attendance_of_meeting": _("Attendance of a meeting noted"),
    "minutes_saved": _("Minutes of a meeting saved"),
    "decision_recorded": _("Decision recorded"),
    "decision_changed": _("Decision corrected"),
    "decision_followed_up": _("Decision followed up"),
    "decision_reopened": _("Decision opened again"),
}

KINDS = {
    "meeting_invitation": _("Invitation to a meeting"),
    "meeting_changed": _("Change of a meeting"),
    "meeting_cancelled": _("Cancellation of a meeting"),
    "meeting_withdrawn": _("Invitation to a meeting withdrawn"),
    "decision_reminder": _("Reminder of a decision"),
    "minutes_missing": _("Minutes of a meeting are missing"),
}
