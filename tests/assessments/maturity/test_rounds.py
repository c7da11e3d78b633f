"""Opening rounds, asking people, moving on; who may do what, and when."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as outbox

from assessments.maturity.models import (
    AgreedLevel,
    Evidence,
    Respondent,
    Round,
    RoundMove,
)
from assessments.maturity.moves import MOVES, moves_from
from assessments.maturity.permissions import (
    TABLE,
    Action,
    Part,
    allowed,
    can,
    can_validate_for,
    parts_in,
)
from assessments.maturity.services.errors import (
    NotNow,
    NotReady,
    ReasonMissing,
    RoundExists,
    SomebodyWasFirst,
)
from assessments.maturity.services.rounds import (
    claim_invitations,
    invite_respondent,
    move_round,
    open_round,
    set_institutions,
)
from lms.accounts.models import Invitation, Role
from tests.accounts.factories import (
    CountryFactory,
    InstitutionFactory,
    MembershipFactory,
    RegionFactory,
    UserFactory,
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
DAY = date(2027, 6, 30)


def person_with(role, **place):
    return MembershipFactory(role=role, **place).person


@pytest.fixture
def country():
    return CountryFactory()


@pytest.fixture
def coordinator(country):
    return person_with(Role.COORDINATOR, country=country)


@pytest.fixture
def validator(country):
    return person_with(Role.VALIDATOR, country=None, region=country.region)


def a_round(country, coordinator, state=State.DRAFT):
    """Return a round with one institution and one respondent."""
    round = RoundFactory(country=country, state=state, opened_by=coordinator)
    RespondentFactory(institution=RoundInstitutionFactory(round=round))
    return round


def agree_everything(round, by, level="2"):
    for question in ("A1", "A2", "B1", "B2"):
        AgreedLevel.objects.create(
            round=round, question=question, given=level, reason="Seen.", set_by=by
        )


class TestOpening:
    def test_a_coordinator_opens_a_draft_with_its_institutions(
        self, country, coordinator
    ):
        bodies = [InstitutionFactory(country=country) for _number in range(2)]
        round = open_round(
            country,
            framework=make_framework(),
            reference_date=DAY,
            by=coordinator,
            institutions=bodies,
        )
        assert round.state == State.DRAFT
        assert [one.institution for one in round.institutions.all()] == bodies
        assert [move.after for move in round.moves.all()] == [State.DRAFT]

    def test_a_second_round_under_way_is_refused(self, country, coordinator):
        RoundFactory(country=country)
        with pytest.raises(RoundExists, match="under way"):
            open_round(
                country,
                framework=make_framework(),
                reference_date=date(2028, 1, 1),
                by=coordinator,
            )

    def test_nobody_opens_a_round_of_another_country(self, coordinator):
        with pytest.raises(NotNow):
            open_round(
                CountryFactory(),
                framework=make_framework(),
                reference_date=DAY,
                by=coordinator,
            )

    def test_a_system_administrator_does_not_open_rounds(self, country):
        system = person_with(
            Role.SYSTEM_ADMINISTRATOR, country=None, region=country.region
        )
        with pytest.raises(NotNow):
            open_round(
                country, framework=make_framework(), reference_date=DAY, by=system
            )


class TestInstitutions:
    def test_the_list_is_replaced_in_its_order(self, country, coordinator):
        round = RoundFactory(country=country)
        RoundInstitutionFactory(round=round)
        first, second = (InstitutionFactory(country=country) for _number in range(2))
        set_institutions(
            round, institutions=[(second, True), (first, False)], by=coordinator
        )
        rows = list(round.institutions.all())
        assert [(row.institution, row.is_core) for row in rows] == [
            (second, True),
            (first, False),
        ]

    def test_one_that_has_answered_stays(self, country, coordinator):
        round = RoundFactory(country=country, state=State.COLLECTING)
        answered = RoundInstitutionFactory(round=round)
        AnswerFactory(institution=answered)
        with pytest.raises(NotReady, match="has answered already"):
            set_institutions(
                round,
                institutions=[(InstitutionFactory(country=country), True)],
                by=coordinator,
            )
        assert round.institutions.get() == answered

    def test_another_countrys_institution_is_refused(self, country, coordinator):
        round = RoundFactory(country=country)
        with pytest.raises(NotNow):
            set_institutions(
                round, institutions=[(InstitutionFactory(), True)], by=coordinator
            )


class TestAskingPeople:
    def test_who_has_an_account_gets_the_role_and_is_asked_once(
        self, country, coordinator
    ):
        person = person_with(Role.FOCAL_POINT, country=country)
        row = RoundInstitutionFactory(round=RoundFactory(country=country))
        for _time in range(2):
            invite_respondent(row, email=person.email.upper(), by=coordinator)
        assert Respondent.objects.get().person == person
        person.forget_memberships()
        assert person.has_role(Role.RESPONDENT, country)
        assert not Invitation.objects.exists()

    def test_who_has_none_is_invited_and_linked_at_sign_in(self, country, coordinator):
        row = RoundInstitutionFactory(round=RoundFactory(country=country))
        invite_respondent(row, email="new@arvania.example", by=coordinator)
        assert Invitation.objects.get().role == Role.RESPONDENT
        person = UserFactory(email="new@arvania.example")
        EmailAddress.objects.get_or_create(
            user=person, email=person.email, defaults={"verified": True}
        )
        assert claim_invitations(person) == 1
        assert claim_invitations(person) == 0
        assert Respondent.objects.get().person == person

    def test_starting_to_collect_writes_to_everybody_once(
        self, country, coordinator, django_capture_on_commit_callbacks
    ):
        round = a_round(country, coordinator)
        with django_capture_on_commit_callbacks(execute=True):
            move_round(round, to=State.COLLECTING, by=coordinator, move_number=0)
        assert len(outbox.outbox) == 1


class TestMoving:
    def test_every_step_is_logged_with_person_and_reason(self, country, coordinator):
        round = a_round(country, coordinator)
        round = move_round(round, to=State.COLLECTING, by=coordinator, move_number=0)
        round = move_round(
            round, to=State.DRAFT, by=coordinator, move_number=1, reason="Too early."
        )
        steps = RoundMove.objects.values_list("before", "after", "by", "reason")
        assert list(steps) == [
            ("draft", "collecting", coordinator.pk, ""),
            ("collecting", "draft", coordinator.pk, "Too early."),
        ]

    def test_of_two_at_once_one_wins_and_the_other_is_told(self, country, coordinator):
        round = a_round(country, coordinator)
        move_round(round, to=State.COLLECTING, by=coordinator, move_number=0)
        with pytest.raises(SomebodyWasFirst):
            move_round(round, to=State.COLLECTING, by=coordinator, move_number=0)

    def test_a_step_back_needs_a_reason(self, country, coordinator):
        round = a_round(country, coordinator, State.AGREEING)
        with pytest.raises(ReasonMissing):
            move_round(round, to=State.COLLECTING, by=coordinator, move_number=0)

    def test_closing_before_all_handed_in_needs_a_reason(self, country, coordinator):
        round = a_round(country, coordinator, State.COLLECTING)
        with pytest.raises(ReasonMissing):
            move_round(round, to=State.AGREEING, by=coordinator, move_number=0)
        move_round(
            round,
            to=State.AGREEING,
            by=coordinator,
            move_number=0,
            reason="One is on leave.",
        )

    def test_nothing_starts_without_institutions_or_people(self, country, coordinator):
        round = RoundFactory(country=country)
        with pytest.raises(NotReady, match="institutions"):
            move_round(round, to=State.COLLECTING, by=coordinator, move_number=0)
        RoundInstitutionFactory(
            round=round,
            institution=InstitutionFactory(country=country, name={"en": "Tax Office"}),
        )
        with pytest.raises(NotReady, match="Tax Office"):
            move_round(round, to=State.COLLECTING, by=coordinator, move_number=0)

    def test_submitting_names_questions_without_a_level(self, country, coordinator):
        round = a_round(country, coordinator, State.AGREEING)
        AgreedLevel.objects.create(
            round=round, question="A1", given="2", reason="Seen.", set_by=coordinator
        )
        with pytest.raises(NotReady, match="A2, B1, B2"):
            move_round(round, to=State.SUBMITTED, by=coordinator, move_number=0)

    def test_validating_waits_for_every_piece_of_evidence(
        self, country, coordinator, validator
    ):
        round = a_round(country, coordinator, State.SUBMITTED)
        agree_everything(round, coordinator)
        Evidence.objects.create(
            institution=round.institutions.get(),
            question="A1",
            kind="reference",
            reference="Order 114",
            added_by=coordinator,
        )
        with pytest.raises(NotReady, match="1 piece of evidence"):
            move_round(round, to=State.VALIDATED, by=validator, move_number=0)

    def test_validating_freezes_the_scores(self, country, coordinator, validator):
        round = a_round(country, coordinator, State.SUBMITTED)
        agree_everything(round, coordinator, "3")
        round = move_round(round, to=State.VALIDATED, by=validator, move_number=0)
        assert round.scores["index"] == 100
        assert round.scores["version"] == "1.0.0"
        assert round.scores["scoring"]["stage_share"] == 0.8
        assert round.scores["validated"]["national_stage"] == 2
        assert round.scored_at is not None

    def test_a_validated_round_does_not_go_back(self):
        assert [move.after for move in MOVES if move.before == State.VALIDATED] == [
            State.PUBLISHED
        ]
        assert not [move for move in MOVES if move.before == State.PUBLISHED]

    def test_nobody_validates_the_own_country(self, country):
        both = person_with(Role.VALIDATOR, country=None, region=country.region)
        MembershipFactory(person=both, role=Role.FOCAL_POINT, country=country)
        both.forget_memberships()
        assert not can_validate_for(both, country)
        assert can_validate_for(both, CountryFactory(region=country.region))

    def test_a_coordinator_does_not_validate(self, country, coordinator):
        round = a_round(country, coordinator, State.SUBMITTED)
        agree_everything(round, coordinator)
        with pytest.raises(NotNow):
            move_round(round, to=State.VALIDATED, by=coordinator, move_number=0)


#: Part > action > states in which it is allowed: written down a second time, so that
#: a slip in the table is seen.
EXPECTED = {
    Part.RUNS: {
        Action.SEE: set(State),
        Action.SET_UP: {"draft", "collecting"},
        Action.ANSWER: set(),
        Action.FILL_IN: {"collecting"},
        Action.SHOW: {"agreeing"},
        Action.SEE_ANSWERS: set(State),
        Action.AGREE: {"agreeing"},
        Action.VALIDATE: set(),
        Action.SEE_VALIDATION: {"submitted", "validated", "published"},
        Action.SEE_RESULT: {"agreeing", "submitted", "validated", "published"},
        Action.OPT_IN: {"validated", "published"},
    },
    Part.ANSWERS: {
        Action.SEE: set(State) - {"draft"},
        Action.SET_UP: set(),
        Action.ANSWER: {"collecting"},
        Action.FILL_IN: {"collecting"},
        Action.SHOW: {"collecting"},
        Action.SEE_ANSWERS: set(),
        Action.AGREE: set(),
        Action.VALIDATE: set(),
        Action.SEE_VALIDATION: set(),
        Action.SEE_RESULT: {"submitted", "validated", "published"},
        Action.OPT_IN: set(),
    },
    Part.VALIDATES: {
        Action.SEE: {"submitted", "validated", "published"},
        Action.SET_UP: set(),
        Action.ANSWER: set(),
        Action.FILL_IN: set(),
        Action.SHOW: set(),
        Action.SEE_ANSWERS: {"submitted", "validated", "published"},
        Action.AGREE: set(),
        Action.VALIDATE: {"submitted"},
        Action.SEE_VALIDATION: {"submitted", "validated", "published"},
        Action.SEE_RESULT: {"submitted", "validated", "published"},
        Action.OPT_IN: set(),
    },
    Part.OVERSEES: {
        Action.SEE: {"submitted", "validated", "published"},
        Action.SET_UP: set(),
        Action.ANSWER: set(),
        Action.FILL_IN: set(),
        Action.SHOW: set(),
        Action.SEE_ANSWERS: {"submitted", "validated", "published"},
        Action.AGREE: set(),
        Action.VALIDATE: set(),
        Action.SEE_VALIDATION: {"submitted", "validated", "published"},
        Action.SEE_RESULT: {"submitted", "validated", "published"},
        Action.OPT_IN: set(),
    },
    Part.READS: {
        Action.SEE: {"published"},
        Action.SET_UP: set(),
        Action.ANSWER: set(),
        Action.FILL_IN: set(),
        Action.SHOW: set(),
        Action.SEE_ANSWERS: set(),
        Action.AGREE: set(),
        Action.VALIDATE: set(),
        Action.SEE_VALIDATION: set(),
        Action.SEE_RESULT: {"published"},
        Action.OPT_IN: set(),
    },
}


class TestWhoMayDoWhat:
    def test_the_table_is_complete(self):
        assert set(TABLE) == set(Action)
        assert set(EXPECTED) == set(Part)

    @pytest.mark.parametrize("part", Part)
    @pytest.mark.parametrize("action", Action)
    @pytest.mark.parametrize("state", State)
    def test_the_table_says_exactly_this(self, part, action, state):
        assert allowed({part}, action, state) == (state in EXPECTED[part][action])

    def test_parts_follow_from_roles_of_the_own_country_and_region(
        self, country, coordinator, validator
    ):
        round = a_round(country, coordinator)
        respondent = Respondent.objects.get().person
        stranger = person_with(Role.COORDINATOR, country=CountryFactory())
        far = person_with(Role.VALIDATOR, country=None, region=RegionFactory(key="far"))
        assert parts_in(coordinator, round) == {Part.RUNS, Part.READS}
        assert parts_in(validator, round) == {Part.VALIDATES, Part.READS}
        assert parts_in(respondent, round) == {Part.ANSWERS, Part.READS}
        assert parts_in(stranger, round) == parts_in(far, round) == {Part.READS}

    @pytest.mark.parametrize("state", State)
    def test_a_round_is_found_exactly_where_it_may_be_seen(
        self, country, coordinator, validator, state
    ):
        round = a_round(country, coordinator)
        scores = {} if state in Round.FROZEN else None
        Round.objects.filter(pk=round.pk).update(state=state, scores=scores)
        round.refresh_from_db()
        everybody = [
            coordinator,
            validator,
            Respondent.objects.get().person,
            person_with(Role.COUNTRY_ADMINISTRATOR, country=country),
            person_with(Role.LEARNER, country=country),
            person_with(Role.COORDINATOR, country=CountryFactory()),
            person_with(Role.SYSTEM_ADMINISTRATOR, country=None, region=country.region),
            person_with(
                Role.SYSTEM_ADMINISTRATOR, country=None, region=RegionFactory(key="far")
            ),
        ]
        for person in everybody:
            found = Round.objects.visible_to(person).filter(pk=round.pk).exists()
            assert found == can(person, Action.SEE, round), person.roles

    def test_buttons_are_those_of_the_own_part(self):
        assert [
            move.after for move in moves_from(State.SUBMITTED, {Part.VALIDATES})
        ] == [
            State.VALIDATED,
            State.AGREEING,
        ]
        assert moves_from(State.SUBMITTED, {Part.ANSWERS, Part.READS}) == []
