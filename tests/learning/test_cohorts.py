"""Making, changing and closing cohorts."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lms.accounts.models import AuditEntry, Role
from lms.learning.cohorts import services
from lms.learning.cohorts.errors import (
    CohortArchived,
    CohortError,
    CohortExists,
    NotInPlace,
    NotYours,
)
from lms.learning.cohorts.members import add_person
from lms.learning.models import Cohort
from tests.accounts.factories import (
    CountryFactory,
    MembershipFactory,
    RegionFactory,
    make_person,
)
from tests.learning.factories import CohortFactory, CohortMemberFactory

pytestmark = pytest.mark.django_db
START = date(2027, 9, 1)


@pytest.fixture
def arvania():
    return CountryFactory.create(name={"en": "Arvania"})


@pytest.fixture
def ana(arvania):
    """A trainer of Arvania."""
    return make_person(Role.TRAINER, arvania, full_name="Ana Rivas")


@pytest.fixture
def trainer(client, ana):
    """The trainer's browser."""
    client.force_login(ana)
    return client


class TestMaking:
    def test_a_trainer_makes_one_in_the_own_country_and_is_named(self, ana, arvania):
        cohort = services.make_cohort(
            " Autumn ", by=ana, country=arvania, starts_on=START
        )

        assert (cohort.name, cohort.country) == ("Autumn", arvania)
        assert list(cohort.trainers.all()) == [ana]
        assert AuditEntry.objects.filter(verb="cohort_made", actor=ana).exists()

    def test_a_trainer_makes_none_elsewhere_and_none_for_the_region(self, ana, arvania):
        for place in ({"country": CountryFactory.create()}, {"region": arvania.region}):
            with pytest.raises(NotYours):
                services.make_cohort("Autumn", by=ana, starts_on=START, **place)

        assert not Cohort.objects.exists()

    def test_a_system_administrator_makes_one_for_the_own_region_only(self, arvania):
        system = MembershipFactory.create(
            role=Role.SYSTEM_ADMINISTRATOR, country=None, region=arvania.region
        ).person
        cohort = services.make_cohort(
            "Region", by=system, region=arvania.region, starts_on=START
        )

        assert cohort.place == arvania.region
        with pytest.raises(NotYours):
            services.make_cohort(
                "Far", by=system, region=RegionFactory(key="far"), starts_on=START
            )

    def test_a_double_click_makes_one(self, ana, arvania):
        first, second = (
            services.make_cohort("Autumn", by=ana, country=arvania, starts_on=START)
            for _click in range(2)
        )

        assert first == second

    def test_a_name_that_somebody_else_took_is_refused(self, ana, arvania):
        CohortFactory.create(country=arvania, name="Autumn", starts_on=START)

        with pytest.raises(CohortExists):
            services.make_cohort("Autumn", by=ana, country=arvania, starts_on=START)


class TestChanging:
    def test_an_archived_cohort_cannot_be_changed(self, ana, arvania):
        cohort = CohortFactory.create(country=arvania, trainers=[ana])
        services.archive_cohort(cohort, by=ana)

        with pytest.raises(CohortArchived):
            services.change_cohort(cohort, by=ana, name="Other")

    def test_archiving_twice_keeps_the_first_day_and_reopening_ends_it(
        self, ana, arvania
    ):
        cohort = CohortFactory.create(country=arvania, trainers=[ana])
        first = timezone.now() - timedelta(days=3)
        services.archive_cohort(cohort, by=ana, at=first)
        services.archive_cohort(cohort, by=ana)
        assert Cohort.objects.get().archived_at == first

        services.reopen_cohort(cohort, by=ana)
        assert Cohort.objects.get().archived_at is None

    def test_somebody_elses_cohort_is_not_mine_to_change(self, ana):
        cohort = CohortFactory.create()

        for act in (services.archive_cohort, services.reopen_cohort):
            with pytest.raises(NotYours):
                act(cohort, by=ana)


