"""Bringing many people in: what is shown is what is done, once."""

import io
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from openpyxl import Workbook

from lms.accounts.models import Invitation, Role, User
from lms.accounts.services import accept_invitation
from lms.learning.cohorts import services
from lms.learning.cohorts.addresses import Entry, read_list
from lms.learning.cohorts.errors import CohortArchived, NotYours
from lms.learning.cohorts.imports import (
    Result,
    apply_import,
    correct_import,
    prepare_import,
    rows_of,
)
from lms.learning.cohorts.members import remove_member
from lms.learning.models import CohortMember, MemberImport, PendingMember
from tests.accounts.factories import (
    CountryFactory,
    InstitutionFactory,
    MembershipFactory,
    make_person,
)
from tests.learning.factories import (
    CohortFactory,
    CohortMemberFactory,
    PendingMemberFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def arvania():
    return CountryFactory.create(name={"en": "Arvania"})


@pytest.fixture
def ana(arvania):
    return make_person(Role.TRAINER, arvania, full_name="Ana Rivas")


@pytest.fixture
def cohort(arvania, ana):
    return CohortFactory.create(country=arvania, trainers=[ana])


@pytest.fixture
def trainer(client, ana):
    client.force_login(ana)
    return client


def prepared(cohort, by, *emails, entries=None):
    entries = entries or [Entry(row, one) for row, one in enumerate(emails, 2)]
    return prepare_import(cohort, entries, by=by, way="file", language="en")


def verdicts(prepared):
    return [row.verdict for row in rows_of(prepared)]


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    buffer.name = "autumn.xlsx"
    buffer.seek(0)
    return buffer


class TestPreparing:
    def test_looking_at_a_list_changes_nothing_and_tells_nobody(
        self, cohort, ana, arvania, django_capture_on_commit_callbacks
    ):
        officer = make_person(Role.LEARNER, arvania)
        with django_capture_on_commit_callbacks(execute=True):
            found = prepared(cohort, ana, officer.email, "new@x.org")

        assert verdicts(found) == ["join", "invite"]
        assert not CohortMember.objects.exists()
        assert not Invitation.objects.exists()
        assert mail.outbox == []

    def test_somebody_of_another_country_looks_like_somebody_new(self, cohort, ana):
        elsewhere = make_person(Role.LEARNER, CountryFactory.create())
        closed = make_person(Role.LEARNER, CountryFactory.create(), is_active=False)
        free = MembershipFactory.create(country=None).person
        rows = rows_of(prepared(cohort, ana, elsewhere.email, closed.email, free.email))

        assert [(row.verdict, row.person) for row in rows] == [("invite", None)] * 3

    def test_a_second_confirmed_address_is_the_same_person(self, cohort, ana, arvania):
        officer = make_person(Role.LEARNER, arvania)
        officer.emailaddress_set.create(email="second@x.org", verified=True)
        officer.emailaddress_set.create(email="other@x.org", verified=False)
        rows = rows_of(prepared(cohort, ana, "second@x.org", "other@x.org"))

        assert [row.person for row in rows] == [officer.pk, None]

    def test_two_addresses_of_one_account_are_refused_the_second_time(
        self, cohort, ana, arvania
    ):
        officer = make_person(Role.LEARNER, arvania)
        officer.emailaddress_set.create(email="second@x.org", verified=True)
        found = prepared(cohort, ana, officer.email, "second@x.org")

        assert verdicts(found) == ["join", "refused"]
        assert rows_of(found)[1].words == "This is the same person as in row 2."
        assert apply_import(found, by=ana) == Result(joined=1, refused=1)

    def test_lists_left_lying_are_forgotten_after_a_week(self, cohort, ana, arvania):
        other = make_person(Role.TRAINER, arvania)
        cohort.trainers.add(other)
        prepared(cohort, other, "a@x.org")
        MemberImport.objects.update(made_at=timezone.now() - timedelta(days=8))
        last = prepared(cohort, ana, "b@x.org")

        assert MemberImport.objects.get() == last

    def test_looking_anew_forgets_what_was_looked_at_before(self, cohort, ana):
        prepared(cohort, ana, "a@x.org")
        last = prepared(cohort, ana, "b@x.org")

        assert MemberImport.objects.get() == last

    def test_only_who_runs_the_cohort_looks_and_not_in_an_archive(
        self, cohort, ana, arvania
    ):
        with pytest.raises(NotYours):
            prepared(cohort, make_person(Role.TRAINER, arvania), "a@x.org")
        services.archive_cohort(cohort, by=ana)
        cohort.refresh_from_db()
        with pytest.raises(CohortArchived):
            prepared(cohort, ana, "a@x.org")

    def test_statements_do_not_grow_with_the_list(
        self, cohort, ana, django_assert_max_num_queries
    ):
        emails = [f"person{number}@new.example" for number in range(300)]
        with django_assert_max_num_queries(25):
            found = prepared(cohort, ana, *emails)
        with django_assert_max_num_queries(75):
            apply_import(found, by=ana)


class TestApplying:
    def test_people_of_the_country_join_and_others_are_invited(
        self, cohort, ana, arvania, django_capture_on_commit_callbacks
    ):
        officer = make_person(Role.LEARNER, arvania)
        body = InstitutionFactory.create(country=arvania)
        entries = [
            Entry(2, officer.email),
            Entry(3, "mira@x.org", "Мира", "Mira", "ru", body.key),
        ]
        with django_capture_on_commit_callbacks(execute=True):
            found = prepared(cohort, ana, entries=entries)
            result = apply_import(found, by=ana)

        assert result == Result(joined=1, invited=1)
        assert CohortMember.objects.get().person == officer
        pending = PendingMember.objects.get()
        assert (pending.email, pending.latin_name, pending.way) == (
            "mira@x.org",
            "Mira",
            "file",
        )
        invitation = Invitation.objects.get()
        assert (invitation.language, invitation.institution) == ("ru", body)
        assert {one.to[0] for one in mail.outbox} == {officer.email, "mira@x.org"}

        with django_capture_on_commit_callbacks(execute=True):
            accept_invitation(invitation, password="lantern harbour ruler")
        mira = User.objects.get(email="mira@x.org")
        assert mira.latin_name == "Mira"
        assert cohort.members.current().filter(person=mira).exists()

    def test_the_same_list_twice_changes_nothing(
        self, cohort, ana, arvania, django_capture_on_commit_callbacks
    ):
        emails = [make_person(Role.LEARNER, arvania).email, "new@x.org"]
        with django_capture_on_commit_callbacks(execute=True):
            apply_import(prepared(cohort, ana, *emails), by=ana)
            again = prepared(cohort, ana, *emails)
            result = apply_import(again, by=ana)

        assert verdicts(prepared(cohort, ana, *emails)) == ["here", "waiting"]
        assert result == Result(here=2)
        assert len(mail.outbox) == 2

    def test_a_double_click_does_it_once(self, cohort, ana):
        found = prepared(cohort, ana, "new@x.org")
        first, second = (apply_import(found, by=ana) for _click in range(2))

        assert first == second == Result(invited=1)
        assert PendingMember.objects.count() == 1
        assert MemberImport.objects.get().rows == []

    def test_what_has_changed_since_it_was_shown_is_left_out(
        self, cohort, ana, arvania
    ):
        leaving, staying, early = (
            make_person(Role.LEARNER, arvania) for _person in range(3)
        )
        found = prepared(cohort, ana, leaving.email, staying.email, early.email)
        leaving.is_active = False
        leaving.save()
        CohortMemberFactory.create(cohort=cohort, person=early)
        result = apply_import(found, by=ana)

        assert result == Result(joined=1, here=1, changed=1)
        assert {one.person for one in cohort.members.current()} == {staying, early}

    def test_who_was_taken_out_comes_back_with_a_list(self, cohort, ana, arvania):
        officer = make_person(Role.LEARNER, arvania)
        remove_member(CohortMemberFactory.create(cohort=cohort, person=officer), by=ana)
        apply_import(prepared(cohort, ana, officer.email), by=ana)

        assert cohort.members.current().get().person == officer

    def test_refused_rows_can_be_corrected(self, cohort, ana, arvania):
        InstitutionFactory.create(country=arvania, key="labour")
        entries = [Entry(2, "mira.x.org"), Entry(3, "b@x.org", institution="labur")]
        found = prepared(cohort, ana, entries=entries)
        assert verdicts(found) == ["refused", "refused"]
        found = correct_import(found, {0: "Mira@x.org ", 1: "labour"}, by=ana)

        assert verdicts(found) == ["invite", "invite"]
        assert rows_of(found)[0].entry.email == "mira@x.org"

    def test_new_people_of_a_region_are_invited_into_their_countries(self, arvania):
        system = MembershipFactory.create(
            role=Role.SYSTEM_ADMINISTRATOR, country=None, region=arvania.region
        ).person
        neighbour = CountryFactory.create(region=arvania.region)
        cohort = CohortFactory.create(country=None, region=arvania.region)
        entries = [
            Entry(2, "a@x.org", country=arvania.iso2),
            Entry(3, "b@x.org", country=str(neighbour)),
            Entry(4, "c@x.org"),
        ]
        result = apply_import(prepared(cohort, system, entries=entries), by=system)

        assert result == Result(invited=2, refused=1)
        assert {(one.email, one.country) for one in Invitation.objects.all()} == {
            ("a@x.org", arvania),
            ("b@x.org", neighbour),
        }


class TestPages:
    def test_a_file_is_shown_corrected_and_imported(self, trainer, cohort, arvania):
        officer = make_person(Role.LEARNER, arvania)
        book = workbook(
            ["E-mail address", "Full name", "Shoe size"],
            [officer.email, "", 44],
            ["mira@x.org", "Mira", 38],
            ["daro.x.org", "Daro", 41],
        )
        url = f"/en/cohorts/{cohort.pk}/members/import/"
        response = trainer.post(url, {"file": book, "language": "en"})
        page = trainer.get(response.url).content.decode()
        assert "autumn.xlsx" in page
        assert "“daro.x.org” is no e-mail address." in page
        assert "Shoe size" in page
        assert "Let 1 in, invite 1" in page

        trainer.post(response.url, {"correct": "1", "row-2": "daro@x.org"})
        assert "Let 1 in, invite 2" in trainer.get(response.url).content.decode()
        page = trainer.post(response.url, {"import": "1"}, follow=True).content.decode()
        assert "1 person joined the cohort." in page
        assert "2 invitations go out." in page
        assert "daro@x.org" in page

        response = trainer.get(response.url, follow=True)
        assert "This list has been imported already." in response.content.decode()

    def test_a_file_that_is_no_list_says_why_beside_the_field(self, trainer, cohort):
        url = f"/en/cohorts/{cohort.pk}/members/import/"
        response = trainer.post(url, {"file": workbook(["Name"]), "language": "en"})

        assert response.status_code == 422
        assert "no column is called “E-mail address”" in response.content.decode()

    def test_addresses_pasted_are_checked_line_by_line(self, trainer, cohort):
        url = f"/en/cohorts/{cohort.pk}/members/emails/"
        text = "Mira <mira@x.org>\nnonsense\nmira@x.org"
        response = trainer.post(url, {"addresses": text, "language": "en"})
        page = trainer.get(response.url).content.decode()

        assert "“nonsense” is no e-mail address." in page
        assert "This address stands in row 1 already." in page
        assert "Send 1 invitation" in page

    def test_empty_lists_are_refused(self, trainer, cohort):
        url = f"/en/cohorts/{cohort.pk}/members/emails/"
        for text in ("", " \n "):
            response = trainer.post(url, {"addresses": text, "language": "en"})
            assert response.status_code == 422

    def test_a_list_of_people_already_there_says_so(self, trainer, cohort, arvania):
        officer = make_person(Role.LEARNER, arvania)
        CohortMemberFactory.create(cohort=cohort, person=officer)
        url = f"/en/cohorts/{cohort.pk}/members/emails/"
        response = trainer.post(url, {"addresses": officer.email, "language": "en"})
        page = trainer.get(response.url).content.decode()

        assert "There is nothing to import" in page

    def test_somebody_elses_list_is_not_shown(self, trainer, cohort, arvania, client):
        other = make_person(Role.TRAINER, arvania)
        cohort.trainers.add(other)
        found = prepared(cohort, other, "a@x.org")
        url = f"/en/cohorts/{cohort.pk}/members/import/{found.pk}/"

        assert trainer.get(url).status_code == 404

    def test_only_the_first_refused_rows_can_be_corrected_on_the_page(
        self, trainer, cohort
    ):
        url = f"/en/cohorts/{cohort.pk}/members/emails/"
        text = "\n".join(f"nonsense{number}" for number in range(60))
        response = trainer.post(url, {"addresses": text, "language": "en"})
        page = trainer.get(f"{response.url}?all=1").content.decode()

        assert page.count("is no e-mail address") == 60
        assert page.count('name="row-') == 50

    def test_many_who_are_waited_for_have_a_page_of_their_own(self, trainer, cohort):
        for _number in range(60):
            PendingMemberFactory.create(cohort=cohort)
        url = f"/en/cohorts/{cohort.pk}/members/"
        page = trainer.get(url).content.decode()
        assert page.count("Send again") == 20
        assert "Show all 60" in page
        assert trainer.get(f"{url}waiting/").content.decode().count("Send again") == 50

    def test_form_to_fill_in_comes_as_a_workbook(self, trainer, cohort):
        url = f"/en/cohorts/{cohort.pk}/members/import/form/"
        response = trainer.get(url)

        assert response.content.startswith(b"PK")
        assert "attachment" in response["Content-Disposition"]

    def test_list_of_learners_costs_the_same_for_3_and_300(
        self, trainer, cohort, arvania, django_assert_num_queries
    ):
        # What every process remembers after its first page.
        trainer.get(f"/en/cohorts/{cohort.pk}/members/")

        def cost(query=""):
            with django_assert_num_queries(9):
                trainer.get(f"/en/cohorts/{cohort.pk}/members/{query}")

        def add(number):
            people = User.objects.bulk_create(
                User(email=f"n{number}-{place}@x.org") for place in range(number)
            )
            CohortMember.objects.bulk_create(
                CohortMember(cohort=cohort, person=one, way="file") for one in people
            )

        add(3)
        cost()
        add(297)
        cost()
        cost("?page=3")


def test_lists_from_a_text_area_are_imported_too(cohort, ana):
    entries = read_list("Mira <mira@x.org>")
    found = prepare_import(cohort, entries, by=ana, way="email", language="fr")
    apply_import(found, by=ana)

    pending = PendingMember.objects.get()
    assert (pending.full_name, pending.language, pending.way) == ("Mira", "fr", "email")
