"""Giving out modules and paths with dates, and copying a cohort with them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.models import AuditEntry, Role
from lms.learning.cohorts import services as cohorts
from lms.learning.cohorts.assignments import (
    assign_module,
    assign_path,
    change_assignment,
    withdraw_assignment,
)
from lms.learning.cohorts.copying import YEAR, copy_cohort, moved_assignments
from lms.learning.cohorts.errors import (
    CohortArchived,
    DatesImpossible,
    NothingAssignable,
    NotYours,
)
from lms.learning.models import Assignment, Cohort
from tests.accounts.factories import CountryFactory, make_person
from tests.learning.factories import (
    AssignmentFactory,
    CohortFactory,
    CohortMemberFactory,
    make_module,
)

pytestmark = pytest.mark.django_db
DUE = date(2027, 9, 20)


@pytest.fixture
def arvania():
    return CountryFactory.create(name={"en": "Arvania"})


@pytest.fixture
def ana(arvania):
    return make_person(Role.TRAINER, arvania, full_name="Ana Rivas")


@pytest.fixture
def cohort(arvania, ana):
    return CohortFactory.create(
        country=arvania,
        trainers=[ana],
        name="Autumn",
        starts_on=date(2027, 9, 1),
        ends_on=date(2027, 12, 18),
    )


@pytest.fixture
def officer(cohort):
    """A learner of the cohort."""
    return CohortMemberFactory.create(
        cohort=cohort, person=make_person(Role.LEARNER, cohort.country)
    ).person


@pytest.fixture
def module():
    return make_module("01")


@pytest.fixture
def trainer(client, ana):
    client.force_login(ana)
    return client


class TestAssigning:
    def test_a_module_reaches_the_learners_and_enrols_nobody(
        self, cohort, ana, officer, module
    ):
        row = assign_module(cohort, "01", by=ana, due_on=DUE)

        assert list(Assignment.objects.reaching(officer)) == [row]
        assert not officer.enrolments.exists()
        assert AuditEntry.objects.filter(verb="assigned", actor=ana).count() == 1

    def test_twice_is_one_assignment_and_nothing_changes(self, cohort, ana, module):
        first = assign_module(cohort, "01", by=ana, due_on=DUE)
        second = assign_module(cohort, "01", by=ana, due_on=DUE)

        assert first == second
        assert AuditEntry.objects.filter(subject_id=str(first.pk)).count() == 1

    def test_another_date_moves_what_is_assigned(self, cohort, ana, module):
        assign_module(cohort, "01", by=ana, due_on=DUE)
        assign_module(cohort, "01", by=ana, due_on=DUE + timedelta(days=7))

        assert Assignment.objects.get().due_on == date(2027, 9, 27)

    def test_a_person_gets_something_alone(self, cohort, ana, officer, module):
        row = assign_module(officer, "01", by=ana, due_on=DUE)

        assert (row.person, row.cohort) == (officer, None)
        assert list(Assignment.objects.reaching(officer)) == [row]

    def test_only_learners_of_own_cohorts_get_something_alone(
        self, arvania, ana, module
    ):
        stranger = make_person(Role.LEARNER, arvania)

        with pytest.raises(NotYours):
            assign_module(stranger, "01", by=ana)
        # A room that has asked its own rules says so.
        assert assign_module(stranger, "01", by=ana, permitted=True).person == stranger

    def test_a_path_is_assigned_as_one(self, cohort, ana):
        row = assign_path(cohort, "focal_point", by=ana, due_on=DUE)

        assert (row.path_role, row.module_key) == ("focal_point", "")

    def test_what_does_not_exist_is_refused(self, cohort, ana, module):
        with pytest.raises(NothingAssignable):
            assign_module(cohort, "77", by=ana)
        with pytest.raises(NothingAssignable):
            assign_path(cohort, "minister", by=ana)

    def test_due_before_it_opens_is_refused(self, cohort, ana, module):
        with pytest.raises(DatesImpossible):
            assign_module(
                cohort, "01", by=ana, due_on=DUE, opens_on=DUE + timedelta(days=1)
            )
        row = assign_module(cohort, "01", by=ana, due_on=DUE, opens_on=DUE)
        with pytest.raises(DatesImpossible):
            change_assignment(row, by=ana, due_on=DUE, opens_on=DUE + timedelta(days=1))

    def test_taken_back_it_reaches_nobody_and_can_be_assigned_again(
        self, cohort, ana, officer, module
    ):
        row = assign_module(cohort, "01", by=ana)
        withdraw_assignment(row, by=ana)
        withdraw_assignment(row, by=ana)
        assert not Assignment.objects.reaching(officer).exists()

        assert assign_module(cohort, "01", by=ana).pk != row.pk

    def test_changing_what_was_taken_back_is_refused(self, cohort, ana, module):
        row = withdraw_assignment(assign_module(cohort, "01", by=ana), by=ana)

        with pytest.raises(NothingAssignable):
            change_assignment(row, by=ana, due_on=DUE)

    def test_strangers_and_archives_are_refused(self, cohort, arvania, ana, module):
        row = assign_module(cohort, "01", by=ana)
        other = make_person(Role.TRAINER, arvania)
        with pytest.raises(NotYours):
            assign_module(cohort, "01", by=other)
        with pytest.raises(NotYours):
            withdraw_assignment(row, by=other)
        cohorts.archive_cohort(cohort, by=ana)
        cohort.refresh_from_db()
        with pytest.raises(CohortArchived):
            assign_module(cohort, "01", by=ana)
        with pytest.raises(CohortArchived):
            change_assignment(row, by=ana, due_on=DUE)

    def test_a_person_in_two_cohorts_has_both_dates(self, cohort, ana, officer, module):
        other = CohortFactory.create(country=cohort.country, trainers=[ana])
        CohortMemberFactory.create(cohort=other, person=officer)
        assign_module(cohort, "01", by=ana, due_on=DUE)
        assign_module(other, "01", by=ana, due_on=DUE - timedelta(days=7))

        dates = [row.due_on for row in Assignment.objects.reaching(officer)]
        assert dates == [date(2027, 9, 13), DUE]


class TestPages:
    def test_a_trainer_assigns_moves_and_takes_back(self, trainer, cohort, module):
        url = f"/en/cohorts/{cohort.pk}/assignments/"
        due = timezone.localdate() + timedelta(days=30)
        response = trainer.post(
            f"{url}new/",
            {"what": "module:01", "whom": "cohort", "due_on": due.isoformat()},
        )
        assert response.url == url
        row = Assignment.objects.get()
        page = trainer.get(url).content.decode()
        assert "Module 01: Title of 01" in page

        later = due + timedelta(days=7)
        trainer.post(f"{url}{row.pk}/", {"due_on": later.isoformat()})
        row.refresh_from_db()
        assert row.due_on == later

        trainer.post(f"{url}{row.pk}/withdraw/")
        assert not Assignment.objects.live().exists()
        assert trainer.get(f"{url}{row.pk}/").status_code == 404

    def test_a_date_that_has_passed_is_kept_with_a_warning(
        self, trainer, cohort, module
    ):
        yesterday = timezone.localdate() - timedelta(days=1)
        response = trainer.post(
            f"/en/cohorts/{cohort.pk}/assignments/new/",
            {"what": "module:01", "whom": "cohort", "due_on": yesterday.isoformat()},
            follow=True,
        )

        assert "it shows as late at once" in response.content.decode()
        assert Assignment.objects.get().due_on == yesterday

    def test_contradicting_dates_stay_in_the_form(self, trainer, cohort, module):
        response = trainer.post(
            f"/en/cohorts/{cohort.pk}/assignments/new/",
            {
                "what": "module:01",
                "whom": "cohort",
                "opens_on": "2027-09-10",
                "due_on": "2027-09-01",
            },
        )

        assert response.status_code == 422
        page = response.content.decode()
        assert "The due date is before the day on which it opens." in page
        assert 'value="2027-09-01"' in page

    def test_one_learner_can_be_chosen_and_others_cannot(
        self, trainer, cohort, officer, module
    ):
        url = f"/en/cohorts/{cohort.pk}/assignments/new/"
        page = trainer.get(f"{url}?person={officer.pk}").content.decode()
        assert f'<option value="{officer.pk}" selected>' in page
        trainer.post(url, {"what": "module:01", "whom": str(officer.pk)})
        stranger = make_person(Role.LEARNER, cohort.country)
        refused = trainer.post(url, {"what": "module:01", "whom": str(stranger.pk)})

        assert refused.status_code == 422
        assert Assignment.objects.get().person == officer
        assert str(officer) in trainer.get(url.removesuffix("new/")).content.decode()

    def test_assignments_of_another_cohort_are_not_found(self, trainer, cohort):
        other = AssignmentFactory.create(cohort__country=cohort.country)
        url = f"/en/cohorts/{cohort.pk}/assignments/{other.pk}/"

        assert trainer.get(url).status_code == 404
        assert trainer.post(f"{url}withdraw/").status_code == 404


class TestCopying:
    def test_a_copy_has_all_dates_moved_to_its_first_day(self, cohort, ana):
        AssignmentFactory.create(cohort=cohort, opens_on=DUE, due_on=DUE, note="Read.")
        AssignmentFactory.create(cohort=cohort, module_key="02")
        gone = AssignmentFactory.create(cohort=cohort, module_key="03")
        withdraw_assignment(gone, by=ana)
        start = cohort.starts_on + YEAR
        copy = copy_cohort(cohort, by=ana, name="Autumn", starts_on=start)

        assert copy.starts_on.weekday() == cohort.starts_on.weekday()
        assert copy.ends_on == cohort.ends_on + YEAR
        assert [(row.module_key, row.due_on) for row in copy.assignments.all()] == [
            ("01", DUE + YEAR),
            ("02", None),
        ]
        assert copy.assignments.first().note == "Read."
        assert (copy.copied_from, list(copy.trainers.all())) == (cohort, [ana])

    def test_learners_come_along_only_when_asked_and_still_there(
        self, cohort, ana, officer
    ):
        gone = CohortMemberFactory.create(
            cohort=cohort, person=make_person(Role.LEARNER, CountryFactory.create())
        )
        start = cohort.starts_on + YEAR
        empty = copy_cohort(cohort, by=ana, name="Empty", starts_on=start)
        full = copy_cohort(cohort, by=ana, name="Full", starts_on=start, learners=True)

        assert not empty.members.exists()
        assert [row.person for row in full.members.all()] == [officer]
        assert full.members.get().way == "copy"
        assert cohort.members.filter(person=gone.person).exists()

    def test_a_double_click_makes_one_copy(self, cohort, ana):
        AssignmentFactory.create(cohort=cohort, due_on=DUE)
        start = cohort.starts_on + YEAR
        first, second = (
            copy_cohort(cohort, by=ana, name="Autumn", starts_on=start)
            for _click in range(2)
        )

        assert first == second
        assert first.assignments.count() == 1

    def test_trainers_who_have_stopped_do_not_come_along(self, cohort, ana, arvania):
        former = make_person(Role.LEARNER, arvania)
        cohort.trainers.add(former)
        copy = copy_cohort(
            cohort, by=ana, name="Next", starts_on=cohort.starts_on + YEAR
        )

        assert list(copy.trainers.all()) == [ana]

    def test_an_archived_cohort_can_be_copied_and_stays_archived(self, cohort, ana):
        cohorts.archive_cohort(cohort, by=ana)
        cohort.refresh_from_db()
        copy = copy_cohort(
            cohort, by=ana, name="Next", starts_on=cohort.starts_on + YEAR
        )

        assert not copy.is_archived
        assert Cohort.objects.get(pk=cohort.pk).is_archived

    def test_new_dates_are_shown_before_anything_is_made(self, trainer, cohort):
        AssignmentFactory.create(cohort=cohort, due_on=date(2027, 9, 20))
        url = f"/en/cohorts/{cohort.pk}/copy/"
        data = {"name": "Next", "starts_on": "2028-09-06"}
        page = trainer.post(url, data | {"show": "1"}).content.decode()
        assert "25 September 2028" in page
        assert Cohort.objects.count() == 1

        trainer.post(url, data | {"make": "1"})
        copy = Cohort.objects.get(name="Next")
        assert copy.assignments.get().due_on == date(2028, 9, 25)

    def test_a_name_that_is_taken_is_said_beside_the_field(self, trainer, cohort):
        CohortFactory.create(
            country=cohort.country, name="Next", starts_on=date(2028, 9, 6)
        )
        response = trainer.post(
            f"/en/cohorts/{cohort.pk}/copy/",
            {"name": "Next", "starts_on": "2028-09-06", "make": "1"},
        )

        assert response.status_code == 422
        assert "already a cohort with this name" in response.content.decode()


@given(days=st.integers(min_value=-800, max_value=800))
def test_distances_between_dates_stay_whatever_the_shift(days, django_db_blocker):
    with django_db_blocker.block():
        cohort = Cohort(starts_on=DUE, ends_on=DUE + timedelta(days=60))
        rows = [
            Assignment(opens_on=DUE, due_on=DUE + timedelta(days=number))
            for number in (1, 5, 30)
        ]
        start = DUE + timedelta(days=days)
        moved = moved_assignments(cohort, start, rows)

    assert [one.due_on - start for one in moved] == [row.due_on - DUE for row in rows]
    assert {one.opens_on for one in moved} == {start}
