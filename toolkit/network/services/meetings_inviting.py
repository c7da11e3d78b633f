"""Who takes part in a meeting, and what they are told: each state once.

A state of a meeting is its calendar_number. Whoever was told a state is not told it
again, however often somebody clicks; a change tells those invited the next one.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from lms.accounts import audit, mail
from lms.accounts.models import Institution, OutgoingMail, User
from lms.accounts.outbox import Attachment
from lms.core import calendar
from toolkit.network.meetings_calendar import (
    FILE_NAME,
    address_of,
    agenda_lines,
    entry_of,
    when_words,
)
from toolkit.network.models import FocalPoint, GroupMember, Meeting, Participant

from .groups import check_keeper
from .groups_errors import (
    AlreadyThere,
    MeetingCancelled,
    MeetingHeld,
    MeetingOver,
)


@transaction.atomic
def add_participant(
    meeting: Meeting,
    *,
    full_name: str,
    by: User,
    email: str = "",
    institution: Institution | None = None,
    person: User | None = None,
    language: str = "",
    attendance: str = "",
) -> Participant:
    """Put somebody on the list. Nobody is written to by this.

    Raises NotYours, MeetingCancelled, AlreadyThere.
    """
    check_keeper(by, meeting.country)
    if meeting.state == Meeting.State.CANCELLED:
        raise MeetingCancelled
    email = email.strip().lower()
    there = meeting.participants.all()
    same = there.filter(email=email) if email else there.filter(full_name=full_name)
    if same.exists():
        raise AlreadyThere
    try:
        with transaction.atomic():
            return Participant.objects.create(
                meeting=meeting,
                full_name=full_name,
                email=email,
                institution=institution,
                person=person,
                language=language,
                attendance=attendance,
            )
    except IntegrityError as error:
        raise AlreadyThere from error


@transaction.atomic
def add_from_network(
    meeting: Meeting,
    *,
    members: Iterable[GroupMember] = (),
    focal_points: Iterable[FocalPoint] = (),
    by: User,
) -> list[Participant]:
    """Put members and focal points on the list; return those who were not on it.

    Raises NotYours, MeetingCancelled.
    """
    added = []
    for one in (*members, *focal_points):
        try:
            added.append(
                add_participant(
                    meeting,
                    full_name=one.full_name,
                    email=one.email,
                    institution=one.institution,
                    person=one.person,
                    by=by,
                )
            )
        except AlreadyThere:
            continue
    return added


@transaction.atomic
def remove_participant(participant: Participant, *, by: User) -> bool:
    """Take somebody off the list; return whether that person was told.

    Who was invited to a meeting still to come gets it taken out of the calendar.
    Raises NotYours, MeetingHeld.
    """
    meeting = participant.meeting
    check_keeper(by, meeting.country)
    if meeting.state == Meeting.State.HELD:
        raise MeetingHeld
    told = (
        participant.told_number is not None
        and meeting.state == Meeting.State.PLANNED
        and meeting.ends_at > timezone.now()
        and _reachable(participant)
    )
    if told:
        _send(participant, "meeting_withdrawn", calendar.CANCEL, by=by, withdrawn=True)
    audit.record(by, "participant_removed", participant, country=meeting.country)
    participant.delete()
    return bool(told)


@transaction.atomic
def send_invitations(meeting: Meeting, *, by: User) -> int:
    """Invite everybody on the list who does not know the meeting as it is now.

    Return how many e-mails were written; a second click writes none. Raises
    NotYours, MeetingCancelled, MeetingOver.
    """
    check_keeper(by, meeting.country)
    meeting = _locked(meeting)
    if meeting.state == Meeting.State.CANCELLED:
        raise MeetingCancelled
    if meeting.state == Meeting.State.HELD or meeting.ends_at < timezone.now():
        raise MeetingOver
    written = 0
    for one in waiting_for_news(meeting):
        kind = "meeting_invitation" if one.told_number is None else "meeting_changed"
        written += _tell(one, kind, calendar.REQUEST, by=by)
    if written:
        audit.record(
            by, "meeting_invited", meeting, country=meeting.country, people=written
        )
    return written


def waiting_for_news(meeting: Meeting) -> list[Participant]:
    """Return who on the list can be written to and was not told the present state."""
    rows = meeting.participants.select_related("person").order_by("full_name", "pk")
    return [
        one
        for one in rows
        if one.told_number != meeting.calendar_number and _reachable(one)
    ]


def tell_of_change(meeting: Meeting, *, by: User) -> int:
    """Send the meeting as it is now to everybody who knew it; return how many."""
    if meeting.ends_at < timezone.now():
        return 0
    known = [one for one in waiting_for_news(meeting) if one.told_number is not None]
    return sum(_tell(one, "meeting_changed", calendar.REQUEST, by=by) for one in known)


def tell_of_cancelling(meeting: Meeting, *, by: User) -> int:
    """Tell everybody who knew it that it does not take place; return how many."""
    known = [one for one in waiting_for_news(meeting) if one.told_number is not None]
    return sum(_tell(one, "meeting_cancelled", calendar.CANCEL, by=by) for one in known)


def language_of(participant: Participant) -> str:
    """Return the language in which somebody is written to.

    The account's own, else the one noted here, else the country's main one.
    """
    if participant.person_id:
        return participant.person.language
    known = dict(settings.LANGUAGES)
    wanted = [participant.language, *participant.meeting.country.working_languages]
    return next((code for code in wanted if code in known), settings.LANGUAGE_CODE)


def _locked(meeting: Meeting) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",))
    return rows.select_related("country", "created_by").get(pk=meeting.pk)


def _reachable(participant: Participant) -> bool:
    gone = participant.person_id and not participant.person.is_active
    return bool(participant.email) and not gone


def _tell(participant: Participant, kind: str, method: str, *, by: User) -> bool:
    """Tell somebody the present state; return whether an e-mail was written."""
    meeting = participant.meeting
    is_new = _send(participant, kind, method, by=by)
    participant.told_number = meeting.calendar_number
    participant.invited_at = participant.invited_at or timezone.now()
    participant.save(update_fields=["told_number", "invited_at"])
    return is_new


def _send(
    participant: Participant, kind: str, method: str, *, by: User, withdrawn=False
) -> bool:
    """Write the e-mail; return False when this address was told the same before."""
    meeting = participant.meeting
    language = language_of(participant)
    again = _times_withdrawn(participant)
    once_key = (
        f"{_withdrawn_key(participant)}{again}"
        if withdrawn
        else f"{_key(participant)}:{meeting.calendar_number}:{again}"
    )
    if OutgoingMail.objects.filter(once_key=once_key).exists():
        return False
    with override(language):
        entry = entry_of(meeting, participant)
        # Somebody taken off the list and put back knows two states more than others.
        entry = replace(entry, sequence=entry.sequence + 2 * again)
        if withdrawn:
            entry = calendar.cancelled(entry)
        context = {
            "meeting": meeting,
            "participant": participant,
            "by": by,
            "when": when_words(meeting),
            "agenda": agenda_lines(meeting),
            "link": address_of(meeting),
        }
        file = calendar.calendar_file([entry], method=method)
    mail.send(
        f"network/email/{kind}",
        to=participant.email,
        person=participant.person,
        language=language,
        country=meeting.country,
        context=context,
        once_key=once_key,
        kind=kind,
        attachments=(Attachment(FILE_NAME, file, calendar.content_type(method)),),
        reply_to=by.email,
    )
    return True


def _key(participant: Participant) -> str:
    """Return which meeting and whom an e-mail is about.

    By the address, so that a row taken off the list and put back counts as the same.
    """
    whom = hashlib.sha256(participant.email.encode()).hexdigest()[:24]
    return f"meeting:{participant.meeting_id}:{whom}"


def _withdrawn_key(participant: Participant) -> str:
    return f"{_key(participant)}:withdrawn:"


def _times_withdrawn(participant: Participant) -> int:
    sent = OutgoingMail.objects.filter(once_key__startswith=_withdrawn_key(participant))
    return sent.count()
