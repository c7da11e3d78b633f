"""Making parts of a country's record public, and taking that back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from lms.accounts import audit
from lms.accounts.models import Country, User
from toolkit.network.models import PublicItem
from toolkit.network.permissions import can_keep

from .contact_errors import NotYours


@transaction.atomic
def make_public(
    country: Country, item: str, *, by: User, at: datetime | None = None
) -> PublicItem:
    """Let everybody read a part of the record; twice is once. Raises NotYours."""
    _check(country, by)
    row, is_new = PublicItem.objects.get_or_create(
        country=country,
        item=item,
        defaults={"made_public_by": by, "made_public_at": at or timezone.now()},
    )
    if is_new:
        _record("record_made_public", country, item, by)
    return row


@transaction.atomic
def make_restricted(country: Country, item: str, *, by: User) -> bool:
    """Keep a part of the record for those who read it; return whether it was public.

    Raises NotYours.
    """
    _check(country, by)
    deleted, _rows = PublicItem.objects.filter(country=country, item=item).delete()
    if deleted:
        _record("record_restricted", country, item, by)
    return bool(deleted)


def _check(country: Country, by: User) -> None:
    if not can_keep(by, country):
        raise NotYours


def _record(verb: str, country: Country, item: str, by: User) -> None:
    # The log is read in many languages: the part is written in English, as keys are.
    with override("en"):
        words = str(PublicItem.Item(item).label)
    audit.record(by, verb, words, country=country, item=str(item))
