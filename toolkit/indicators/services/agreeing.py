"""An owner agrees to a row: its focal point here, or on paper."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts import audit
from lms.accounts.models import User
from toolkit.indicators.models import ChosenIndicator, OwnerAgreement
from toolkit.network.permissions import can_keep, own_institutions

from .set_refusals import ChangedByAnother, NotComplete, SetRefusal
from .sets import held_draft


@transaction.atomic
def agree(
    chosen: ChosenIndicator, *, by: User, edit_number: int, on: date | None = None
) -> OwnerAgreement:
    """Keep that a focal point agrees to the row for its owner; twice is once.

    edit_number: of the row the person has read. Raises NoDraft, NotComplete,
    ChangedByAnother, and SetRefusal for whoever is no focal point of the owner.
    """
    row = _row(chosen, edit_number)
    if row.owner_id not in own_institutions(by):
        raise SetRefusal(
            _("Only a focal point of %(owner)s agrees for it here.")
            % {"owner": row.owner}
        )
    return _keep(row, by.display_name, on or timezone.localdate(), by)


@transaction.atomic
def record_agreement(
    chosen: ChosenIndicator, *, name: str, on: date, by: User, edit_number: int
) -> OwnerAgreement:
    """Keep an agreement that was given on paper: by whom, and when; twice is once.

    Raises NoDraft, NotComplete, ChangedByAnother, and SetRefusal for a day to come
    or for whoever does not keep the record.
    """
    row = _row(chosen, edit_number)
    if not can_keep(by, row.minimum_set.country):
        raise SetRefusal
    if on > timezone.localdate():
        raise SetRefusal(_("This day is still to come. Write the day of the paper."))
    return _keep(row, name.strip(), on, by)


def _row(chosen, edit_number) -> ChosenIndicator:
    held_draft(chosen.minimum_set)
    row = ChosenIndicator.objects.with_all().filter(pk=chosen.pk).first()
    if row is None or row.edit_number != edit_number:
        raise ChangedByAnother
    if row.missing:
        raise NotComplete
    return row


def _keep(row, name, on, by) -> OwnerAgreement:
    agreement, made = OwnerAgreement.objects.get_or_create(
        chosen=row,
        institution=row.owner,
        edit_number=row.edit_number,
        defaults={"agreed_by_name": name, "agreed_on": on, "recorded_by": by},
    )
    if made:
        audit.record(
            by,
            "row_agreed",
            row,
            country=row.minimum_set.country,
            indicator=row.indicator.code,
            institution=str(row.owner),
        )
    return agreement
