"""Pages of agreeing: the list, one question, two coordinators, other opinions."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.maturity.models import (
    AgreedChange,
    AgreedLevel,
    Answer,
    Dissent,
    Evidence,
    Round,
    RoundMove,
)
from lms.accounts.models import Role
from tests.accounts.factories import MembershipFactory
from tests.assessments.maturity.factories import (
    AnswerFactory,
    RespondentFactory,
    RoundFactory,
    RoundInstitutionFactory,
)

pytestmark = pytest.mark.django_db
State = Round.State


@pytest.fixture
def round():
    """A1: 1, 3, 3 (discuss first). A2: 2, 2 and not answered. B1: all 2."""
    round = RoundFactory(state=State.AGREEING)
    for number, given in enumerate(("1", "3", "3")):
        row = RoundInstitutionFactory(round=round, position=number, is_core=number < 2)
        AnswerFactory(institution=row, given=given, justification=f"Because {number}.")
        AnswerFactory(institution=row, question="B1", given="2")
        if number < 2:
            AnswerFactory(
                institution=row, question="A2", given="2", justification="Letter."
            )
    return round


@pytest.fixture
def coordinator(round, client):
    person = MembershipFactory(role=Role.COORDINATOR, country=round.country).person
    client.force_login(person)
    return person


def listing(round, query=""):
    return reverse("maturity:agree", args=[round.pk]) + query


def address(round, question="A1"):
    return reverse("maturity:agree_question", args=[round.pk, question])


def level(round, **fields):
    everybody = [str(one.pk) for one in round.institutions.all()]
    return {
        "do": "level",
        "version": 0,
        "level": "2",
        "reason": "One order is not signed.",
        "who": everybody,
    } | fields


def html_of(response) -> str:
    return " ".join(response.content.decode().split())


class TestTheList:
    def test_it_says_how_far_the_meeting_is(self, client, round, coordinator):
        client.post(address(round, "B1"), level(round))
        html = html_of(client.get(listing(round)))
        assert "1 of 4 questions agreed, 1 to discuss" in html
        assert "Next to discuss: A1" in html
        assert "Discuss first" in html
        assert "Answers go from 1 to 3." in html
        assert "Hint: 3 Working" in html
        assert "Agreed: Started" in html
        assert reverse("maturity:result", args=[round.pk]) in html

    @pytest.mark.parametrize(
        ("show", "listed"),
        [
            ("all", ["A1", "A2", "B1", "B2"]),
            ("discuss", ["A1"]),
            ("open", ["A1", "A2", "B2"]),
            ("changed", []),
            ("returned", []),
            ("nonsense", ["A1", "A2", "B1", "B2"]),
        ],
    )
    def test_it_can_be_narrowed_down(self, client, round, coordinator, show, listed):
        client.post(address(round, "B1"), level(round))
        found = client.get(listing(round, f"?show={show}")).context["groups"]
        assert [line.id for group in found for line in group.lines] == listed

    def test_answers_that_changed_afterwards_are_told(self, client, round, coordinator):
        client.post(address(round), level(round))
        later = AgreedLevel.objects.get().set_at + timedelta(minutes=1)
        Answer.objects.filter(question="A1").update(changed_at=later)
        html = html_of(client.get(listing(round, "?show=changed")))
        assert "answers changed since it was agreed" in html

    def test_what_a_validator_sent_back_is_listed(self, client, round, coordinator):
        AgreedLevel.objects.create(
            round=round,
            question="B2",
            given="na",
            reason="None here.",
            set_by=coordinator,
            na_accepted=False,
        )
        Evidence.objects.create(
            institution=round.institutions.first(),
            question="A1",
            kind="reference",
            reference="Order 114",
            added_by=coordinator,
            review="returned",
            review_note="Unsigned copy.",
        )
        RoundMove.objects.create(
            round=round,
            before="submitted",
            after="agreeing",
            by=coordinator,
            reason="Two gaps.",
        )
        html = html_of(client.get(listing(round)))
        assert "Sent back by the validator" in html
        assert "Unsigned copy." in html
        assert "Two gaps." in html
        assert "“Not applicable” was not accepted" in html
        assert "Unsigned copy." in html_of(client.get(address(round)))

    def test_as_many_queries_for_three_institutions_as_for_twelve(
        self, client, round, coordinator
    ):
        client.post(address(round), level(round))
        for path in (listing(round), address(round), address(round, "A2")):
            assert len(asked(client, path)) <= 30
        before = [
            len(asked(client, path))
            for path in (listing(round), address(round), address(round, "A2"))
        ]
        for number in range(9):
            row = RoundInstitutionFactory(round=round, position=10 + number)
            for question in ("A1", "A2", "B1", "B2"):
                AnswerFactory(institution=row, question=question, given="2")
                Evidence.objects.create(
                    institution=row,
                    question=question,
                    kind="reference",
                    reference="Order",
                    added_by=RespondentFactory(institution=row).person,
                )
            Dissent.objects.create(
                agreed=AgreedLevel.objects.get(),
                institution=row,
                text="No.",
                noted_by=coordinator,
            )
        assert before == [
            len(asked(client, path))
            for path in (listing(round), address(round), address(round, "A2"))
        ]


def asked(client, path):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return captured.captured_queries


class TestOneQuestion:
    def test_nothing_is_filled_in(self, client, round, coordinator):
        html = html_of(client.get(address(round)))
        assert "Only a hint: 3" in html
        assert " checked" not in html
        assert "Nothing is filled in for you." in html

    def test_silent_institutions_are_rows_too(self, client, round, coordinator):
        AnswerFactory(institution=round.institutions.last(), question="A2", given="dk")
        rows = client.get(address(round, "A2")).context["sheet"].rows
        assert [row.level.word for row in rows] == [
            "Started",
            "Started",
            "I don't know",
        ]
        Answer.objects.filter(given="dk").delete()
        response = client.get(address(round, "A2"))
        assert response.context["sheet"].rows[-1].level.word == "Not answered"
        assert "2 of 3 institutions answered" in html_of(response)
        assert "not a core institution" in html_of(response)

    def test_what_stands_out_has_its_words(self, client, round, coordinator):
        html = html_of(client.get(address(round)))
        assert html.count("stands-out") == 1
        assert "<b>2 levels apart</b>" in html
        Answer.objects.filter(question="A2").update(given="3")
        Answer.objects.filter(
            question="A2", institution=round.institutions.first()
        ).update(given="2")
        assert "<b>lowest</b>" in html_of(client.get(address(round, "A2")))

    def test_saving_stays_or_goes_to_the_next(self, client, round, coordinator):
        stays = client.post(address(round), level(round, go="stay"))
        assert stays.url == address(round)
        html = html_of(client.get(address(round)))
        assert "Agreed by all institutions." in html
        assert "Change this level" in html
        onward = client.post(address(round, "A2"), level(round, go="next"))
        assert onward.url == address(round, "B1")
        client.post(address(round, "B1"), level(round, go="next"))
        last = client.post(address(round, "B2"), level(round, go="next"))
        assert last.url == listing(round)

    def test_all_institutions_is_one_tick(self, client, round, coordinator):
        client.post(address(round), level(round, who=[], everybody="on"))
        assert AgreedLevel.objects.get().agreed_by.count() == 3

    def test_what_is_missing_is_said_beside_it_and_nothing_is_lost(
        self, client, round, coordinator
    ):
        data = level(round, level="", who=[], reason="Written in haste.")
        response = client.post(address(round), data)
        html = html_of(response)
        assert response.status_code == 422
        assert "Choose the level that was agreed." in html
        assert "Say which institutions agreed." in html
        assert "Written in haste." in html
        assert not AgreedLevel.objects.exists()

    @pytest.mark.parametrize("given", ["9", "na", "x", "-1"])
    def test_a_level_outside_the_scale_is_refused(
        self, client, round, coordinator, given
    ):
        response = client.post(address(round), level(round, level=given))
        assert response.status_code == 422
        assert "Choose one of the answers offered." in html_of(response)

    def test_an_institution_of_another_round_is_refused(
        self, client, round, coordinator
    ):
        other = RoundInstitutionFactory()
        response = client.post(address(round), level(round, who=[other.pk]))
        assert response.status_code == 422
        assert not AgreedLevel.objects.exists()

    def test_a_double_click_is_one(self, client, round, coordinator):
        for _time in range(2):
            assert client.post(address(round), level(round)).status_code == 302
        assert AgreedChange.objects.count() == 1

    def test_a_question_that_is_not_asked_is_not_found(
        self, client, round, coordinator
    ):
        assert client.get(address(round, "Z9")).status_code == 404

    def test_every_version_stays_in_the_history(self, client, round, coordinator):
        client.post(address(round), level(round))
        client.post(
            address(round), level(round, level="3", version=1, reason="It is signed.")
        )
        html = html_of(client.get(address(round)))
        assert "History of this question" in html
        assert "One order is not signed." in html
        assert "It is signed." in html


class TestTwoCoordinators:
    @pytest.fixture
    def conflict(self, client, round, coordinator):
        client.post(address(round), level(round, reason="First."))
        first = round.institutions.first()
        data = level(round, level="3", reason="Second.", who=[str(first.pk)], go="next")
        return client.post(address(round), data)

    def test_both_are_shown_and_nothing_is_saved(self, conflict):
        html = html_of(conflict)
        assert conflict.status_code == 409
        assert "First." in html
        assert "Second." in html
        assert AgreedLevel.objects.get().reason == "First."

    def test_keeping_mine_saves_it_on_top(self, client, round, conflict):
        data = {
            "do": "level",
            "keep": "mine",
            "version": 1,
            "level": "3",
            "reason": "Second.",
            "who": [str(round.institutions.first().pk)],
            "go": "next",
        }
        assert client.post(address(round), data).status_code == 302
        agreed = AgreedLevel.objects.get()
        assert (agreed.given, agreed.reason, agreed.version) == ("3", "Second.", 2)
        assert agreed.agreed_by.count() == 1

    def test_keeping_theirs_changes_nothing(self, client, round, conflict):
        response = client.post(address(round), level(round, keep="theirs", level="3"))
        assert response.url == address(round)
        assert AgreedLevel.objects.get().reason == "First."

    def test_a_round_that_moved_on_shows_what_was_typed(
        self, client, round, coordinator
    ):
        Round.objects.update(state=State.SUBMITTED)
        response = client.post(address(round), level(round, reason="Too late."))
        html = html_of(response)
        assert response.status_code == 409
        assert "This is not possible at this step of the round." in html
        assert "Too late." in html


class TestOpinions:
    @pytest.fixture
    def agreed(self, client, round, coordinator):
        first = round.institutions.first()
        client.post(address(round), level(round, who=[str(first.pk)]))
        return AgreedLevel.objects.get()

    def opinion(self, round, **fields):
        return {
            "do": "opinion",
            "opinion-institution": round.institutions.last().pk,
            "opinion-level": "3",
            "opinion-text": "We have the letter.",
        } | fields

    def test_who_did_not_agree_is_offered_to_say_so(self, client, round, agreed):
        html = html_of(client.get(address(round)))
        assert html.count("Record a different opinion: ") == 2
        last = round.institutions.last()
        response = client.get(address(round) + f"?opinion={last.pk}")
        assert f'<option value="{last.pk}" selected>' in html_of(response)

    def test_it_is_kept_changed_and_removed(self, client, round, agreed):
        for _time in range(2):
            response = client.post(address(round), self.opinion(round))
            assert response.url == address(round) + "#opinions"
        found = Dissent.objects.get()
        assert (found.level, found.text) == (3, "We have the letter.")
        place = address(round) + f"?opinion={found.institution_id}"
        seen = client.get(place).context["opinion_seen"]
        changed = self.opinion(
            round,
            **{"opinion-text": "Signed.", "opinion-seen": seen.isoformat()},
        )
        assert client.post(address(round), changed).status_code == 302
        assert Dissent.objects.get().text == "Signed."
        client.post(address(round), {"do": "opinion_remove", "opinion": found.pk})
        assert not Dissent.objects.exists()

    def test_another_opinion_is_not_overwritten_unseen(self, client, round, agreed):
        client.post(address(round), self.opinion(round))
        other = self.opinion(round, **{"opinion-text": "We wait."})
        response = client.post(address(round), other)
        html = html_of(response)
        assert response.status_code == 409
        assert "We have the letter." in html
        assert "We wait." in html
        assert Dissent.objects.get().text == "We have the letter."

    @pytest.mark.parametrize(
        "fields",
        [{"opinion-institution": ""}, {"opinion-text": " "}, {"opinion-level": "9"}],
    )
    def test_what_is_missing_is_said(self, client, round, agreed, fields):
        response = client.post(address(round), self.opinion(round, **fields))
        assert response.status_code == 422
        assert not Dissent.objects.exists()

    def test_there_is_none_without_a_level(self, client, round, coordinator):
        response = client.post(address(round), self.opinion(round))
        assert response.status_code == 409
        assert "We have the letter." in html_of(response)


class TestEvidence:
    def send(self, client, round, **fields):
        data = {
            "do": "evidence",
            "institution": "",
            "evidence-institution": round.institutions.first().pk,
        } | fields
        return client.post(address(round), data)

    def test_it_is_added_for_an_institution_and_taken_back(
        self, client, round, coordinator
    ):
        file = SimpleUploadedFile("order.pdf", b"%PDF-1.4 x", "application/pdf")
        response = self.send(client, round, **{"evidence-file": file})
        assert response.status_code == 302
        found = Evidence.objects.get()
        assert (found.institution, found.added_by) == (
            round.institutions.first(),
            coordinator,
        )
        html = html_of(client.get(address(round)))
        assert reverse("maturity:evidence", args=[found.pk]) in html
        assert "1 piece of evidence" in html
        client.post(address(round), {"do": "evidence_remove", "piece": found.pk})
        assert not Evidence.objects.present().exists()

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"evidence-url": "no address"},
            {"evidence-institution": "", "evidence-reference": "Order 114"},
        ],
    )
    def test_what_is_wrong_is_said_and_stays(self, client, round, coordinator, fields):
        response = self.send(client, round, **fields)
        assert response.status_code == 422
        assert not Evidence.objects.exists()
        for value in fields.values():
            assert value in html_of(response)


class TestEqualAnswers:
    def page(self, round):
        return reverse("maturity:agree_equal", args=[round.pk])

    def test_only_questions_with_one_level_are_offered(
        self, client, round, coordinator
    ):
        response = client.get(self.page(round))
        assert [line.id for line in response.context["lines"]] == ["B1"]
        assert "In 1 question all institutions gave the same level." in html_of(
            client.get(listing(round))
        )

    def test_a_reason_is_needed_and_twice_is_once(self, client, round, coordinator):
        data = {"levels": ["B1:2"], "reason": "", "everybody": "on"}
        assert client.post(self.page(round), data).status_code == 422
        for _time in range(2):
            response = client.post(self.page(round), data | {"reason": "All say so."})
            assert response.url == listing(round)
        assert AgreedChange.objects.count() == 1
        assert AgreedLevel.objects.get().agreed_by.count() == 3

    def test_what_is_not_equal_is_left(self, client, round, coordinator):
        data = {"levels": ["A1:3"], "reason": "All say so.", "everybody": "on"}
        client.post(self.page(round), data)
        assert not AgreedLevel.objects.exists()


class TestWhoReads:
    def test_a_validator_reads_but_sets_nothing(self, client, round):
        person = MembershipFactory(
            role=Role.VALIDATOR, country=None, region=round.country.region
        ).person
        client.force_login(person)
        assert client.get(listing(round)).status_code == 404
        Round.objects.update(state=State.SUBMITTED)
        html = html_of(client.get(address(round)))
        assert "Save agreed level" not in html
        assert "Because 0." in html
        response = client.post(address(round), level(round))
        assert response.status_code == 409
        assert not AgreedLevel.objects.exists()

    def test_a_respondent_never_sees_the_others(self, client, round):
        person = RespondentFactory(institution=round.institutions.first()).person
        client.force_login(person)
        for state in (State.AGREEING, State.SUBMITTED):
            Round.objects.update(state=state)
            assert client.get(listing(round)).status_code == 403
            assert client.get(address(round)).status_code == 403
