"""Approving a set: checked whole, frozen, in the place of the one before."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.accounts import audit
from lms.accounts.models import User
from toolkit.indicators.models import MinimumSet
from toolkit.indicators.sets_reading import missing_of, snapshot
from toolkit.indicators.sets_words import missing_words

from .set_refusals import AlreadyApproved, NotComplete, SetRefusal

State = MinimumSet.State


@transaction.atomic
def approve(
    minimum_set: MinimumSet, *, name: str, post: str, on: date, by: User
) -> MinimumSet:
    """Freeze a draft as the set in force; the one before is replaced.

    name, post: of the person who approved it. Of two at once the second gets
    AlreadyApproved. Raises NotComplete with every reason, and SetRefusal for a day
    that is to come or lies before an owner's agreement.
    """
    found = (
        MinimumSet.objects.select_for_update(of=("self",))
        .select_related("country")
        .get(pk=minimum_set.pk)
    )
    if found.state != State.DRAFT:
        raise AlreadyApproved
    rows = list(found.chosen.with_all())
    missing = missing_of(rows)
    if missing:
        raise NotComplete(" ".join(missing_words(one, len(rows)) for one in missing))
    check_day(on, max(row.agreement.agreed_on for row in rows))
    found.approved_on, found.approved_by, found.approved_post = on, name, post
    found.frozen = {
        **snapshot(found),
        "approved_on": on.isoformat(),
        "approved_by": name,
        "approved_post": post,
        "as_of": on.isoformat(),
    }
    versions = MinimumSet.objects.of_country(found.country)
    versions.in_force().update(state=State.REPLACED)
    found.state = State.APPROVED
    found.save()
    audit.record(by, "set_approved", found, country=found.country, number=found.number)
    return found


def check_day(on: date, last_agreed: date) -> None:
    """Raise SetRefusal for a day on which a set cannot have been approved."""
    if on > timezone.localdate():
        raise SetRefusal(_("This day is still to come. Write the day it was approved."))
    if on < last_agreed:
        raise SetRefusal(
            _(
                "The last owner agreed on %(day)s. A set is approved on that day or "
                "later."
            )
            % {"day": date_format(last_agreed)}
        )
