"""Writing a row of the definition matrix."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts import audit
from lms.accounts.models import Institution, User
from toolkit.indicators.models import ChosenIndicator, DataSource

from .set_refusals import ChangedByAnother, SetRefusal
from .sets import held_draft


@transaction.atomic
def save_row(
    chosen: ChosenIndicator,
    *,
    owner: Institution | None,
    sources: Collection[DataSource],
    words: Mapping[str, str],
    by: User,
    edit_number: int,
) -> ChosenIndicator:
    """Write owner, sources and texts of a row; the same again changes nothing.

    words: every name of ChosenIndicator.WORDS. edit_number: the one the person has
    read. A change asks the owner to agree again. Raises NoDraft, ChangedByAnother,
    and SetRefusal when owner or source are another country's.
    """
    draft = held_draft(chosen.minimum_set)
    row = ChosenIndicator.objects.with_all().filter(pk=chosen.pk).first()
    if row is None:
        raise SetRefusal(_("This indicator is no longer in the set."))
    if any(
        one.country_id != draft.country_id
        for one in (owner, *sources)
        if one is not None
    ):
        raise SetRefusal(_("Choose an institution and sources of the country."))
    words = {name: words[name].strip() for name in ChosenIndicator.WORDS}
    before = {name: getattr(row, name) for name in words}
    kept = {one.pk for one in row.current_sources}
    if (words, row.owner, kept) == (before, owner, {one.pk for one in sources}):
        return row
    if row.edit_number != edit_number:
        raise ChangedByAnother
    for name, text in words.items():
        setattr(row, name, text)
    row.owner, row.changed_by, row.changed_at = owner, by, timezone.now()
    row.edit_number += 1
    row.save()
    row.sources.set(sources)
    audit.record(
        by,
        "row_changed",
        row,
        country=draft.country,
        indicator=row.indicator.code,
        fields=[name for name in words if words[name] != before[name]],
    )
    return ChosenIndicator.objects.with_all().get(pk=row.pk)
