"""Writing the terms of reference, and keeping each version that was approved."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts import audit
from lms.accounts.models import User
from toolkit.network.models import TermsVersion, WorkingGroup

from .groups import check_keeper, touch
from .groups_errors import ChangedMeanwhile, GroupRefused, NothingToApprove


@transaction.atomic
def save_terms(
    group: WorkingGroup, *, sections: Sequence[dict], edit_number: int, by: User
) -> WorkingGroup:
    """Save the sections of the terms: {"key", "title", "text"} in their order.

    After an approval this begins the draft of the next version; what was approved
    stays as it is. The same text again changes nothing. Raises NotYours,
    ChangedMeanwhile when somebody saved another text since ``edit_number``, and
    GroupRefused when nothing is left.
    """
    check_keeper(by, group.country)
    group = WorkingGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    wanted = [
        {key: str(one[key]).strip() for key in ("key", "title", "text")}
        for one in sections
    ]
    if wanted == group.terms:
        return group
    if group.edit_number != edit_number:
        raise ChangedMeanwhile
    if not wanted:
        raise GroupRefused(_("Terms of reference need at least one section."))
    group.terms = wanted
    approved = _approved(group, group.terms_version)
    group.has_draft = approved is None or approved.terms != wanted
    touch(group)
    audit.record(by, "terms_changed", group, country=group.country)
    return group


@transaction.atomic
def approve_terms(
    group: WorkingGroup,
    *,
    number: int,
    approved_by: str,
    approved_on: date,
    edit_number: int,
    by: User,
) -> TermsVersion:
    """Freeze the terms as they are as version ``number``, and return it.

    The same approval sent twice returns the version there is. Raises NotYours,
    ChangedMeanwhile when the text is no longer the one that was looked at, and
    NothingToApprove.
    """
    check_keeper(by, group.country)
    group = WorkingGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    found = _approved(group, number)
    if found and (found.approved_by, found.approved_on) == (approved_by, approved_on):
        return found
    if not group.has_draft or not group.terms:
        raise NothingToApprove
    if found or group.edit_number != edit_number or number != group.draft_number:
        raise ChangedMeanwhile
    version = TermsVersion.objects.create(
        group=group,
        number=number,
        terms=group.terms,
        language=group.terms_language,
        approved_on=approved_on,
        approved_by=approved_by,
        recorded_by=by,
    )
    group.terms_version, group.has_draft = number, False
    group.approved_on, group.approved_by = approved_on, approved_by
    touch(group)
    audit.record(by, "terms_approved", group, country=group.country, version=number)
    return version


def _approved(group: WorkingGroup, number: int) -> TermsVersion | None:
    return TermsVersion.objects.filter(group=group, number=number).first()
