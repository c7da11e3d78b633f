"""Reminders of answers that are awaited: on a coordinator's wish, and by the date.

Nobody is reminded whose institution has handed in, and nobody twice for the same.
"""

from datetime import date, datetime, timedelta

from django.utils import timezone

from assessments.maturity.models import Respondent, Round
from assessments.maturity.permissions import Action, allowed, parts_in
from lms.accounts import mail
from lms.accounts.models import OutgoingMail, User

from .errors import NotNow

#: Days before the due date on which reminders go out, and days after it.
BEFORE = (7, 2)
AFTER = 1
#: Days after its day on which a missed reminder of what is late still goes out.
CATCH_UP = 7


def remind_respondent(
    respondent: Respondent, *, by: User, at: datetime | None = None
) -> bool:
    """Remind somebody by e-mail; return False when that was done today already.

    Raises NotNow when the round does not collect, the institution has handed in,
    or the person has left the list or has no account yet.
    """
    institution = respondent.institution
    round = institution.round
    if not allowed(parts_in(by, round), Action.SET_UP, round.state):
        raise NotNow
    waits = round.state == Round.State.COLLECTING and not institution.handed_in_at
    if not waits or respondent.removed_at or respondent.person is None:
        raise NotNow
    day = timezone.localdate(at)
    return _send(respondent, f"round:{round.pk}:reminded:{respondent.pk}:{day}", by=by)


def kind_due(due_on: date, *, today: date) -> str | None:
    """Return which reminder is due on a day: the latest whose time has come, or None.

    Pure. What is late is told for CATCH_UP days and then left alone.
    """
    left = (due_on - today).days
    if left < 0:
        return "late" if AFTER <= -left <= AFTER + CATCH_UP else None
    return next((str(days) for days in sorted(BEFORE) if left <= days), None)


def remind_due(*, at: datetime | None = None) -> int:
    """Remind everybody whose answers are due soon or late; return how many e-mails.

    Asked for every hour. Called twice, or by two processes at once, it sends
    nothing twice.
    """
    today = timezone.localdate(at)
    rows = Respondent.objects.filter(
        removed_at=None,
        person__is_active=True,
        institution__handed_in_at=None,
        institution__round__state=Round.State.COLLECTING,
        institution__round__due_on__gte=today - timedelta(days=AFTER + CATCH_UP),
        institution__round__due_on__lte=today + timedelta(days=max(BEFORE)),
    ).select_related(
        "person", "institution__institution", "institution__round__country"
    )
    written = 0
    for respondent in rows:
        round = respondent.institution.round
        kind = kind_due(round.due_on, today=today)
        if kind is None or timezone.localdate(respondent.invited_at) == today:
            continue
        key = f"round:{round.pk}:due:{round.due_on}:{kind}:{respondent.pk}"
        written += _send(respondent, key)
    return written


def _send(respondent: Respondent, key: str, by: User | None = None) -> bool:
    if OutgoingMail.objects.filter(once_key=key).exists():
        return False
    person, institution = respondent.person, respondent.institution
    mail.send(
        "maturity/email/answers_reminder",
        to=person.email,
        person=person,
        language=person.language,
        country=institution.round.country,
        once_key=key,
        kind="answers_reminder",
        context={
            "round": institution.round,
            "institution": institution,
            "person": person,
            "by": by,
            "is_late": bool(
                institution.round.due_on
                and institution.round.due_on < timezone.localdate()
            ),
        },
    )
    return True