class TestPages:
    def test_a_trainer_makes_a_cohort_and_comes_to_its_page(self, trainer, ana):
        page = trainer.get("/en/cohorts/new/")
        place = page.context["form"].initial["place"]
        response = trainer.post(
            "/en/cohorts/new/",
            {
                "name": "Autumn",
                "place": place,
                "starts_on": "2027-09-01",
                "trainers": [ana.pk],
            },
        )

        cohort = Cohort.objects.get()
        assert response.url == f"/en/cohorts/{cohort.pk}/"
        assert cohort.prerequisites_bind is False

    def test_what_was_typed_stays_when_dates_contradict(self, trainer):
        response = trainer.post(
            "/en/cohorts/new/",
            {"name": "Осень", "starts_on": "2027-09-01", "ends_on": "2027-08-01"},
        )

        assert response.status_code == 422
        assert "The last day is before the first day." in response.content.decode()
        assert 'value="Осень"' in response.content.decode()

    def test_a_trainer_of_another_country_cannot_be_named(self, trainer, ana):
        stranger = make_person(Role.TRAINER, CountryFactory.create())
        place = trainer.get("/en/cohorts/new/").context["form"].initial["place"]
        response = trainer.post(
            "/en/cohorts/new/",
            {
                "name": "Autumn",
                "place": place,
                "starts_on": "2027-09-01",
                "trainers": [stranger.pk],
            },
        )

        assert response.status_code == 422
        assert not Cohort.objects.exists()

    def test_a_place_written_by_hand_is_refused(self, trainer):
        other = CountryFactory.create()
        response = trainer.post(
            "/en/cohorts/new/",
            {
                "name": "Autumn",
                "place": f"country:{other.iso2}",
                "starts_on": "2027-09-01",
            },
        )

        assert response.status_code == 422
        assert not Cohort.objects.exists()

    def test_who_takes_the_own_name_off_leaves_to_the_list(self, trainer, ana, arvania):
        other = make_person(Role.TRAINER, arvania)
        cohort = CohortFactory.create(country=arvania, trainers=[ana, other])
        response = trainer.post(
            f"/en/cohorts/{cohort.pk}/edit/",
            {"name": "New", "starts_on": "2027-09-01", "trainers": [other.pk]},
        )

        assert response.url == "/en/cohorts/"
        assert list(cohort.trainers.all()) == [other]
        assert Cohort.objects.get().name == "New"

    def test_list_shows_own_running_ones_and_finds_by_name(self, trainer, ana, arvania):
        for name in ("Autumn officers", "Spring officers"):
            CohortFactory.create(country=arvania, name=name, trainers=[ana])
        over = CohortFactory.create(country=arvania, name="Old", trainers=[ana])
        services.archive_cohort(over, by=ana)
        CohortFactory.create(country=arvania, name="Not mine")

        def names(query=""):
            page = trainer.get(f"/en/cohorts/{query}")
            return {cohort.name for cohort in page.context["page"]}

        assert names() == {"Autumn officers", "Spring officers"}
        assert names("?q=autumn") == {"Autumn officers"}
        assert names("?state=archived") == {"Old"}
        assert names("?state=all&q=o") == {"Autumn officers", "Spring officers", "Old"}

    def test_list_costs_the_same_for_many_cohorts(
        self, trainer, ana, arvania, django_assert_num_queries
    ):
        def cost():
            trainer.get("/en/cohorts/")
            with django_assert_num_queries(10):
                trainer.get("/en/cohorts/")

        for _number in range(3):
            CohortMemberFactory.create(
                cohort=CohortFactory.create(country=arvania, trainers=[ana])
            )
        cost()
        for _number in range(30):
            CohortFactory.create(country=arvania, trainers=[ana])
        cost()

    def test_overview_shows_the_pages_of_the_cohort(self, trainer, ana, arvania):
        cohort = CohortFactory.create(country=arvania, trainers=[ana])
        page = trainer.get(f"/en/cohorts/{cohort.pk}/").content.decode()

        assert f'href="/en/cohorts/{cohort.pk}/members/"' in page

    def test_system_administrator_of_another_region_finds_nothing(self, client):
        cohort = CohortFactory.create()
        far = MembershipFactory.create(
            role=Role.SYSTEM_ADMINISTRATOR,
            country=None,
            region=RegionFactory(key="far"),
        ).person
        near = MembershipFactory.create(
            role=Role.SYSTEM_ADMINISTRATOR, country=None, region=cohort.country.region
        ).person
        found = {}
        for person in (far, near):
            client.force_login(person)
            found[person] = [
                client.get(f"/en/cohorts/{cohort.pk}/{page}").status_code
                for page in ("", "members/", "assignments/", "copy/")
            ]

        assert found == {far: [404] * 4, near: [200] * 4}

    def test_regional_administrator_chooses_among_region_and_countries(
        self, client, arvania
    ):
        system = MembershipFactory.create(
            role=Role.SYSTEM_ADMINISTRATOR, country=None, region=arvania.region
        ).person
        CountryFactory.create(region=RegionFactory(key="far"))
        client.force_login(system)
        form = client.get("/en/cohorts/new/").context["form"]

        assert {key for key, _words in form.fields["place"].choices} == {
            "",
            f"country:{arvania.iso2}",
            f"region:{arvania.region.key}",
        }


class TestWhoLearns:
    def test_own_cohorts_name_the_trainers(self, client, ana, arvania):
        cohort = CohortFactory.create(
            country=arvania, trainers=[ana], name="Autumn", description="On Tuesdays."
        )
        member = CohortMemberFactory.create(cohort=cohort)
        CohortFactory.create(country=arvania, name="Not mine")
        client.force_login(member.person)
        page = client.get("/en/learn/cohorts/").content.decode()

        assert "Autumn" in page
        assert "On Tuesdays." in page
        assert ana.email in page
        assert "Not mine" not in page

    def test_a_trainer_of_the_cohort_is_not_added_as_learner(self, ana, arvania):
        cohort = CohortFactory.create(country=arvania, trainers=[ana])

        with pytest.raises(CohortError):
            add_person(cohort, ana, by=ana)

    def test_somebody_of_the_country_is_found_and_added(self, trainer, ana, arvania):
        cohort = CohortFactory.create(country=arvania, trainers=[ana])
        mira = make_person(Role.LEARNER, arvania, full_name="Mira Talvik")
        make_person(Role.LEARNER, CountryFactory.create(), full_name="Mira Elsewhere")
        url = f"/en/cohorts/{cohort.pk}/members/add/"
        page = trainer.get(f"{url}?q=mira").content.decode()
        assert "Mira Talvik" in page
        assert "Mira Elsewhere" not in page
        assert (
            "Write at least 3 letters." in trainer.get(f"{url}?q=mi").content.decode()
        )

        trainer.post(url, {"person": mira.pk})
        trainer.post(url, {"person": mira.pk})
        assert cohort.members.get().person == mira

    def test_somebody_of_another_country_cannot_be_added(self, trainer, ana, arvania):
        cohort = CohortFactory.create(country=arvania, trainers=[ana])
        stranger = make_person(Role.LEARNER, CountryFactory.create())
        url = f"/en/cohorts/{cohort.pk}/members/add/"

        for person in (stranger.pk, "x", "", "9" * 30):
            assert trainer.post(url, {"person": person}).status_code == 404
        with pytest.raises(NotInPlace):
            add_person(cohort, stranger, by=ana)
