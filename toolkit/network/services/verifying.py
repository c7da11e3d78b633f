"""Contact data are confirmed: on the page, by the link of a request, asked quarterly."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from lms.accounts import audit, mail
from lms.accounts.models import OutgoingMail, User
from lms.accounts.roles import Capability, roles_with
from toolkit.network.models import ContactNote, FocalPoint
from toolkit.network.models.focal_points import NOTE_LENGTH
from toolkit.network.permissions import can_keep, can_speak_for
from toolkit.network.verifying import VALID_FOR, quarter_of

from .contact_errors import AlreadyEnded, NotYours

_SALT = "network.verifying"


@transaction.atomic
def verify(
    focal_point: FocalPoint, *, by: User | None, at: datetime | None = None
) -> FocalPoint:
    """Note that the data are right today; twice a day is once.

    by: None for somebody who came by the link of a request. Raises NotYours,
    AlreadyEnded.
    """
    if by is not None and not can_speak_for(by, focal_point.institution):
        raise NotYours
    rows = FocalPoint.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("institution__country").get(pk=focal_point.pk)
    if held.ended_on is not None:
        raise AlreadyEnded
    today = timezone.localdate(at)
    if held.verified_on == today:
        return held
    held.verified_on = today
    held.verified_by = by or held.person
    held.save(update_fields=["verified_on", "verified_by"])
    audit.record(
        by or held.person,
        "focal_point_verified",
        held,
        country=held.institution.country,
        institution=str(held.institution),
    )
    return held


@transaction.atomic
def note_change(
    focal_point: FocalPoint, *, text: str, at: datetime | None = None
) -> ContactNote:
    """Keep what somebody in the list says has changed, and tell the keepers.

    The same words twice while they wait are kept once. Raises AlreadyEnded.
    """
    rows = FocalPoint.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("institution__country").get(pk=focal_point.pk)
    if held.ended_on is not None:
        raise AlreadyEnded
    text = text.strip()[:NOTE_LENGTH]
    note, made = ContactNote.objects.get_or_create(
        focal_point=held,
        text=text,
        done_at=None,
        defaults={"written_at": at or timezone.now()},
    )
    if made:
        for keeper in keepers_of(held.institution.country):
            mail.send(
                "network/email/contact_note",
                to=keeper.email,
                person=keeper,
                language=keeper.language,
                country=held.institution.country,
                once_key=f"network:note:{note.pk}:{keeper.pk}",
                context={"note": note, "focal_point": held, "person": keeper},
            )
    return note


@transaction.atomic
def close_note(note: ContactNote, *, by: User) -> ContactNote:
    """Note that a change was seen to; twice is once. Raises NotYours."""
    if not can_keep(by, note.focal_point.institution.country):
        raise NotYours
    waiting = ContactNote.objects.open().filter(pk=note.pk)
    if waiting.update(done_at=timezone.now(), done_by=by):
        note.refresh_from_db()
    return note


def ask_due(*, at: datetime | None = None) -> int:
    """Ask everybody in the lists, once a quarter, to confirm; return how many e-mails.

    Who has confirmed this quarter is not asked. Asked for every hour: called twice,
    or by two processes at once, it sends nothing twice.
    """
    today = timezone.localdate(at)
    quarter = quarter_of(today)
    rows = (
        FocalPoint.objects.current(today)
        .reachable()
        .filter(institution__is_active=True)
        .exclude(asked_on__gte=quarter.first_day)
        .exclude(verified_on__gte=quarter.first_day)
        .with_places()
    )
    return sum(_ask(row, quarter, today) for row in rows)


def token_of(focal_point: FocalPoint) -> str:
    """Return the signed token of a link; it is worth nothing at another address."""
    return signing.dumps([focal_point.pk, _digest(focal_point)], salt=_SALT)


def found_by(token: str) -> FocalPoint | None:
    """Return whose link it is; None when forged, too old, or no longer theirs."""
    try:
        pk, digest = signing.loads(token, salt=_SALT, max_age=VALID_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = FocalPoint.objects.filter(ended_on=None, institution__is_active=True)
    found = rows.with_places().filter(pk=pk).first()
    return found if found and digest == _digest(found) else None


def language_of(focal_point: FocalPoint) -> str:
    """Return the language to write in: the person's own, else the country's first."""
    if focal_point.person:
        return focal_point.person.language
    known = dict(settings.LANGUAGES)
    wanted = focal_point.institution.country.working_languages
    return next((code for code in wanted if code in known), settings.LANGUAGE_CODE)


def keepers_of(country):
    """Return who keeps the record of a country and can sign in."""
    keeping = roles_with(Capability.KEEP_RECORD)
    return User.objects.filter(
        is_active=True,
        memberships__in=country.memberships.filter(
            role__in=keeping, ended_at__isnull=True
        ),
    ).distinct()


def _ask(row: FocalPoint, quarter, today) -> bool:
    key = f"network:verify:{row.pk}:{quarter}"
    if OutgoingMail.objects.filter(once_key=key).exists():
        return False
    language = language_of(row)
    with transaction.atomic():
        with translation.override(language):
            path = reverse("network:confirm", args=[token_of(row)])
        mail.send(
            "network/email/verification_asked",
            to=row.email,
            person=row.person,
            language=language,
            country=row.institution.country,
            once_key=key,
            context={"focal_point": row, "link": f"{settings.BASE_URL}{path}"},
        )
        FocalPoint.objects.filter(pk=row.pk).update(asked_on=today)
    return True


def _digest(focal_point: FocalPoint) -> str:
    """Return what tells an address from others without saying it."""
    return salted_hmac(_SALT, focal_point.email).hexdigest()[:16]
