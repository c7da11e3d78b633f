"""What the learning records of a country say about questions of the assessment.

Numbers of people only, never names.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.maturity.facts import Fact, register
from lms.accounts.models import Country, Membership
from lms.learning.models import Certificate, Completion

#: Modules that everybody in a network passes (framework, I3).
FOUNDATION = ("06", "08", "10")
#: Days that count as the last 12 months.
YEAR = timedelta(days=365)


def register_all() -> None:
    """Say about which questions learning speaks."""
    register("learning.training", ["I2"], training)


def with_foundation(people: Iterable[int]) -> set[int]:
    """Return the ids of those who have passed all foundation modules; one query."""
    rows = (
        Completion.objects.of_kind(Completion.Kind.MODULE)
        .filter(person__in=list(people), key__in=FOUNDATION)
        .order_by()
        .values("person")
        .annotate(passed=Count("key", distinct=True))
    )
    return {row["person"] for row in rows if row["passed"] == len(FOUNDATION)}


def training(country: Country, today: date) -> list[Fact]:
    """I2: how many people of a country learned in a year, with which result."""
    people = Membership.objects.current().filter(country=country).values("person")
    modules = Completion.objects.of_kind(Completion.Kind.MODULE).filter(
        person__in=people, at__date__gt=today - YEAR, at__date__lte=today
    )
    learned = modules.order_by().values("person").distinct().count()
    if not learned:
        return []
    certificates = Certificate.objects.valid().filter(
        person__in=people,
        issued_at__date__gt=today - YEAR,
        issued_at__date__lte=today,
    )
    text = ngettext(
        "%(count)s person of the country completed a module in the last 12 months; "
        "certificates issued: %(certificates)s.",
        "%(count)s people of the country completed a module in the last 12 months; "
        "certificates issued: %(certificates)s.",
        learned,
    ) % {"count": learned, "certificates": certificates.count()}
    return [Fact(("I2",), text, _("Learning records"), "", today)]
