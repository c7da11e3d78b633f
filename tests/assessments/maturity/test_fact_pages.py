"""What the record says is shown beside a question, and becomes evidence by a press."""

from datetime import date

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from assessments.maturity import facts, own_facts
from assessments.maturity.facts import Fact, register
from assessments.maturity.models import AgreedLevel, Answer, Evidence, Round
from assessments.maturity.services.errors import FactChanged, NotNow
from assessments.maturity.services.evidence import MOST, add_fact, add_reference
from lms.accounts.models import Role
from tests.accounts.factories import MembershipFactory, UserFactory
from tests.assessments.maturity.factories import (
    RespondentFactory,
    RoundFactory,
    RoundInstitutionFactory,
    make_framework,
    small_framework,
)

pytestmark = pytest.mark.django_db
State = Round.State
TEXT = "6 of 7 core institutions have a designated focal point."
FACT = Fact(("A1",), TEXT, "Contact list", "/en/contacts/", date(2027, 3, 3))
KEPT = f"{TEXT} Source: Contact list, as of 3 March 2027."


@pytest.fixture(autouse=True)
def record(monkeypatch):
    """The record says one thing, about A1; other rooms are not asked."""
    monkeypatch.setattr(facts, "_speakers", {})
    register("test", ["A1"], lambda *_: [FACT])


def open_round(state=State.COLLECTING, **fields) -> Round:
    """A round by the framework whose questions facts speak about."""
    framework = make_framework(small_framework(key=settings.FRAMEWORK_KEY))
    return RoundFactory(framework=framework, state=state, **fields)


@pytest.fixture
def institution():
    return RoundInstitutionFactory(round=open_round())


@pytest.fixture
def person(institution, client):
    person = RespondentFactory(institution=institution).person
    client.force_login(person)
    return person


@pytest.fixture
def country_of_two_rounds():
    """Two validated rounds and one that collects answers."""
    first = open_round(State.VALIDATED, scores={}, reference_date=date(2025, 6, 30))
    for state, year in ((State.PUBLISHED, 2026), (State.COLLECTING, 2027)):
        open_round(
            state,
            country=first.country,
            scores={},
            reference_date=date(year, 6, 30),
        )
    return first.country


def address(institution, question="A1"):
    return reverse(
        "maturity:answer", args=[institution.round_id, institution.pk, question]
    )


def shown(response) -> str:
    return response.content.decode()


class TestAnswering:
    def test_a_fact_is_a_suggestion_with_source_and_day(
        self, client, institution, person
    ):
        html = shown(client.get(address(institution)))
        assert TEXT in html
        assert "A suggestion, not a level." in html
        assert "as of 3 March 2027" in html
        assert "checked" not in html

    def test_the_link_is_for_those_who_read_the_record(
        self, client, institution, person
    ):
        assert 'href="/en/contacts/"' not in shown(client.get(address(institution)))
        MembershipFactory(
            person=person, role=Role.RESPONDENT, country=institution.round.country
        )
        assert 'href="/en/contacts/"' in shown(client.get(address(institution)))

    def test_nothing_is_said_of_other_questions(self, client, institution, person):
        html = shown(client.get(address(institution, "A2")))
        assert "record says" not in html

    def test_nothing_is_said_by_another_framework(self, client):
        institution = RoundInstitutionFactory(
            round=RoundFactory(state=State.COLLECTING)
        )
        client.force_login(RespondentFactory(institution=institution).person)
        assert TEXT not in shown(client.get(address(institution)))

    def test_a_press_adds_it_once_and_keeps_what_is_typed(
        self, client, institution, person
    ):
        data = {"version": 0, "justification": "By order.", "fact": FACT.mark}
        response = client.post(address(institution), data)
        assert response.url == f"{address(institution)}#evidence"
        client.post(address(institution), data | {"version": 1})
        piece = Evidence.objects.get()
        assert (piece.kind, piece.reference) == (Evidence.Kind.REFERENCE, KEPT)
        assert piece.added_by == person
        assert Answer.objects.get().justification == "By order."
        assert Answer.objects.get().level is None
        html = shown(client.get(address(institution)))
        assert "added to the evidence" in html
        assert "Add as reference" not in html

    def test_a_fact_that_has_changed_is_not_added(self, client, institution, person):
        data = {"version": 0, "level": "2", "fact": "0" * 16}
        html = shown(client.post(address(institution), data, follow=True))
        assert escape(str(FactChanged.message)) in html
        assert not Evidence.objects.exists()
        assert Answer.objects.get().level == 2

    def test_too_many_pieces_are_refused_with_words(self, client, institution, person):
        for number in range(MOST):
            add_reference(institution, "A1", f"Order {number}", by=person)
        data = {"version": 0, "fact": FACT.mark}
        html = shown(client.post(address(institution), data, follow=True))
        assert "There are 20 pieces of evidence already." in html

    def test_after_handing_in_it_is_only_read(self, client, institution, person):
        institution.handed_in_at = "2027-03-01T10:00Z"
        institution.save()
        html = shown(client.get(address(institution)))
        assert TEXT in html
        assert "Add as reference" not in html
        with pytest.raises(NotNow):
            add_fact(institution, "A1", FACT.mark, by=person)

    def test_a_broken_provider_leaves_the_page_alone(self, client, institution, person):
        register("test", ["A1"], lambda *_: 1 / 0)
        assert client.get(address(institution)).status_code == 200

    def test_the_number_of_queries_does_not_grow_with_the_facts(
        self, client, institution, person
    ):
        client.get(address(institution))
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(address(institution))
        many = [Fact(("A1",), f"Fact {one}.", "List") for one in range(30)]
        register("test", ["A1"], lambda *_: many)
        with CaptureQueriesContext(connection) as more:
            client.get(address(institution))
        assert len(more) == len(few)


