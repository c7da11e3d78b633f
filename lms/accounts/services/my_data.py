"""Taking one's data along, and closing the account."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from lms.accounts import mail, my_data
from lms.accounts.audit import record
from lms.accounts.models import DataExport, User
from lms.accounts.models.exports import KEPT_FOR
from lms.accounts.my_data.archive import archive
from lms.accounts.my_data.closed import closed_email
from lms.core.private_files import private_storage, store_private

from .groups import place_in_groups
from .roles import one_at_a_time, refuse_to_leave_last

#: What the row of a closed account still says: that it is one, and since when.
KEPT_FIELDS = ("id", "date_joined", "session_number")

log = logging.getLogger("streetlight.accounts")


def ask_for_archive(person: User, *, language: str) -> DataExport:
    """Have an archive of all that is held about a person made in the background.

    While one is being made it is that one; a finished or failed one is replaced.
    """
    try:
        with transaction.atomic():
            for row in DataExport.objects.filter(person=person).exclude(
                state=DataExport.State.WAITING
            ):
                row.remove()
            made = DataExport.objects.create(person=person, language=language)
            record(person, "data_exported", person)
    except IntegrityError:
        return DataExport.objects.get(person=person, state=DataExport.State.WAITING)
    transaction.on_commit(lambda: make_archive.enqueue(made.pk), robust=True)
    return made


@task()
def make_archive(export_id: int) -> None:
    """Make one archive; say on the row if it did not work out."""
    export = DataExport.objects.select_related("person").filter(pk=export_id).first()
    if export is None or export.state != DataExport.State.WAITING:
        return
    try:
        content = archive(export.person, language=export.language)
        name = store_private(f"my-data/{export.public_id}.zip", content)
    except Exception:
        log.exception("The archive %s was not made.", export.public_id)
        DataExport.objects.filter(pk=export.pk).update(state=DataExport.State.FAILED)
        return
    kept = DataExport.objects.filter(pk=export.pk).update(
        state=DataExport.State.READY,
        file=name,
        size=len(content),
        ready_at=timezone.now(),
    )
    if not kept:  # the account was closed meanwhile
        private_storage().delete(name)


def forget_old_archives(*, at: datetime | None = None) -> int:
    """Delete archives older than a week; return how many."""
    before = (at or timezone.now()) - KEPT_FOR
    rows = list(DataExport.objects.asked_before(before))
    for row in rows:
        row.remove()
    return len(rows)


@transaction.atomic
def close_account(
    person: User, *, wishes: my_data.Wishes | None = None, at: datetime | None = None
) -> User:
    """Close an account for good: nobody is behind it any more.

    What every room holds is removed or made anonymous as it says (see
    lms.accounts.my_data); the row of the person stays, empty, because records
    point at it. Told by e-mail to the address until now. Closing twice changes
    nothing. Raises LastAdministrator when nobody would be left.
    """
    one_at_a_time(person.current_memberships)
    # Without the key: rows that point at the person may be written meanwhile.
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.closed_at:
        return person
    refuse_to_leave_last(person)
    country, email, language = person.country, person.email, person.language
    for holding in my_data.holdings():
        holding.anonymise(person, wishes or my_data.Wishes())
    _empty(person, at or timezone.now())
    with override(settings.LANGUAGE_CODE):
        record(person, "account_closed", person, country=country)
    mail.send("accounts/email/account_closed", to=email, language=language, context={})
    return person


def _empty(person: User, at: datetime) -> None:
    """Leave nothing of the person on the row, and end every session.

    Every field but those in KEPT_FIELDS goes back to what a new row has.
    """
    for field in User._meta.concrete_fields:
        if field.name not in KEPT_FIELDS:
            setattr(person, field.attname, field.get_default())
    person.email = closed_email(person)
    person.is_active = False
    person.closed_at = person.deactivated_at = at
    person.session_number = F("session_number") + 1
    person.set_unusable_password()
    person.save()
    person.refresh_from_db()
    person.user_permissions.clear()
    person.groups.clear()
    person.forget_memberships()
    place_in_groups(person)
