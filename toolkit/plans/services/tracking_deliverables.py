"""What a line has brought: files and addresses."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.core.private_files import store_private
from lms.core.uploads import check_upload
from toolkit.plans.models import Deliverable, PlanItem
from toolkit.plans.permissions import may_report
from toolkit.plans.services.tracking import refuse_closed
from toolkit.plans.tracking_errors import NotNow, NotYours

#: Kinds of files that can be added.
ENDINGS = ("pdf", "docx", "xlsx", "pptx", "csv", "png", "jpg", "jpeg")
#: Most deliverables of one line.
MOST = 20
TITLE_LENGTH = 250
URL_LENGTH = 1000


def add_file(
    item: PlanItem,
    file: File,
    *,
    by: User,
    title: str = "",
    at: datetime | None = None,
) -> Deliverable:
    """Keep a file; the same file for the same line again is the one there is.

    Raises NotYours, NotNow; ValidationError on ``file`` when it is too large, of
    another kind, or not what its name says.
    """
    _refuse(item, by)
    try:
        check_upload(file, endings=ENDINGS)
    except ValidationError as error:
        raise ValidationError({"file": error}) from None
    file.seek(0)
    content = file.read()
    digest = hashlib.sha256(content).hexdigest()
    name = Path(file.name).name
    stored = store_private(
        f"plans/{item.plan_id}/{item.pk}/{digest[:32]}{Path(name).suffix.lower()}",
        content,
    )
    return _add(
        item,
        by=by,
        at=at,
        title=title.strip()[:TITLE_LENGTH] or name[-TITLE_LENGTH:],
        file=stored,
        file_name=name[-250:],
        file_size=len(content),
        file_sha256=digest,
    )


def add_link(
    item: PlanItem,
    url: str,
    *,
    by: User,
    title: str = "",
    at: datetime | None = None,
) -> Deliverable:
    """Keep an address. Raises NotYours, NotNow; ValidationError on ``url``."""
    _refuse(item, by)
    url = url.strip()
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        raise ValidationError(
            {"url": _("Write a whole address, for example https://stat.example/data.")}
        ) from None
    if len(url) > URL_LENGTH:
        raise ValidationError(
            {
                "url": _(
                    "The address is too long. Shorten it to %(number)s characters."
                )
                % {"number": URL_LENGTH}
            }
        )
    return _add(
        item,
        by=by,
        at=at,
        title=title.strip()[:TITLE_LENGTH] or url[:TITLE_LENGTH],
        url=url,
    )


@transaction.atomic
def remove_deliverable(
    deliverable: Deliverable, *, by: User, at: datetime | None = None
) -> None:
    """Take a deliverable away; its row stays. Twice is once. Raises NotYours, NotNow."""
    _refuse(deliverable.item, by)
    Deliverable.objects.filter(pk=deliverable.pk, removed_at=None).update(
        removed_at=at or timezone.now()
    )


@transaction.atomic
def _add(item: PlanItem, *, by: User, at, **fields) -> Deliverable:
    # Two presses at once wait for each other here and find the same row.
    locked = PlanItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    present = Deliverable.objects.filter(item=locked, removed_at=None)
    same = {name: fields.get(name, "") for name in ("url", "file_sha256")}
    if found := present.filter(**same).first():
        return found
    _refuse(locked, by)
    if present.count() >= MOST:
        raise ValidationError(
            _("There are %(count)s deliverables already. Remove one first.")
            % {"count": MOST}
        )
    return Deliverable.objects.create(
        item=locked, added_by=by, added_at=at or timezone.now(), **fields
    )


def _refuse(item: PlanItem, by: User) -> None:
    if not may_report(by, item):
        raise NotYours
    refuse_closed(item)
    if item.status == PlanItem.Status.REPORTED:
        raise NotNow(
            _(
                "This line waits for a check. Take the report back before you change "
                "anything."
            )
        )