class TestAgreeing:
    @pytest.fixture
    def round(self):
        round = open_round(State.AGREEING)
        RoundInstitutionFactory(round=round)
        return round

    @pytest.fixture
    def coordinator(self, round, client):
        person = MembershipFactory(role=Role.COORDINATOR, country=round.country).person
        client.force_login(person)
        return person

    def page(self, round):
        return reverse("maturity:agree_question", args=[round.pk, "A1"])

    def test_it_is_kept_beside_the_answer_that_is_chosen(
        self, client, round, coordinator
    ):
        html = shown(client.get(self.page(round)))
        assert TEXT in html
        assert 'href="/en/contacts/"' in html
        row = round.institutions.get()
        data = {"do": "fact", "fact": FACT.mark, "fact-institution": row.pk}
        for _twice in range(2):
            response = client.post(self.page(round), data)
            assert response.url == f"{self.page(round)}#record"
        assert Evidence.objects.get().reference == KEPT
        assert Evidence.objects.get().institution == row
        assert not AgreedLevel.objects.exists()
        assert "added to the evidence" in shown(client.get(self.page(round)))

    def test_without_an_institution_it_is_refused_beside_the_field(
        self, client, round, coordinator
    ):
        response = client.post(self.page(round), {"do": "fact", "fact": FACT.mark})
        assert response.status_code == 422
        assert 'href="#id_fact-institution"' in shown(response)

    def test_a_changed_fact_is_said(self, client, round, coordinator):
        row = round.institutions.get()
        data = {"do": "fact", "fact": "other", "fact-institution": row.pk}
        response = client.post(self.page(round), data)
        assert response.status_code == 409
        assert escape(str(FactChanged.message)) in shown(response)

    def test_an_institution_of_another_round_is_refused(
        self, client, round, coordinator
    ):
        other = RoundInstitutionFactory(round=open_round(State.AGREEING))
        data = {"do": "fact", "fact": FACT.mark, "fact-institution": other.pk}
        assert client.post(self.page(round), data).status_code == 422
        assert not Evidence.objects.exists()


class TestValidating:
    def page(self, client, state):
        round = open_round(state)
        RoundInstitutionFactory(round=round)
        person = MembershipFactory(
            role=Role.VALIDATOR, country=None, region=round.country.region
        ).person
        client.force_login(person)
        return client.get(reverse("maturity:validate_question", args=[round.pk, "A1"]))

    def test_a_validator_reads_the_words_without_a_link(self, client):
        html = shown(self.page(client, State.SUBMITTED))
        assert TEXT in html
        assert "/en/contacts/" not in html
        assert "Add as reference" not in html


def test_nothing_is_offered_once_a_round_is_validated():
    assert facts.offered_in(open_round(State.SUBMITTED), "A1") == [FACT]
    assert facts.offered_in(open_round(State.VALIDATED, scores={}), "A1") == []


def test_somebody_else_cannot_add(institution):
    with pytest.raises(NotNow):
        add_fact(institution, "A1", FACT.mark, by=UserFactory())


def test_more_than_the_most_pieces_is_an_error_with_words(institution, person):
    for number in range(MOST):
        add_reference(institution, "A1", f"Order {number}", by=person)
    with pytest.raises(ValidationError):
        add_fact(institution, "A1", FACT.mark, by=person)


def test_earlier_rounds_speak_about_steering(country_of_two_rounds):
    (fact,) = own_facts.rounds(country_of_two_rounds, date(2027, 8, 20))
    assert fact.questions == ("A5",)
    assert fact.text == (
        "2 rounds of self-assessment have been completed and validated; the last one "
        "describes 30 June 2026."
    )


def test_a_round_under_way_says_nothing_of_itself(institution):
    assert own_facts.rounds(institution.round.country, date(2027, 8, 20)) == []
