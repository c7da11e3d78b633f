"""Invitation links: made, shown, withdrawn, and what opening one does."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import segno
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts import mail
from lms.accounts.audit import record
from lms.accounts.models import Country, User
from lms.accounts.roles import Role
from lms.accounts.services import Guest, grant_role, invite_learners
from lms.learning.models import Cohort, CohortMember, JoinLink, PendingMember

from .errors import CohortError, LinkClosed, NotInPlace
from .members import belongs, enter, inviter_for, people_of_place
from .services import DOUBLE_CLICK, refuse_others

_SALT = "lms.learning.join"
FULL = gettext_lazy("All places of this link are taken. Ask the trainer for a new one.")


@transaction.atomic
def make_link(
    cohort: Cohort, *, by: User, limit: int, last_day: date, at: datetime | None = None
) -> JoinLink:
    """Make a link that lets so many people in, until the end of a day.

    The day ends in the active time zone. The same wish of the same person
    within a minute is a double click and gives the same link.

    Raises NotYours, CohortArchived.
    """
    refuse_others(cohort, by)
    at = at or timezone.now()
    # One after the other, so that a double click finds the first link.
    Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=cohort.pk)
    ends = timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time()))
    wish = {"cohort": cohort, "limit": limit, "expires_at": ends, "created_by": by}
    found = JoinLink.objects.filter(
        **wish, created_at__gt=at - DOUBLE_CLICK, withdrawn_at__isnull=True
    ).first()
    if found:
        return found
    link = JoinLink.objects.create(
        **wish, nonce=secrets.token_urlsafe(12), created_at=at
    )
    record(by, "join_link_made", cohort, country=cohort.country, limit=limit)
    return link


@transaction.atomic
def withdraw_link(link: JoinLink, *, by: User, at: datetime | None = None) -> JoinLink:
    """Make a link worthless; who came in by it stays. Twice leaves the first time.

    Raises NotYours, CohortArchived.
    """
    link = _locked(link)
    refuse_others(link.cohort, by)
    if link.withdrawn_at is None:
        link.withdrawn_at = at or timezone.now()
        link.save(update_fields=["withdrawn_at"])
        record(by, "join_link_withdrawn", link.cohort, country=link.cohort.country)
    return link


def token_of(link: JoinLink) -> str:
    """Return what stands in the link's address: its name and our signature."""
    return signing.Signer(salt=_SALT, sep=".").sign(link.nonce)


def address_of(link: JoinLink) -> str:
    """Return the whole address to pass on."""
    return f"{settings.BASE_URL}{reverse('learning:join', args=[token_of(link)])}"


def find_link(token: str) -> JoinLink | None:
    """Return the link with this token, in whatever state; None if we never made it."""
    try:
        nonce = signing.Signer(salt=_SALT, sep=".").unsign(token)
    except signing.BadSignature:
        return None
    rows = JoinLink.objects.select_related(
        "cohort__country", "cohort__region", "cohort__created_by", "created_by"
    )
    return rows.filter(nonce=nonce).first()


def qr_code(address: str) -> str:
    """Return the address as a picture, dark on white in every colour scheme.

    A data URI of SVG, for an img element.
    """
    code = segno.make(address, error="m")
    return code.svg_data_uri(scale=8, border=4, light="white")


@dataclass(frozen=True)
class Seats:
    """How many of a link's places are taken.

    joined: people who came in by it, whether or not they have left since;
    waiting: those who asked by it and have not confirmed their address yet.
    """

    joined: int
    waiting: int
    limit: int

    @property
    def taken(self) -> int:
        """Return the number of places nobody else can have."""
        return self.joined + self.waiting

    @property
    def is_full(self) -> bool:
        """Return whether nobody else gets in."""
        return self.taken >= self.limit


def seats(link: JoinLink) -> Seats:
    """Return how full a link is. Two queries."""
    return Seats(
        joined=CohortMember.objects.filter(link=link).count(),
        waiting=PendingMember.objects.waiting().filter(link=link).count(),
        limit=link.limit,
    )


def closed_because(link: JoinLink, at: datetime | None = None) -> str:
    """Return in words why a link no longer works; empty while it does.

    Says nothing about whether it is full: see seats.
    """
    if link.withdrawn_at:
        return _("This link was withdrawn. Ask the trainer for a new one.")
    if link.cohort.is_archived:
        return _("This cohort is over. Ask the trainer about the next one.")
    if (at or timezone.now()) >= link.expires_at:
        return _("This link worked until %(date)s. Ask the trainer for a new one.") % {
            "date": date_format(link.last_day, "DATE_FORMAT")
        }
    return ""


