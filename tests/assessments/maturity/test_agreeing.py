"""Agreeing levels, noting other opinions, validating evidence."""

import pytest
from django.core.exceptions import ValidationError

from assessments.maturity.models import (
    AgreedChange,
    AgreedLevel,
    Answer,
    Dissent,
    Evidence,
    Round,
)
from assessments.maturity.round_reading import agreed_of, round_result
from assessments.maturity.services.agreeing import (
    AgreedByAnother,
    OpinionByAnother,
    agree_equal,
    note_dissent,
    remove_dissent,
    set_agreed_level,
)
from assessments.maturity.services.errors import NotNow
from assessments.maturity.services.evidence import add_reference, remove_evidence
from assessments.maturity.services.rounds import move_round
from assessments.maturity.services.validating import (
    JudgedByAnother,
    accept_evidence,
    judge_not_applicable,
    return_evidence,
)
from lms.accounts.models import AuditEntry, Role
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
    round = RoundFactory(state=State.AGREEING)
    for given in ("1", "3", "3"):
        row = RoundInstitutionFactory(round=round)
        AnswerFactory(institution=row, question="A2", given=given)
    return round


@pytest.fixture
def coordinator(round):
    return MembershipFactory(role=Role.COORDINATOR, country=round.country).person


@pytest.fixture
def validator(round):
    return MembershipFactory(
        role=Role.VALIDATOR, country=None, region=round.country.region
    ).person


def agree(round, by, level=2, version=0, question="A2", **fields):
    return set_agreed_level(
        round,
        question,
        **{
            "level": level,
            "reason": "Seen together.",
            "who": round.institutions.all(),
            "by": by,
            "version": version,
        }
        | fields,
    )


class TestAgreeing:
    def test_the_proposal_of_the_moment_is_kept_beside_the_level(
        self, round, coordinator
    ):
        agreed = agree(round, coordinator, level=2)
        assert (agreed.given, agreed.proposed) == ("2", "1")
        assert agreed.proposed_why == "lowest of 1, 3, 3"
        assert agreed.agreed_by.count() == 3

    def test_a_change_keeps_what_was_before(self, round, coordinator):
        agree(round, coordinator, level=2)
        agree(round, coordinator, level=3, version=1, reason="New letter.")
        kept = AgreedChange.objects.values_list("version", "given", "reason")
        assert list(kept) == [(1, "2", "Seen together."), (2, "3", "New letter.")]

    def test_two_coordinators_do_not_overwrite_each_other(self, round, coordinator):
        agree(round, coordinator, level=2)
        with pytest.raises(AgreedByAnother):
            agree(round, coordinator, level=3, version=0)
        assert AgreedLevel.objects.get().given == "2"

    def test_the_same_again_changes_nothing(self, round, coordinator):
        agree(round, coordinator)
        agree(round, coordinator)
        assert AgreedChange.objects.count() == 1

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"level": None}, "level"),
            ({"level": 7}, "level"),
            ({"level": "na"}, "level"),
            ({"reason": "  "}, "reason"),
            ({"who": []}, "who"),
        ],
    )
    def test_what_is_missing_is_named_by_its_field(
        self, round, coordinator, fields, field
    ):
        with pytest.raises(ValidationError) as caught:
            agree(round, coordinator, **fields)
        assert list(caught.value.message_dict) == [field]

    @pytest.mark.parametrize("state", [State.COLLECTING, State.SUBMITTED])
    def test_levels_are_set_only_while_agreeing(self, round, coordinator, state):
        Round.objects.update(state=state)
        with pytest.raises(NotNow):
            agree(round, coordinator)

    def test_a_different_opinion_is_kept_once_for_each_institution(
        self, round, coordinator
    ):
        agreed = agree(round, coordinator)
        row = round.institutions.first()
        first = note_dissent(agreed, row, level=1, text="We say 1.", by=coordinator)
        again = {"level": 1, "by": coordinator, "seen": first.noted_at}
        note_dissent(agreed, row, text="We still say 1.", **again)
        assert Dissent.objects.get().text == "We still say 1."

    def test_two_coordinators_do_not_overwrite_an_opinion(self, round, coordinator):
        agreed = agree(round, coordinator)
        row = round.institutions.first()
        note_dissent(agreed, row, level=1, text="We say 1.", by=coordinator)
        note_dissent(agreed, row, level=1, text="We say 1.", by=coordinator)
        with pytest.raises(OpinionByAnother, match="We say 1"):
            note_dissent(agreed, row, level=None, text="Maybe 2.", by=coordinator)
        assert Dissent.objects.get().text == "We say 1."

    def test_the_log_keeps_that_an_opinion_was_removed(self, round, coordinator):
        agreed = agree(round, coordinator)
        row = round.institutions.first()
        noted = note_dissent(agreed, row, level=1, text="We say 1.", by=coordinator)
        remove_dissent(noted, by=coordinator)
        remove_dissent(noted, by=coordinator)
        entry = AuditEntry.objects.get(verb="opinion_removed")
        assert entry.details == {"question": "A2", "institution": str(row)}

    def test_the_proposal_is_kept_anew_with_every_change(self, round, coordinator):
        agree(round, coordinator, level=2)
        Answer.objects.filter(given="1").update(given="3")
        agreed = agree(round, coordinator, level=3, version=1, reason="New letter.")
        assert (agreed.proposed, agreed.proposed_why) == ("3", "lowest of 3, 3, 3")

    def test_a_changed_level_is_judged_again_where_it_does_not_apply(
        self, round, coordinator
    ):
        agreed = agree(round, coordinator, question="B2", level="na")
        AgreedLevel.objects.update(na_accepted=False)
        again = {"question": "B2", "level": "na", "version": 1}
        agreed = agree(round, coordinator, reason="No asylum law.", **again)
        assert agreed.na_accepted is None


