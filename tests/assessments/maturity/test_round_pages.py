"""The coordinator's pages of a round."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.urls import reverse
from django.utils import timezone

from assessments.maturity.models import Respondent, Round, RoundInstitution
from assessments.maturity.services.reminding import kind_due, remind_due
from lms.accounts.models import Institution, Role
from tests.accounts.factories import (
    CountryFactory,
    InstitutionFactory,
    MembershipFactory,
)
from tests.assessments.maturity.factories import (
    AnswerFactory,
    RespondentFactory,
    RoundFactory,
    RoundInstitutionFactory,
    make_framework,
)

pytestmark = pytest.mark.django_db
State = Round.State


@pytest.fixture
def country():
    return CountryFactory(name={"en": "Arvania"})


@pytest.fixture
def coordinator(country, client):
    person = MembershipFactory(role=Role.COORDINATOR, country=country).person
    client.force_login(person)
    return person


def a_round(country, state=State.DRAFT, **fields):
    """Return a round of one institution with one respondent."""
    round = RoundFactory(country=country, state=state, **fields)
    row = RoundInstitutionFactory(
        round=round,
        institution=InstitutionFactory(country=country, name={"en": "Border Service"}),
    )
    RespondentFactory(institution=row)
    return round


def days(count):
    return timezone.localdate() + timedelta(days=count)


class TestTheList:
    def test_without_a_round_a_coordinator_is_led_to_opening_one(
        self, client, coordinator
    ):
        page = client.get(reverse("maturity:rounds")).content.decode()

        assert "Arvania has no assessment yet" in page
        assert reverse("maturity:round_new") in page

    def test_published_rounds_of_others_do_not_hide_the_way(self, client, coordinator):
        RoundFactory(state=State.PUBLISHED, scores={})
        page = client.get(reverse("maturity:rounds"))

        assert len(page.context["rows"]) == 1
        assert "Arvania has no assessment yet" in page.content.decode()

    def test_a_country_with_a_round_under_way_opens_no_second(
        self, client, country, coordinator
    ):
        a_round(country)
        page = client.get(reverse("maturity:rounds"))

        assert page.context["may_open"] == []
        assert reverse("maturity:round_new") not in page.content.decode()

    def test_a_respondent_finds_the_own_door_with_what_is_answered(
        self, client, country
    ):
        round = a_round(country, State.COLLECTING)
        row = round.institutions.get()
        AnswerFactory(institution=row, question="A1")
        AnswerFactory(institution=row, question="A2", given="dk")
        AnswerFactory(institution=row, question="B1", given="")
        client.force_login(row.respondents.get().person)
        page = client.get(reverse("maturity:rounds")).content.decode()

        assert "Answer for Border Service" in page
        assert "2 of 4 questions answered" in page

    @pytest.mark.parametrize("count", [3, 60])
    def test_the_number_of_queries_does_not_grow(
        self, client, country, coordinator, count, django_assert_max_num_queries
    ):
        for year in range(count):
            RoundFactory(
                country=country,
                state=State.VALIDATED,
                scores={},
                reference_date=f"{2000 + year}-06-30",
            )
        with django_assert_max_num_queries(14):
            assert client.get(reverse("maturity:rounds")).status_code == 200

    def test_a_validator_finds_what_waits_but_not_of_the_own_country(
        self, client, country
    ):
        validator = MembershipFactory(
            role=Role.VALIDATOR, country=None, region=country.region
        ).person
        own = CountryFactory(region=country.region)
        MembershipFactory(person=validator, role=Role.LEARNER, country=own)
        waits = a_round(country, State.SUBMITTED)
        a_round(own, State.SUBMITTED)
        client.force_login(validator)
        page = client.get(reverse("maturity:rounds"))

        assert page.context["to_validate"] == [waits]


class TestOpening:
    def test_core_institutions_are_ticked_by_their_kind(
        self, client, country, coordinator
    ):
        make_framework()
        border = InstitutionFactory(country=country, kind=Institution.Kind.BORDER)
        InstitutionFactory(country=country, kind=Institution.Kind.TOURISM)
        InstitutionFactory(kind=Institution.Kind.BORDER)
        form = client.get(reverse("maturity:round_new")).context["form"]

        assert form.initial["institutions"] == [border.pk]
        assert form.fields["institutions"].queryset.count() == 2

    def test_a_round_is_opened_once_however_often_the_button_is_pressed(
        self, client, country, coordinator
    ):
        body = InstitutionFactory(country=country)
        sent = {
            "framework": make_framework().pk,
            "reference_date": "2027-06-30",
            "scope": "short",
            "due_on": days(20).isoformat(),
            "institutions": [body.pk],
        }
        first = client.post(reverse("maturity:round_new"), sent)
        second = client.post(reverse("maturity:round_new"), sent)
        round = Round.objects.get()

        assert first.url == reverse("maturity:round_people", args=[round.pk])
        assert second.status_code == 422
        assert (round.scope, round.opened_by) == ("short", coordinator)
        assert [str(row.institution) for row in round.institutions.all()] == [str(body)]

    def test_a_due_date_in_the_past_is_refused_and_what_was_typed_stays(
        self, client, country, coordinator
    ):
        sent = {
            "framework": make_framework().pk,
            "reference_date": "2027-06-30",
            "scope": "full",
            "due_on": "2001-01-01",
        }
        page = client.post(reverse("maturity:round_new"), sent)

        assert page.status_code == 422
        assert "This day has passed" in page.content.decode()
        assert 'value="2001-01-01"' in page.content.decode()
        assert not Round.objects.exists()

    def test_another_countrys_institution_is_refused(
        self, client, country, coordinator
    ):
        sent = {
            "framework": make_framework().pk,
            "reference_date": "2027-06-30",
            "scope": "full",
            "institutions": [InstitutionFactory().pk],
        }
        assert client.post(reverse("maturity:round_new"), sent).status_code == 422

    def test_another_country_is_not_found(self, client, country, coordinator):
        other = CountryFactory()
        address = f"{reverse('maturity:round_new')}?country={other.iso2}"

        assert client.get(address).status_code == 404


class TestInstitutions:
    def test_the_list_is_saved_with_what_is_core(self, client, country, coordinator):
        round = RoundFactory(country=country)
        bodies = [InstitutionFactory(country=country) for _number in range(3)]
        address = reverse("maturity:round_institutions", args=[round.pk])
        choices = dict(zip(bodies, ("core", "more", "no"), strict=True))
        sent = {f"institution_{body.pk}": value for body, value in choices.items()}
        client.post(address, sent | {"seen": ""})
        rows = round.institutions.values_list("institution", "is_core")

        assert set(rows) == {(bodies[0].pk, True), (bodies[1].pk, False)}

    def test_of_two_coordinators_the_second_is_told(self, client, country, coordinator):
        round = RoundFactory(country=country)
        body = InstitutionFactory(country=country)
        RoundInstitutionFactory(round=round)
        address = reverse("maturity:round_institutions", args=[round.pk])
        page = client.post(address, {f"institution_{body.pk}": "core", "seen": ""})

        assert page.status_code == 422
        assert "Somebody else has changed the list" in page.content.decode()

    def test_a_missing_institution_is_added_once(self, client, country, coordinator):
        round = RoundFactory(country=country)
        address = reverse("maturity:round_institution_add", args=[round.pk])
        sent = {"name": "Coast Guard", "kind": "border", "is_core": "on"}
        client.post(address, sent)
        client.post(address, sent | {"name": "coast  guard"})
        row = RoundInstitution.objects.get()

        assert (str(row.institution), row.institution.key) == (
            "Coast Guard",
            "coast-guard",
        )
        assert row.institution.country == country


class TestPeople:
    def test_somebody_of_the_country_is_asked(self, client, country, coordinator):
        round = a_round(country)
        person = MembershipFactory(role=Role.FOCAL_POINT, country=country).person
        row = round.institutions.get()
        address = reverse("maturity:round_people", args=[round.pk])
        sent = {"institution": row.pk, "person": person.pk, "language": "en"}
        for _time in range(2):
            assert client.post(address, sent).status_code == 302

        assert row.respondents.filter(person=person).count() == 1

    def test_an_address_is_invited(self, client, country, coordinator):
        round = a_round(country)
        row = round.institutions.get()
        address = reverse("maturity:round_people", args=[round.pk])
        sent = {"institution": row.pk, "email": "new@border.example", "language": "en"}
        client.post(address, sent)
        page = client.get(address).content.decode()

        assert "no account yet" in page
        assert Respondent.objects.get(email="new@border.example").person is None

    def test_neither_and_both_are_refused(self, client, country, coordinator):
        round = a_round(country)
        row = round.institutions.get()
        address = reverse("maturity:round_people", args=[round.pk])
        sent = {"institution": row.pk, "language": "en"}
        both = {"person": coordinator.pk, "email": "new@border.example"}

        assert client.post(address, sent).status_code == 422
        assert client.post(address, sent | both).status_code == 422

    def test_strangers_are_not_offered(self, client, country, coordinator):
        round = a_round(country)
        stranger = MembershipFactory(role=Role.LEARNER, country=CountryFactory()).person
        page = client.get(reverse("maturity:round_people", args=[round.pk]))

        assert stranger not in page.context["form"].fields["person"].queryset

    def test_who_is_taken_off_the_list_keeps_what_was_answered(
        self, client, country, coordinator
    ):
        round = a_round(country, State.COLLECTING)
        row = round.institutions.get()
        AnswerFactory(institution=row)
        one = row.respondents.get()
        client.post(reverse("maturity:respondent_remove", args=[round.pk, one.pk]))
        one.refresh_from_db()

        assert one.removed_at is not None
        assert row.answers.count() == 1


class TestReminders:
    def test_a_reminder_goes_out_once_a_day(
        self, client, country, coordinator, django_capture_on_commit_callbacks
    ):
        round = a_round(country, State.COLLECTING)
        one = Respondent.objects.get()
        address = reverse("maturity:respondent_remind", args=[round.pk, one.pk])
        with django_capture_on_commit_callbacks(execute=True):
            client.post(address)
            client.post(address)
        page = client.get(reverse("maturity:round_people", args=[round.pk]))

        assert [letter.to for letter in outbox.outbox] == [[one.email]]
        assert "reminded today" in page.content.decode()

    @pytest.mark.parametrize(
        ("left", "kind"),
        [(8, None), (7, "7"), (3, "7"), (2, "2"), (0, "2"), (-1, "late"), (-9, None)],
    )
    def test_the_due_date_says_which_reminder_is_due(self, left, kind):
        today = timezone.localdate()

        assert kind_due(today + timedelta(days=left), today=today) == kind

    def test_reminders_by_date_go_out_once_and_not_after_handing_in(
        self, country, django_capture_on_commit_callbacks
    ):
        week = timezone.now() - timedelta(days=7)
        round = a_round(country, State.COLLECTING, due_on=days(2))
        done = RoundInstitutionFactory(round=round, handed_in_at=timezone.now())
        RespondentFactory(institution=done, invited_at=week)
        Respondent.objects.update(invited_at=week)
        with django_capture_on_commit_callbacks(execute=True):
            assert remind_due() == 1
            assert remind_due() == 0

        assert "are due on" in outbox.outbox[0].subject

    def test_nobody_is_reminded_on_the_day_of_asking(self, country):
        a_round(country, State.COLLECTING, due_on=days(2))

        assert remind_due() == 0


class TestThePage:
    def test_a_due_date_is_changed(self, client, country, coordinator):
        round = a_round(country)
        address = reverse("maturity:round_due", args=[round.pk])
        client.post(address, {"due_on": days(9).isoformat()})
        round.refresh_from_db()

        assert round.due_on == days(9)
        assert client.post(address, {"due_on": "2001-01-01"}).status_code == 422

    @pytest.mark.parametrize("state", State)
    def test_every_state_has_its_page(self, client, country, coordinator, state):
        round = a_round(country)
        scores = {} if state in Round.FROZEN else None
        Round.objects.filter(pk=round.pk).update(state=state, scores=scores)
        page = client.get(reverse("maturity:round", args=[round.pk]))

        assert page.status_code == 200
        assert "Border Service" in page.content.decode()

    def test_a_respondent_reads_nothing_of_other_institutions(self, client, country):
        round = a_round(country, State.COLLECTING)
        RoundInstitutionFactory(
            round=round,
            institution=InstitutionFactory(country=country, name={"en": "Tax Office"}),
        )
        client.force_login(Respondent.objects.get().person)
        page = client.get(reverse("maturity:round", args=[round.pk])).content.decode()

        assert "Border Service" in page
        assert "Tax Office" not in page

    @pytest.mark.parametrize("count", [3, 60])
    def test_the_number_of_queries_does_not_grow(
        self, client, country, coordinator, count, django_assert_max_num_queries
    ):
        round = RoundFactory(country=country, state=State.COLLECTING)
        for _number in range(count):
            AnswerFactory(institution=RoundInstitutionFactory(round=round))
        with django_assert_max_num_queries(38):
            client.get(reverse("maturity:round", args=[round.pk]))
        with django_assert_max_num_queries(26):
            client.get(reverse("maturity:round_people", args=[round.pk]))


class TestSteps:
    def move(self, client, round, to, **sent):
        address = reverse("maturity:round_move", args=[round.pk, to])
        return client.post(address, {"move_number": round.move_number} | sent)

    def test_a_step_is_taken_and_logged(self, client, country, coordinator):
        round = a_round(country)
        answer = self.move(client, round, "collecting")
        page = client.get(answer.url).content.decode()

        assert "The round collects answers now." in page
        assert "from “Draft” to “Collecting answers”" in page

    def test_a_step_back_without_reason_is_refused_at_the_field(
        self, client, country, coordinator
    ):
        round = a_round(country, State.COLLECTING)
        page = self.move(client, round, "draft")

        assert page.status_code == 422
        assert page.context["form"].errors["reason"]
        assert self.move(client, round, "draft", reason="Too early.").status_code == 302

    def test_of_two_coordinators_the_second_is_told(self, client, country, coordinator):
        round = a_round(country)
        other = MembershipFactory(role=Role.COORDINATOR, country=country).person
        self.move(client, round, "collecting")
        client.force_login(other)
        answer = self.move(client, round, "collecting")
        page = client.get(answer.url).content.decode()

        assert "Somebody else has moved this round on" in page
        assert round.moves.count() == 1

    def test_pressing_twice_is_pressing_once(self, client, country, coordinator):
        round = a_round(country)
        self.move(client, round, "collecting")
        answer = self.move(client, round, "collecting")
        page = client.get(answer.url).content.decode()

        assert "Somebody else" not in page
        assert round.moves.count() == 1

    def test_a_state_that_does_not_exist_is_not_found(
        self, client, country, coordinator
    ):
        round = a_round(country)

        assert self.move(client, round, "elsewhere").status_code == 404

    def test_what_is_missing_is_said_before_the_button(
        self, client, country, coordinator
    ):
        round = RoundFactory(country=country)
        address = reverse("maturity:round_move", args=[round.pk, "collecting"])
        page = client.get(address).content.decode()

        assert "Choose the institutions that answer first." in page
        assert "<button" not in page.split("<main")[1].split("</main")[0]
