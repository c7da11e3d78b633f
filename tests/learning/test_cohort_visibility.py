"""Who sees which cohorts, and what is due for whom."""

from datetime import date

import pytest
from django.utils import timezone

from lms.accounts.models import Role
from lms.learning.models import Assignment, Cohort, CohortMember
from tests.accounts.factories import (
    CountryFactory,
    MembershipFactory,
    RegionFactory,
    UserFactory,
)
from tests.learning.factories import (
    AssignmentFactory,
    CohortFactory,
    CohortMemberFactory,
)

pytestmark = pytest.mark.django_db


def person_with(role, **place):
    return MembershipFactory(role=role, **place).person


@pytest.fixture
def country():
    return CountryFactory()


class TestSeeingCohorts:
    def test_a_trainer_sees_only_cohorts_that_name_the_trainer(self, country):
        trainer = person_with(Role.TRAINER, country=country)
        mine = CohortFactory(country=country, trainers=[trainer])
        CohortFactory(country=country)
        assert list(Cohort.objects.visible_to(trainer)) == [mine]

    def test_a_trainer_is_named_in_a_regional_cohort(self, country):
        trainer = person_with(Role.TRAINER, country=country)
        cohort = CohortFactory(country=None, region=country.region, trainers=[trainer])
        assert list(Cohort.objects.visible_to(trainer)) == [cohort]

    def test_who_is_no_trainer_any_more_sees_nothing(self, country):
        former = UserFactory()
        CohortFactory(country=country, trainers=[former])
        assert not Cohort.objects.visible_to(former).exists()

    def test_a_country_administrator_sees_all_of_the_country(self, country):
        administrator = person_with(Role.COUNTRY_ADMINISTRATOR, country=country)
        inside = CohortFactory(country=country)
        CohortFactory(country=CountryFactory())
        CohortFactory(country=None, region=country.region)
        assert list(Cohort.objects.visible_to(administrator)) == [inside]

    def test_a_system_administrator_sees_the_region(self, country):
        system = person_with(
            Role.SYSTEM_ADMINISTRATOR, country=None, region=country.region
        )
        inside = {
            CohortFactory(country=country),
            CohortFactory(country=None, region=country.region),
        }
        CohortFactory(country=CountryFactory(region=RegionFactory(key="far")))
        assert set(Cohort.objects.visible_to(system)) == inside

    def test_a_learner_sees_none(self, country):
        learner = person_with(Role.LEARNER, country=country)
        CohortMemberFactory(cohort__country=country, person=learner)
        assert not Cohort.objects.visible_to(learner).exists()
        assert not CohortMember.objects.visible_to(learner).exists()


class TestWhatIsDue:
    def test_an_assignment_reaches_through_every_cohort_and_alone(self, country):
        learner = person_with(Role.LEARNER, country=country)
        first = CohortMemberFactory(person=learner, cohort__country=country).cohort
        second = CohortMemberFactory(person=learner, cohort__country=country).cohort
        early = AssignmentFactory(cohort=first, due_on=date(2027, 3, 1))
        late = AssignmentFactory(cohort=second, due_on=date(2027, 5, 1))
        alone = AssignmentFactory(cohort=None, person=learner, module_key="02")
        AssignmentFactory()
        assert list(Assignment.objects.reaching(learner)) == [early, late, alone]

    def test_nothing_reaches_who_left_or_out_of_an_archive(self, country):
        learner = person_with(Role.LEARNER, country=country)
        left = CohortMemberFactory(person=learner, left_at=timezone.now())
        over = CohortMemberFactory(person=learner)
        AssignmentFactory(cohort=left.cohort)
        AssignmentFactory(cohort=over.cohort)
        Cohort.objects.filter(pk=over.cohort_id).update(archived_at=timezone.now())
        assert not Assignment.objects.reaching(learner).exists()