class TestEqualAnswers:
    @pytest.fixture(autouse=True)
    def equal(self, round):
        for row in round.institutions.all():
            AnswerFactory(institution=row, question="A1", given="3")
            AnswerFactory(institution=row, question="B1", given="2")

    def agree_equal(self, round, by, levels, **fields):
        return agree_equal(
            round,
            **{
                "levels": levels,
                "reason": "All said so.",
                "who": round.institutions.all(),
                "by": by,
            }
            | fields,
        )

    def test_they_are_agreed_in_one_step_and_only_once(self, round, coordinator):
        levels = {"A1": 3, "B1": 2}
        assert len(self.agree_equal(round, coordinator, levels)) == 2
        assert self.agree_equal(round, coordinator, levels) == []
        assert agreed_of(round) == {"A1": 3, "B1": 2}
        assert AgreedChange.objects.count() == 2
        row = AgreedLevel.objects.get(question="A1")
        assert (row.version, row.reason, row.agreed_by.count()) == (
            1,
            "All said so.",
            3,
        )

    def test_only_where_all_gave_the_level_that_was_read(self, round, coordinator):
        levels = {"A1": 2, "A2": 3, "B2": 1}
        assert self.agree_equal(round, coordinator, levels) == []

    @pytest.mark.parametrize("given", ["dk", "", "1"])
    def test_not_where_one_says_something_else_or_nothing(
        self, round, coordinator, given
    ):
        Answer.objects.filter(
            question="A1", institution=round.institutions.last()
        ).update(given=given)
        assert self.agree_equal(round, coordinator, {"A1": 3}) == []

    def test_what_is_agreed_already_stays(self, round, coordinator):
        agree(round, coordinator, question="A1", level=1)
        assert self.agree_equal(round, coordinator, {"A1": 3}) == []
        assert agreed_of(round) == {"A1": 1}

    @pytest.mark.parametrize(
        ("fields", "field"),
        [({"reason": " "}, "reason"), ({"who": []}, "who"), ({"levels": {}}, "levels")],
    )
    def test_a_reason_and_who_agreed_are_asked_for(
        self, round, coordinator, fields, field
    ):
        with pytest.raises(ValidationError) as caught:
            self.agree_equal(round, coordinator, **{"levels": {"A1": 3}} | fields)
        assert list(caught.value.message_dict) == [field]

    def test_nobody_else_may(self, round, validator):
        with pytest.raises(NotNow):
            self.agree_equal(round, validator, {"A1": 3})


