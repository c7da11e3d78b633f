"""Who learns in a cohort: added, taken out, waited for, let in."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from lms.accounts import mail
from lms.accounts.audit import record
from lms.accounts.models import Country, Invitation, Membership, User
from lms.accounts.permissions import can_grant
from lms.accounts.roles import Role
from lms.accounts.services import (
    AccountsError,
    resend_invitation,
    withdraw_invitation,
)
from lms.learning.following import settle_joined
from lms.learning.models import Cohort, CohortMember, JoinLink, PendingMember

from .errors import CohortError, NotInPlace
from .services import refuse_others

#: Rows written in one statement.
CHUNK = 500
#: People told by one piece of background work that they are in.
TOLD_IN_ONE_GO = 100


def inside(cohort: Cohort) -> Q:
    """Return the condition for memberships in the cohort's country or region."""
    if cohort.country_id:
        return Q(country=cohort.country_id)
    return Q(country__region=cohort.region_id)


def people_of_place(cohort: Cohort):
    """Return the people who work in the cohort's country or region now."""
    held = Membership.objects.current().filter(inside(cohort))
    return User.objects.filter(pk__in=held.values("person"))


def belongs(cohort: Cohort, person: User) -> bool:
    """Return whether a person works in the cohort's country or region now."""
    return people_of_place(cohort).filter(pk=person.pk).exists()


def inviter_for(cohort: Cohort, country: Country, first: User) -> User | None:
    """Return who may make learners of a country for this cohort, or None.

    first where that person may; otherwise a trainer of the cohort, or who made it.
    """
    for person in (first, *cohort.trainers.all(), cohort.created_by):
        if can_grant(person, Role.LEARNER, country=country):
            return person
    return None


@transaction.atomic
def add_person(
    cohort: Cohort,
    person: User,
    *,
    by: User,
    way: str = CohortMember.Way.ADDED,
    at: datetime | None = None,
) -> CohortMember:
    """Make somebody of the country or region a learner; also to let one come back.

    Twice gives the same row. Raises NotYours, CohortArchived, NotInPlace, and
    CohortError for a trainer of the cohort.
    """
    refuse_others(cohort, by)
    if cohort.trainers.filter(pk=person.pk).exists():
        raise CohortError(_("This is a trainer of the cohort."))
    if not person.is_active or not belongs(cohort, person):
        raise NotInPlace
    member, made = enter(cohort, person, way=way, at=at)
    if made:
        record(by, "cohort_joined", person, country=cohort.country, cohort=cohort.pk)
        tell_joined([member])
    return member


def enter(
    cohort: Cohort,
    person: User,
    *,
    way: str,
    link: JoinLink | None = None,
    at: datetime | None = None,
) -> tuple[CohortMember, bool]:
    """Return the person's row in the cohort and whether it is new. Asks nothing."""
    current = CohortMember.objects.current()
    wanted = {"cohort": cohort, "person": person}
    fields = {"way": way, "link": link, "joined_at": at or timezone.now()}
    try:
        # Own savepoint: of two clicks at once the second finds the row taken.
        with transaction.atomic():
            member, made = current.get_or_create(**wanted, defaults=fields)
    except IntegrityError:
        return current.get(**wanted), False
    if made:
        transaction.on_commit(lambda: settle_joined.enqueue(cohort.pk, [person.pk]))
    return member, made


def enter_many(
    cohort: Cohort, people: Iterable[User], *, way: str, at: datetime | None = None
) -> list[CohortMember]:
    """Make many people learners; return the rows that are new. Asks nothing."""
    there = set(cohort.members.current().values_list("person_id", flat=True))
    rows = [
        CohortMember(
            cohort=cohort, person=person, way=way, joined_at=at or timezone.now()
        )
        for person in people
        if person.pk not in there
    ]
    made = CohortMember.objects.bulk_create(rows, batch_size=CHUNK)
    joined = [row.person_id for row in made]
    transaction.on_commit(lambda: settle_joined.enqueue(cohort.pk, joined))
    return made


@transaction.atomic
def remove_member(
    member: CohortMember, *, by: User, at: datetime | None = None
) -> CohortMember:
    """Take a learner out; what was learnt stays. Twice leaves the first time.

    Raises NotYours, CohortArchived.
    """
    member = (
        CohortMember.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cohort__country", "person")
        .get(pk=member.pk)
    )
    refuse_others(member.cohort, by)
    if member.left_at is None:
        member.left_at = at or timezone.now()
        member.save(update_fields=["left_at"])
        record(
            by,
            "cohort_left",
            member.person,
            country=member.cohort.country,
            cohort=member.cohort_id,
        )
    return member


