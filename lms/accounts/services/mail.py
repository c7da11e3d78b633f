"""What administrators do about e-mails that have not left."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lms.accounts import mail, permissions
from lms.accounts.audit import record
from lms.accounts.models import OutgoingMail, User

from .errors import NotAllowed

#: After this long an e-mail that waits is worth a notice.
LATE_AFTER = timedelta(hours=1)


@transaction.atomic
def try_mails_again(mails, *, by: User, at: datetime | None = None) -> int:
    """Try these e-mails of the outbox again, those given up too; return how many.

    mails: a query set, of which only what by may see is touched. What has left
    or is no longer needed stays as it is. An e-mail whose text was erased
    cannot be sent any more and is left out. Raises NotAllowed.
    """
    if not permissions.can_manage_people(by):
        raise NotAllowed
    at = at or timezone.now()
    found = mails.visible_to(by).open().exclude(sealed="")
    chosen = list(found.order_by("created_at", "pk").values_list("pk", flat=True))
    OutgoingMail.objects.filter(pk__in=chosen).update(
        state=OutgoingMail.State.WAITING, tries=0, next_try_at=at
    )
    if chosen:
        record(by, "mail_tried_again", mails=len(chosen))
        mail.try_now(chosen)
    return len(chosen)


def late_mails(user: User, *, at: datetime | None = None) -> int:
    """Return how many e-mails wait too long or were given up where user manages.

    No query for those who manage nobody, one for the others.
    """
    if not permissions.can_manage_people(user):
        return 0
    late = (at or timezone.now()) - LATE_AFTER
    return OutgoingMail.objects.visible_to(user).troubled(late).count()