class TestEvidenceAtTheMeeting:
    def test_who_runs_the_round_adds_what_was_found(self, round, coordinator):
        row = round.institutions.first()
        found = add_reference(row, "A2", "Order 114", by=coordinator)
        assert (found.institution, found.added_by) == (row, coordinator)
        remove_evidence(found, by=coordinator)
        assert not Evidence.objects.present().exists()

    def test_what_an_institution_showed_stays(self, round, coordinator):
        row = round.institutions.first()
        other = RespondentFactory(institution=row).person
        shown = Evidence.objects.create(
            institution=row,
            question="A2",
            kind="reference",
            reference="Order 114",
            added_by=other,
        )
        for person in (coordinator, other):
            with pytest.raises(NotNow):
                remove_evidence(shown, by=person)
        with pytest.raises(NotNow):
            add_reference(row, "A2", "Order 115", by=other)

    @pytest.mark.parametrize("state", [State.COLLECTING, State.SUBMITTED])
    def test_only_while_levels_are_agreed(self, round, coordinator, state):
        Round.objects.update(state=state)
        row = round.institutions.select_related("round__country").first()
        with pytest.raises(NotNow):
            add_reference(row, "A2", "Order 114", by=coordinator)


class TestValidating:
    @pytest.fixture
    def piece(self, round, coordinator):
        for question in ("A1", "A2", "B1", "B2"):
            agree(round, coordinator, level=3, question=question)
        Round.objects.update(state=State.SUBMITTED)
        round.refresh_from_db()
        return Evidence.objects.create(
            institution=round.institutions.first(),
            question="A1",
            kind="reference",
            reference="Order 114",
            added_by=coordinator,
        )

    def test_accepted_evidence_carries_the_level_it_supports(
        self, round, validator, piece
    ):
        before = round_result(round).questions["A1"].validated
        accept_evidence(piece, supports=3, by=validator)
        after = round_result(round).questions["A1"].validated
        assert (before, after) == (2, 3)

    def test_sending_back_needs_a_note(self, validator, piece):
        with pytest.raises(ValidationError):
            return_evidence(piece, note=" ", by=validator)
        assert return_evidence(piece, note="Unsigned.", by=validator).supports is None

    def test_a_level_outside_the_scale_is_refused(self, validator, piece):
        with pytest.raises(ValidationError):
            accept_evidence(piece, supports=9, by=validator)

    def test_two_validators_do_not_overwrite_each_other(self, validator, piece):
        accept_evidence(piece, supports=3, by=validator, seen=None)
        accept_evidence(piece, supports=3, by=validator, seen=None)
        with pytest.raises(JudgedByAnother):
            return_evidence(piece, note="Unsigned.", by=validator, seen=None)
        piece.refresh_from_db()
        assert piece.review == "accepted"
        seen = piece.reviewed_at
        return_evidence(piece, note="Unsigned.", by=validator, seen=seen)
        piece.refresh_from_db()
        assert (piece.review, piece.supports) == ("returned", None)

    def test_decisions_stay_when_the_round_goes_back_and_comes_again(
        self, round, coordinator, validator, piece
    ):
        accept_evidence(piece, supports=3, by=validator)
        move_round(
            round, to="agreeing", by=validator, move_number=0, reason="See the notes."
        )
        round.refresh_from_db()
        more = add_reference(piece.institution, "A1", "Order 115", by=coordinator)
        move_round(round, to="submitted", by=coordinator, move_number=1)
        piece.refresh_from_db()
        assert (piece.review, piece.supports, more.review) == ("accepted", 3, "")

    def test_the_country_does_not_judge_itself(self, round, coordinator, piece):
        with pytest.raises(NotNow):
            accept_evidence(piece, supports=3, by=coordinator)

    def test_refused_not_applicable_counts_as_unknown(self, round, validator, piece):
        agreed = AgreedLevel.objects.get(question="B2")
        AgreedLevel.objects.filter(pk=agreed.pk).update(given="na")
        agreed.refresh_from_db()
        judge_not_applicable(agreed, accepted=False, by=validator)
        assert agreed_of(round)["B2"] == "dk"
        judge_not_applicable(agreed, accepted=True, by=validator)
        assert agreed_of(round)["B2"] == "na"
