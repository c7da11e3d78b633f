"""Pages of validating: what is to decide, one piece of evidence, not applicable."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.maturity.models import AgreedLevel, Evidence, Round
from lms.accounts.models import Role
from tests.accounts.factories import MembershipFactory, UserFactory
from tests.assessments.maturity.factories import (
    AnswerFactory,
    RoundFactory,
    RoundInstitutionFactory,
)

pytestmark = pytest.mark.django_db
State = Round.State


def show(row, question="A1", **fields):
    return Evidence.objects.create(
        institution=row,
        question=question,
        added_by=UserFactory(),
        **{"kind": "reference", "reference": "Order 114"} | fields,
    )


@pytest.fixture
def round():
    """Two institutions; A1 agreed 3, B2 not applicable; two pieces of evidence."""
    round = RoundFactory(state=State.SUBMITTED)
    for number in range(2):
        row = RoundInstitutionFactory(round=round, position=number)
        AnswerFactory(institution=row, given="3", justification="By order.")
        show(row)
    for question, given in (("A1", "3"), ("A2", "2"), ("B1", "dk"), ("B2", "na")):
        AgreedLevel.objects.create(
            round=round,
            question=question,
            given=given,
            reason="Seen.",
            set_by=round.opened_by,
        )
    return round


@pytest.fixture
def piece(round):
    return Evidence.objects.order_by("pk").first()


@pytest.fixture
def validator(round, client):
    person = MembershipFactory(
        role=Role.VALIDATOR, country=None, region=round.country.region
    ).person
    client.force_login(person)
    return person


def listing(round, query=""):
    return reverse("maturity:validate", args=[round.pk]) + query


def address(round, question="A1"):
    return reverse("maturity:validate_question", args=[round.pk, question])


def decision(piece, do="accept", supports="3", note="", seen=""):
    return {
        "piece": piece.pk,
        "do": do,
        f"piece-{piece.pk}-supports": supports,
        f"piece-{piece.pk}-note": note,
        f"piece-{piece.pk}-seen": seen,
    }


def html_of(response) -> str:
    return " ".join(response.content.decode().split())


class TestTheList:
    def test_it_says_how_much_is_decided(self, client, round, validator, piece):
        html = html_of(client.get(listing(round)))
        assert "0 of 3 decided" in html
        assert "3 decisions are still open." in html
        assert "Next to decide: A1" in html
        assert "2 pieces of evidence: 0 accepted, 0 sent back" in html
        client.post(address(round), decision(piece))
        assert "1 of 3 decided" in html_of(client.get(listing(round)))

    def test_the_rule_is_said_in_words(self, client, round, validator):
        html = html_of(client.get(listing(round)))
        assert "Without accepted evidence a level counts as 2 at most." in html
        assert "validated: 2 Started" in html

    @pytest.mark.parametrize(
        ("shown", "listed"),
        [("open", ["A1", "B2"]), ("lower", ["A1"]), ("all", ["A1", "A2", "B1", "B2"])],
    )
    def test_it_can_be_narrowed_down(self, client, round, validator, shown, listed):
        found = client.get(listing(round, f"?show={shown}")).context["groups"]
        assert [line.id for group in found for line in group.lines] == listed

    def test_validating_is_offered_when_all_is_decided(self, client, round, validator):
        move = reverse("maturity:round_move", args=[round.pk, "validated"])
        back = reverse("maturity:round_move", args=[round.pk, "agreeing"])
        html = html_of(client.get(listing(round)))
        assert move not in html
        assert back in html
        for one in Evidence.objects.all():
            client.post(address(round), decision(one))
        client.post(address(round, "B2"), {"na": "accept"})
        html = html_of(client.get(listing(round)))
        assert "3 of 3 decided" in html
        assert move in html

    def test_as_many_queries_for_two_institutions_as_for_twelve(
        self, client, round, validator
    ):
        paths = (listing(round), address(round))
        asked(client, paths[0])  # and what a person's first page asks for
        before = [asked(client, path) for path in paths]
        for number in range(10):
            row = RoundInstitutionFactory(round=round, position=5 + number)
            AnswerFactory(institution=row, given="3")
            for words in ("Order 1", "Order 2"):
                show(row, reference=words, review="returned", reviewed_by=validator)
        assert [asked(client, path) for path in paths] == before
        assert max(before) <= 30


def asked(client, path) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


class TestOnePiece:
    def test_it_is_accepted_up_to_a_level(self, client, round, validator, piece):
        response = client.post(address(round), decision(piece, note="Signed."))
        assert response.url == f"{address(round)}#evidence-{piece.pk}"
        piece.refresh_from_db()
        assert (piece.review, piece.supports, piece.review_note) == (
            "accepted",
            3,
            "Signed.",
        )
        html = html_of(client.get(address(round)))
        assert "Accepted for levels up to 3" in html
        assert "Evidence is accepted for levels up to 3." in html
        assert "Validated: Working" in html

    def test_sending_back_needs_a_note_and_keeps_what_was_typed(
        self, client, round, validator, piece
    ):
        response = client.post(address(round), decision(piece, do="return"))
        assert response.status_code == 422
        assert "Write what is missing" in html_of(response)
        sent = decision(piece, do="return", note="Unsigned.", supports="")
        assert client.post(address(round), sent).status_code == 302
        piece.refresh_from_db()
        assert (piece.review, piece.supports) == ("returned", None)

    @pytest.mark.parametrize("supports", ["", "9", "x"])
    def test_accepting_needs_a_level(self, client, round, validator, piece, supports):
        data = decision(piece, supports=supports, note="I looked at it.")
        response = client.post(address(round), data)
        assert response.status_code == 422
        assert "I looked at it." in html_of(response)
        assert not Evidence.objects.exclude(review="").exists()

    def test_two_validators_see_each_other(self, client, round, validator, piece):
        client.post(address(round), decision(piece))
        sent = decision(piece, do="return", note="Unsigned.")
        response = client.post(address(round), sent)
        html = html_of(response)
        assert response.status_code == 409
        assert "has decided on this evidence" in html
        assert "> Unsigned.</textarea>" in html
        piece.refresh_from_db()
        assert piece.review == "accepted"
        again = decision(
            piece, do="return", note="Unsigned.", seen=piece.reviewed_at.isoformat()
        )
        assert again[f"piece-{piece.pk}-seen"] in html.replace("&#x2B;", "+")
        client.post(address(round), again)
        piece.refresh_from_db()
        assert piece.review == "returned"

    def test_what_is_gone_is_told(self, client, round, validator, piece):
        Evidence.objects.filter(pk=piece.pk).update(removed_at=piece.added_at)
        response = client.post(address(round), decision(piece))
        assert response.status_code == 409
        assert "This evidence is not there any more." in html_of(response)


class TestNotApplicable:
    def test_it_is_judged(self, client, round, validator):
        client.post(address(round, "B2"), {"na": "refuse"})
        html = html_of(client.get(address(round, "B2")))
        assert "“Not applicable” is not accepted." in html
        client.post(address(round, "B2"), {"na": "accept"})
        assert AgreedLevel.objects.get(question="B2").na_accepted is True

    def test_not_where_a_level_is_agreed(self, client, round, validator):
        assert client.post(address(round), {"na": "accept"}).status_code == 409


class TestWhoJudges:
    def test_the_country_reads_the_decisions_but_makes_none(self, client, round, piece):
        person = MembershipFactory(role=Role.COORDINATOR, country=round.country).person
        client.force_login(person)
        html = html_of(client.get(address(round)))
        assert "Not decided yet" in html
        assert ">Accept<" not in html
        assert client.post(address(round), decision(piece)).status_code == 409
        Round.objects.update(state=State.AGREEING)
        assert client.get(listing(round)).status_code == 403

    def test_never_somebody_of_the_country(self, client, round, validator, piece):
        MembershipFactory(person=validator, role=Role.LEARNER, country=round.country)
        assert client.get(listing(round)).status_code == 404
        assert client.post(address(round), decision(piece)).status_code == 404
