"""Opening, closing and reopening accounts."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts import mail, permissions
from lms.accounts.audit import record
from lms.accounts.models import Membership, User
from lms.accounts.roles import Role

from .errors import NotAllowed
from .roles import grant_role, one_at_a_time, refuse_to_end_last


@transaction.atomic
def register_learner(person: User, *, at: datetime | None = None) -> Membership:
    """Make somebody who opened the account alone a learner without a country.

    A country, and any other role, comes by invitation only.
    """
    membership, created = grant_role(person, role=Role.LEARNER, at=at)
    if created:
        record(person, "signed_up", person)
    return membership


@transaction.atomic
def deactivate_person(person: User, *, by: User, at: datetime | None = None) -> User:
    """Close an account: no sign-in, all sessions ended, everything kept.

    Raises NotAllowed for one's own account and for people who also work where
    by has no say; LastAdministrator when nobody would be left.
    """
    # Before the person's own row, so that no two wait for each other.
    one_at_a_time(person.current_memberships)
    person = _locked(person)
    if not permissions.can_deactivate(by, person):
        raise NotAllowed(
            _(
                "You cannot deactivate this account. The person also works outside "
                "your country: end the roles here instead."
            )
        )
    if not person.is_active:
        return person
    refuse_to_end_last(person, person.current_memberships, by=by)
    person.is_active = False
    person.deactivated_at = at or timezone.now()
    person.session_number = F("session_number") + 1
    person.save(update_fields=["is_active", "deactivated_at", "session_number"])
    person.refresh_from_db(fields=["session_number"])
    record(by, "person_deactivated", person)
    return person


@transaction.atomic
def reactivate_person(person: User, *, by: User) -> User:
    """Open a closed account again; the roles are as they were.

    Raises NotAllowed as deactivate_person does.
    """
    person = _locked(person)
    if not permissions.can_deactivate(by, person):
        raise NotAllowed
    if person.is_active:
        return person
    person.is_active = True
    person.deactivated_at = None
    person.save(update_fields=["is_active", "deactivated_at"])
    record(by, "person_reactivated", person)
    return person


@transaction.atomic
def reset_second_factor(person: User, *, by: User) -> User:
    """Take away the second factor of somebody who lost it, and end all sessions.

    The person then signs in with the password alone and, where the role needs
    it, sets up another one first. Told to the person by e-mail. Raises
    NotAllowed as deactivate_person does.
    """
    person = _locked(person)
    if not permissions.can_deactivate(by, person):
        raise NotAllowed
    removed, _details = Authenticator.objects.filter(user=person).delete()
    if not removed:
        return person
    person.session_number = F("session_number") + 1
    person.save(update_fields=["session_number"])
    person.refresh_from_db(fields=["session_number"])
    record(by, "second_factor_reset", person)
    mail.send(
        "accounts/email/second_factor_reset",
        to=person.email,
        language=person.language,
        context={"person": person, "by": by},
        person=person,
    )
    return person


def _locked(person: User) -> User:
    """Return the person as the row is now, held until the transaction ends.

    Without the key: entries of the activity log about the person may be
    written meanwhile.
    """
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)
