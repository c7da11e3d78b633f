"""Focal points and deputies: designated, replaced, changed, ended.

Nobody's row is deleted or written over by the next person's.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.accounts import audit
from lms.accounts.models import Institution, Invitation, Membership, User
from lms.accounts.roles import Role
from lms.accounts.services import (
    AlreadyHere,
    end_role,
    give_role,
    invite_person,
    withdraw_invitation,
)
from lms.core.private_files import store_private
from lms.core.uploads import check_upload
from toolkit.network.models import FocalPoint
from toolkit.network.permissions import can_keep, can_speak_for

from .contact_errors import (
    AlreadyEnded,
    ChangedMeanwhile,
    FocalPointElsewhere,
    NotYours,
    PostTaken,
)

Post = FocalPoint.Post

#: Kinds of files that a letter of designation may be.
LETTERS = ("pdf", "docx", "png", "jpg", "jpeg")
#: What a focal point may change, for the own institution.
CONTACT_FIELDS = (
    "unit",
    "title",
    "email",
    "telephone",
    "fax",
    "address",
    "website",
    "languages",
)
#: What only the keeper of the record changes.
KEEPER_FIELDS = ("full_name", "started_on", "valid_until", "nominated_by")


@dataclass(frozen=True)
class Letter:
    """A letter of designation that was checked and kept."""

    stored: str
    name: str


@transaction.atomic
def designate(
    institution: Institution,
    *,
    by: User,
    post: str,
    data: Mapping,
    letter: File | None = None,
    invite: bool = False,
    language: str = "en",
) -> FocalPoint:
    """Designate a focal point or deputy; the same person twice is designated once.

    data: CONTACT_FIELDS and KEEPER_FIELDS. invite: to Streetlight, in the language.
    Raises NotYours; PostTaken when somebody else has the post; FocalPointElsewhere;
    the refusals of lms.accounts; ValidationError on fields.
    """
    if not can_keep(by, institution.country):
        raise NotYours
    holder = holder_of(institution, post)
    if holder:
        if _same_person(holder, data):
            return holder
        raise post_taken(holder)
    return _begin(institution, by, post, data, letter, invite, language)


@transaction.atomic
def replace(
    holder: FocalPoint,
    *,
    by: User,
    data: Mapping,
    handover_note: str = "",
    letter: File | None = None,
    invite: bool = False,
    language: str = "en",
) -> FocalPoint:
    """Let somebody take over; the one before ends on the day the new one begins.

    The role of the one before ends too, if it is held for this institution. Twice
    is once. Raises what designate raises; AlreadyEnded when somebody else has
    replaced or ended the one before.
    """
    institution = holder.institution
    if not can_keep(by, institution.country):
        raise NotYours
    held = _held(holder)
    if held.ended_on is not None:
        now = holder_of(institution, held.post)
        if now and _same_person(now, data):
            return now
        raise AlreadyEnded
    begins = data["started_on"]
    if begins < held.started_on:
        raise ValidationError(
            {
                "started_on": _(
                    "%(name)s was designated on %(date)s. Choose that day or later."
                )
                % {
                    "name": held,
                    "date": date_format(held.started_on, "DATE_FORMAT"),
                }
            }
        )
    _end(held, by=by, on=begins, handover_note=handover_note)
    made = _begin(institution, by, held.post, data, letter, invite, language)
    audit.record(
        by,
        "focal_point_replaced",
        made,
        country=institution.country,
        institution=str(institution),
        before=held.full_name,
    )
    return made


@transaction.atomic
def end_designation(
    focal_point: FocalPoint,
    *,
    by: User,
    on: date | None = None,
    handover_note: str = "",
) -> FocalPoint:
    """End a designation without somebody new; twice leaves the first end.

    Raises NotYours; ValidationError on ``ended_on`` for a day before it began or to
    come.
    """
    if not can_keep(by, focal_point.institution.country):
        raise NotYours
    held = _held(focal_point)
    if held.ended_on is not None:
        return held
    on = on or max(timezone.localdate(), held.started_on)
    if on < held.started_on:
        words = _("%(name)s was designated on %(date)s. Choose that day or later.")
        date_words = date_format(held.started_on, "DATE_FORMAT")
        raise ValidationError({"ended_on": words % {"name": held, "date": date_words}})
    _refuse_to_come(on, "ended_on", but=held.started_on)
    _end(held, by=by, on=on, handover_note=handover_note)
    audit.record(
        by,
        "focal_point_ended",
        held,
        country=held.institution.country,
        institution=str(held.institution),
    )
    return held


@transaction.atomic
def change_focal_point(
    focal_point: FocalPoint,
    *,
    by: User,
    seen: int,
    data: Mapping,
    letter: File | None = None,
) -> FocalPoint:
    """Change somebody's data: contact data, and all of it for who keeps the record.

    seen: the edit number the change was made from. Raises NotYours, AlreadyEnded,
    ChangedMeanwhile; ValidationError on fields.
    """
    if not can_speak_for(by, focal_point.institution):
        raise NotYours
    keeps = can_keep(by, focal_point.institution.country)
    held = _held(focal_point)
    if held.ended_on is not None:
        raise AlreadyEnded
    if held.edit_number != seen:
        raise ChangedMeanwhile(held)
    for field in CONTACT_FIELDS + (KEEPER_FIELDS if keeps else ()):
        if field in data:
            setattr(held, field, data[field])
    _check(held)
    if keeps and letter:
        kept = keep_letter(held.institution, letter)
        held.letter, held.letter_name = kept.stored, kept.name
    held.edit_number += 1
    held.changed_at = timezone.now()
    held.save()
    audit.record(
        by,
        "focal_point_changed",
        held,
        country=held.institution.country,
        institution=str(held.institution),
    )
    return held


@transaction.atomic
def move_posts(moves: Sequence[tuple[FocalPoint, str]], *, by: User) -> dict[int, int]:
    """Let people change between the two posts, both at once if need be.

    The old designation ends today and stays in the history; account, letter and
    confirmation go along. Returns id before > id after. Raises NotYours; PostTaken.
    """
    today = timezone.localdate()
    found = {}
    held = [(_held(row), post) for row, post in moves]
    for row, _post in held:
        if not can_keep(by, row.institution.country):
            raise NotYours
        FocalPoint.objects.filter(pk=row.pk).update(
            ended_on=max(today, row.started_on), changed_at=timezone.now()
        )
    for row, post in held:
        before, row.pk, row.post, row.started_on = row.pk, None, post, today
        row._state.adding = True
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            raise post_taken(holder_of(row.institution, post)) from None
        found[before] = row.pk
        audit.record(
            by,
            "focal_point_designated",
            row,
            country=row.institution.country,
            institution=str(row.institution),
            post=str(post),
        )
    return found


def holder_of(institution: Institution, post: str) -> FocalPoint | None:
    """Return who has a post of an institution now: the last one not ended."""
    rows = FocalPoint.objects.filter(institution=institution, post=post, ended_on=None)
    return rows.select_related("institution__country").first()


def post_taken(holder: FocalPoint) -> PostTaken:
    """Return the refusal of a second one, saying whether a deputy can be named."""
    return PostTaken(
        holder, deputy_free=holder_of(holder.institution, Post.DEPUTY) is None
    )


def keep_letter(institution: Institution, letter: File) -> Letter:
    """Check and keep a letter of designation. Raises ValidationError on ``letter``."""
    try:
        check_upload(letter, endings=LETTERS)
    except ValidationError as error:
        raise ValidationError({"letter": error}) from None
    letter.seek(0)
    content = letter.read()
    digest = hashlib.sha256(content).hexdigest()[:32]
    ending = Path(letter.name).suffix.lower()
    name = f"designations/{institution.pk}/{digest}{ending}"
    return Letter(store_private(name, content), Path(letter.name).name[-250:])


def claim_posts(person: User) -> int:
    """Link posts that wait for this person's confirmed addresses; return how many.

    Only where the person is a focal point of that institution. Idempotent.
    """
    confirmed = person.emailaddress_set.filter(verified=True)
    emails = {address.email.lower() for address in confirmed} | {person.email}
    bodies = Membership.objects.current().filter(person=person, role=Role.FOCAL_POINT)
    return FocalPoint.objects.filter(
        person=None,
        email__in=emails,
        ended_on=None,
        institution__in=bodies.values("institution"),
    ).update(person=person)


def _begin(institution, by, post, data, letter, invite, language) -> FocalPoint:
    row = FocalPoint(
        institution=institution,
        post=post,
        **{
            field: data[field]
            for field in CONTACT_FIELDS + KEEPER_FIELDS
            if field in data
        },
    )
    _check(row)
    _refuse_to_come(row.started_on, "started_on")
    if letter:
        kept = keep_letter(institution, letter)
        row.letter, row.letter_name = kept.stored, kept.name
    try:
        # Own savepoint: of two at once the second finds the post taken.
        with transaction.atomic():
            row.save()
    except IntegrityError:
        holder = holder_of(institution, post)
        if holder is None:
            raise
        if _same_person(holder, data):
            return holder
        raise post_taken(holder) from None
    audit.record(
        by,
        "focal_point_designated",
        row,
        country=institution.country,
        institution=str(institution),
        post=str(post),
    )
    if invite:
        _bring_in(row, by=by, language=language)
    return row


def _bring_in(row: FocalPoint, *, by: User, language: str) -> None:
    """Give the role to the country's account with this address, or invite to it.

    An account of another country is invited like anybody else: its person says yes.
    """
    if not row.email:
        raise ValidationError({"email": _("Write the e-mail address to invite to.")})
    country = row.institution.country
    person = (
        User.objects.of_country(country).filter(is_active=True, email=row.email).first()
    )
    if person is None:
        try:
            invite_person(
                row.email,
                role=Role.FOCAL_POINT,
                by=by,
                country=country,
                institution=row.institution,
                full_name=row.full_name,
                language=language,
            )
        except AlreadyHere:
            _refuse_other_invitation(row)
        return
    other = (
        Membership.objects.current()
        .filter(person=person, role=Role.FOCAL_POINT, country=country)
        .exclude(institution=row.institution)
        .exclude(institution=None)
        .select_related("institution")
        .first()
    )
    if other:
        raise FocalPointElsewhere(
            _(
                "%(name)s has an account as focal point of %(institution)s. End that "
                "first, or designate without the invitation."
            )
            % {"name": person.display_name, "institution": other.institution}
        )
    give_role(
        person,
        role=Role.FOCAL_POINT,
        by=by,
        country=country,
        institution=row.institution,
    )
    row.person = person
    row.save(update_fields=["person"])


def _refuse_other_invitation(row: FocalPoint) -> None:
    """Refuse when the address waits for the same role at another institution."""
    other = (
        _invitations(row.email, row.institution.country)
        .exclude(institution=row.institution)
        .select_related("institution")
        .first()
    )
    if other:
        raise FocalPointElsewhere(
            _(
                "%(email)s is invited as focal point of %(institution)s. Withdraw that "
                "invitation first, or designate without the invitation."
            )
            % {"email": row.email, "institution": other.institution or other.country}
        )


def _end(held: FocalPoint, *, by: User, on: date, handover_note: str = "") -> None:
    """End a post, the role that goes with it, and an invitation still open."""
    held.ended_on = on
    if handover_note:
        held.handover_note = handover_note
    held.edit_number += 1
    held.changed_at = timezone.now()
    held.save()
    still = FocalPoint.objects.filter(institution=held.institution, ended_on=None)
    if held.person and not still.filter(person=held.person).exists():
        memberships = Membership.objects.current().filter(
            person=held.person, role=Role.FOCAL_POINT, institution=held.institution
        )
        for membership in memberships:
            end_role(membership, by=by)
    if held.email and not still.filter(email=held.email).exists():
        waiting = _invitations(held.email, held.institution.country)
        for invitation in waiting.filter(institution=held.institution):
            withdraw_invitation(invitation, by=by)


def _invitations(email: str, country):
    return Invitation.objects.pending().filter(
        email=email.lower(), role=Role.FOCAL_POINT, country=country
    )


def _check(row: FocalPoint) -> None:
    """Raise ValidationError on the field for what cannot be."""
    if row.unit_id and row.unit.institution_id != row.institution_id:
        words = _("This unit belongs to another institution.")
        raise ValidationError({"unit": words})
    if row.valid_until and row.valid_until < row.started_on:
        words = _("The designation cannot end before it begins.")
        raise ValidationError({"valid_until": words})


def _refuse_to_come(day: date, field: str, *, but: date | None = None) -> None:
    if day > timezone.localdate() and day != but:
        raise ValidationError(
            {field: _("This day is still to come. Choose today or earlier.")}
        )


def _same_person(holder: FocalPoint, data: Mapping) -> bool:
    """Return whether these are the same name and address: a second click."""
    return (holder.full_name, holder.email) == (
        data["full_name"],
        str(data.get("email", "")).lower(),
    )


def _held(focal_point: FocalPoint) -> FocalPoint:
    rows = FocalPoint.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("institution__country", "person")
    return rows.get(pk=focal_point.pk)