@transaction.atomic
def withdraw_pending(
    pending: PendingMember, *, by: User, at: datetime | None = None
) -> PendingMember:
    """Wait for somebody no longer; the invitation by e-mail stops working as well.

    It goes on where another cohort waits for the same address. Twice leaves
    the first time. Raises NotYours, CohortArchived.
    """
    pending = _locked_pending(pending, by)
    if pending.withdrawn_at is None and pending.claimed_at is None:
        pending.withdrawn_at = at or timezone.now()
        pending.save(update_fields=["withdrawn_at"])
        others = PendingMember.objects.waiting().filter(email=pending.email)
        if not others.exists():
            for invitation in _invitations(pending):
                try:
                    withdraw_invitation(invitation, by=by, at=at)
                except AccountsError:
                    continue  # accepted meanwhile, or somebody else's to withdraw
    return pending


@transaction.atomic
def remind_pending(
    pending: PendingMember, *, by: User, at: datetime | None = None
) -> PendingMember:
    """Send the invitation again with a new link.

    Raises NotYours, CohortArchived; CohortError when there is none to send.
    """
    pending = _locked_pending(pending, by)
    sent = 0
    for invitation in _invitations(pending):
        try:
            resend_invitation(invitation, by=by, at=at)
        except AccountsError as refusal:
            raise CohortError(str(refusal)) from refusal
        sent += 1
    if not sent:
        raise CohortError(
            _(
                "There is no invitation to send again: the person has accepted it, or "
                "it was withdrawn. Invite this address anew."
            )
        )
    return pending


def _invitations(pending: PendingMember):
    """Return the open or expired invitations to the cohort's place."""
    return (
        Invitation.objects.pending()
        .filter(inside(pending.cohort), email=pending.email, role=Role.LEARNER)
        .select_related("country", "region", "institution")
    )


def _locked_pending(pending: PendingMember, by: User) -> PendingMember:
    row = (
        PendingMember.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cohort__country", "cohort__region")
        .get(pk=pending.pk)
    )
    refuse_others(row.cohort, by)
    return row


def claim_memberships(
    person: User, *, at: datetime | None = None
) -> list[CohortMember]:
    """Let somebody into the cohorts that wait for a confirmed address of theirs.

    Only where the person works in the cohort's country or region by now: somebody
    of another country has to accept the invitation first. Twice changes nothing.
    """
    emails = EmailAddress.objects.filter(user=person, verified=True)
    waiting = PendingMember.objects.waiting().filter(
        email__in=[one.lower() for one in emails.values_list("email", flat=True)],
        cohort__archived_at__isnull=True,
    )
    if not waiting.exists():
        return []
    with transaction.atomic():
        rows = waiting.select_for_update(of=("self",), no_key=True).select_related(
            "cohort", "link"
        )
        return [
            _claim(row, person, at or timezone.now())
            for row in rows.order_by("pk")
            if belongs(row.cohort, person)
        ]


def _claim(pending: PendingMember, person: User, at: datetime) -> CohortMember:
    member, _made = enter(
        pending.cohort, person, way=pending.way, link=pending.link, at=at
    )
    pending.claimed_at = at
    pending.save(update_fields=["claimed_at"])
    if pending.latin_name and not person.latin_name:
        person.latin_name = pending.latin_name
        person.save(update_fields=["latin_name"])
    return member


def tell_joined(members: Iterable[CohortMember]) -> None:
    """Write to people that they are in a cohort now, in the background."""
    ids = [member.pk for member in members]
    for start in range(0, len(ids), TOLD_IN_ONE_GO):
        part = ids[start : start + TOLD_IN_ONE_GO]
        transaction.on_commit(lambda part=part: write_joined.enqueue(part), robust=True)


@task()
def write_joined(member_ids: list[int]) -> None:
    """Write these e-mails, each once."""
    rows = CohortMember.objects.current().filter(pk__in=member_ids)
    for member in rows.select_related(
        "cohort__country", "cohort__region", "person"
    ).order_by("pk"):
        mail.send(
            "learning/email/cohort_joined",
            to=member.person.email,
            language=member.person.language,
            person=member.person,
            country=member.cohort.country,
            once_key=f"cohort-joined:{member.pk}",
            context={"cohort": member.cohort, "person": member.person},
        )
