"""What earlier rounds say about questions of the assessment."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.maturity.facts import Fact, register
from assessments.maturity.models import Round
from lms.accounts.models import Country


def register_all() -> None:
    """Say about which questions this room speaks."""
    register("maturity.rounds", ["A5"], rounds)


def rounds(country: Country, today: date) -> list[Fact]:
    """A5: how many rounds have been completed, and which day the last one is about."""
    found = Round.objects.filter(country=country, state__in=Round.FROZEN)
    days = sorted(found.order_by().values_list("reference_date", flat=True))
    if not days:
        return []
    text = ngettext(
        "%(count)s round of self-assessment has been completed and validated; it "
        "describes %(date)s.",
        "%(count)s rounds of self-assessment have been completed and validated; the "
        "last one describes %(date)s.",
        len(days),
    ) % {"count": len(days), "date": date_format(days[-1])}
    url = reverse("maturity:rounds")
    return [Fact(("A5",), text, _("Assessments"), url, today)]