def countries_of(link: JoinLink) -> list[Country]:
    """Return the countries of which somebody becomes a learner by this link."""
    cohort = link.cohort
    countries = (
        [cohort.country]
        if cohort.country_id
        else sorted(Country.objects.filter(region=cohort.region_id), key=str)
    )
    return [
        one
        for one in countries
        if inviter_for(cohort, one, link.created_by) is not None
    ]


def standing(link: JoinLink, person: User) -> str:
    """Return what somebody signed in is to this link.

    "member", "left" (was taken out), "trainer", "inside" (may join), "free" (has no
    country yet: joins and becomes a learner of it), or "outside".
    """
    # One look at the rows: between two, somebody may come in another way.
    ends = link.cohort.members.filter(person=person).values_list("left_at", flat=True)
    ends = list(ends)
    if None in ends:
        return "member"
    if link.cohort.trainers.filter(pk=person.pk).exists():
        return "trainer"
    if ends:
        return "left"
    if belongs(link.cohort, person):
        return "inside"
    somewhere = person.memberships.current().exclude(country=None, region=None)
    return "outside" if somewhere.exists() else "free"


@transaction.atomic
def join(
    link: JoinLink,
    person: User,
    *,
    country: Country | None = None,
    at: datetime | None = None,
) -> CohortMember:
    """Let somebody signed in into the cohort; twice gives the same row.

    country: of which somebody without a country becomes a learner. Raises
    LinkClosed (also when full), NotInPlace, CohortError.
    """
    link = _locked(link)
    where = standing(link, person)
    if where == "member":
        return link.cohort.members.current().get(person=person)
    at = at or timezone.now()
    _refuse_closed(link, at)
    if where == "trainer":
        raise CohortError(_("You run this cohort. Learners join with this link."))
    if where == "left":
        raise CohortError(
            _("You have left this cohort. Ask its trainer to let you in again.")
        )
    if where == "outside":
        raise NotInPlace
    if where == "free":
        _make_learner(link, person, country, at)
    member, made = enter(
        link.cohort, person, way=CohortMember.Way.LINK, link=link, at=at
    )
    if made:
        record(
            person,
            "cohort_joined",
            person,
            country=link.cohort.country,
            cohort=link.cohort_id,
        )
    return member


def _make_learner(link, person, country, at) -> None:
    if country not in countries_of(link):
        raise NotInPlace(_("Choose your country."))
    grant_role(
        person,
        role=Role.LEARNER,
        country=country,
        by=inviter_for(link.cohort, country, link.created_by),
        at=at,
    )


@transaction.atomic
def ask_by_email(
    link: JoinLink,
    email: str,
    *,
    country: Country,
    language: str,
    at: datetime | None = None,
) -> None:
    """Send somebody without an account, or not signed in, the way in by e-mail.

    Keeps a place for the address. Whether there is an account is told to the
    address alone, never to whoever asks. Asking twice keeps one place.

    Raises LinkClosed (also when full), NotInPlace.
    """
    link = _locked(link)
    at = at or timezone.now()
    email = email.strip().lower()
    cohort = link.cohort
    waiting = PendingMember.objects.waiting().filter(cohort=cohort, email=email)
    known = waiting.exists()
    _refuse_closed(link, at, full=not known)
    if country not in countries_of(link):
        raise NotInPlace(_("Choose your country."))
    known_person = people_of_place(cohort).filter(email=email).first()
    if known_person:
        _send_sign_in(link, known_person, language, at)
        return
    if not known:
        PendingMember.objects.create(
            cohort=cohort,
            email=email,
            language=language,
            way=CohortMember.Way.LINK,
            link=link,
            invited_by=link.created_by,
            invited_at=at,
        )
    inviter = inviter_for(cohort, country, link.created_by)
    invite_learners([Guest(email, language=language)], country=country, by=inviter)


def _send_sign_in(link: JoinLink, person: User, language: str, at: datetime) -> None:
    """Tell somebody of the place to sign in and open the link; once an hour."""
    mail.send(
        "learning/email/join_sign_in",
        to=person.email,
        language=language,
        person=person,
        country=link.cohort.country,
        once_key=f"join-sign-in:{link.pk}:{person.pk}:{at:%Y-%m-%dT%H}",
        context={"cohort": link.cohort, "link": address_of(link)},
    )


def _refuse_closed(link: JoinLink, at: datetime, *, full: bool = True) -> None:
    """Raise LinkClosed when a link no longer lets anybody in; full: nor when full."""
    reason = closed_because(link, at)
    if reason:
        raise LinkClosed(reason)
    if full and seats(link).is_full:
        raise LinkClosed(FULL)


def _locked(link: JoinLink) -> JoinLink:
    """Return the row as it is now, held: of two people one after the other gets in."""
    return (
        JoinLink.objects.select_for_update(of=("self",), no_key=True)
        .select_related(
            "cohort__country", "cohort__region", "cohort__created_by", "created_by"
        )
        .get(pk=link.pk)
    )
