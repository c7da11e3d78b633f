"""Files that were checked and never carried out do not stay for ever."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from assessments.maturity.models import AnswersImport
from lms.core.checked_files import checked_files, forget_unfinished
from lms.learning.models import MemberImport
from tests.accounts.factories import CountryFactory, UserFactory
from tests.assessments.maturity.factories import RoundInstitutionFactory
from tests.learning.factories import CohortFactory
from tests.toolkit.plans.factories import PlanFactory
from toolkit.indicators.models import SourceImport
from toolkit.network.models import ContactImport
from toolkit.plans.models import PlanImport

pytestmark = pytest.mark.django_db
#: To what a file of each room belongs.
OWNERS = {
    AnswersImport: lambda: {"institution": RoundInstitutionFactory.create()},
    ContactImport: lambda: {"country": CountryFactory.create()},
    MemberImport: lambda: {"cohort": CohortFactory.create()},
    PlanImport: lambda: {"plan": PlanFactory.create()},
    SourceImport: lambda: {"country": CountryFactory.create()},
}
NOW = timezone.now()


def test_every_room_with_checked_files_is_tested_here():
    assert set(checked_files()) == set(OWNERS)


@pytest.mark.parametrize("model", OWNERS, ids=lambda model: model.__name__)
def test_only_what_was_never_carried_out_goes_after_a_month(model):
    owner, person = OWNERS[model](), UserFactory.create()

    def keep(days, **facts):
        made_at = NOW - timedelta(days=days)
        return model.objects.create(
            **owner, made_by=person, made_at=made_at, rows=[{"name": "Lira"}], **facts
        )

    keep(31)
    waiting = keep(29)
    carried_out = keep(400, applied_at=NOW - timedelta(days=399))

    assert forget_unfinished(at=NOW) == 1
    assert set(model.objects.all()) == {waiting, carried_out}
    assert forget_unfinished(at=NOW) == 0


def test_the_nightly_command_says_how_many():
    person, cohort = UserFactory.create(), CohortFactory.create()
    for days in (31, 40):
        made_at = NOW - timedelta(days=days)
        MemberImport.objects.create(cohort=cohort, made_by=person, made_at=made_at)
    said = StringIO()

    call_command("tidy_up", stdout=said)

    assert "unfinished imports: 2," in said.getvalue()
    assert not MemberImport.objects.exists()
