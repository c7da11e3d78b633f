"""Saving answers and evidence: at every change, never over another's words."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.maturity.models import Answer, AnswerChange, Evidence, Round
from assessments.maturity.services.answering import (
    ChangedByAnother,
    Content,
    hand_in,
    last_answer,
    save_answer,
    take_back,
)
from assessments.maturity.services.errors import NotNow
from assessments.maturity.services.evidence import (
    add_file,
    add_link,
    add_reference,
    remove_evidence,
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
def institution():
    return RoundInstitutionFactory(round=RoundFactory(state=State.COLLECTING))


@pytest.fixture
def person(institution):
    return RespondentFactory(institution=institution).person


def save(institution, person, version=0, **content):
    return save_answer(
        institution, "A1", Content(**content), by=person, version=version
    )


class TestSaving:
    def test_every_change_is_counted_and_kept(self, institution, person):
        save(institution, person, level=2)
        answer = save(institution, person, version=1, level=3, justification="Signed.")
        assert (answer.level, answer.version) == (3, 2)
        kept = AnswerChange.objects.values_list("version", "given", "justification")
        assert list(kept) == [(1, "2", ""), (2, "3", "Signed.")]

    def test_the_same_again_changes_nothing_whatever_was_read(
        self, institution, person
    ):
        save(institution, person, level=2)
        save(institution, person, version=0, level=2)
        assert Answer.objects.get().version == 1
        assert AnswerChange.objects.count() == 1

    def test_nobody_writes_over_a_colleagues_words_unseen(self, institution, person):
        colleague = RespondentFactory(institution=institution).person
        save(institution, colleague, level=2, justification="Order 114.")
        with pytest.raises(ChangedByAnother) as caught:
            save(institution, person, version=0, level=3)
        assert caught.value.answer.justification == "Order 114."
        assert Answer.objects.get().level == 2

    def test_an_empty_form_makes_no_row(self, institution, person):
        assert save(institution, person).version == 0
        assert not Answer.objects.exists()

    @pytest.mark.parametrize(("level", "given"), [(1, "1"), ("dk", "dk"), (None, "")])
    def test_level_1_do_not_know_and_blank_are_three_things(
        self, institution, person, level, given
    ):
        save(institution, person, level=level, justification="Why.")
        answer = Answer.objects.get()
        assert (answer.given, answer.level) == (given, level)

    def test_not_applicable_needs_a_reason_and_the_right_question(
        self, institution, person
    ):
        with pytest.raises(ValidationError) as caught:
            save(institution, person, level="na", na_reason="No border.")
        assert list(caught.value.message_dict) == ["level"]
        content = Content(level="na")
        with pytest.raises(ValidationError) as caught:
            save_answer(institution, "B2", content, by=person, version=0)
        assert list(caught.value.message_dict) == ["na_reason"]
        content = Content(level="na", na_reason="No land border.")
        answer = save_answer(institution, "B2", content, by=person, version=0)
        assert (answer.level, answer.na_reason) == ("na", "No land border.")

    @pytest.mark.parametrize(
        ("content", "field"),
        [
            ({"level": 9}, "level"),
            ({"level": 2, "confidence": "sure"}, "confidence"),
            ({"level": 2, "justification": "x" * 3001}, "justification"),
        ],
    )
    def test_what_does_not_fit_is_named_by_its_field(
        self, institution, person, content, field
    ):
        with pytest.raises(ValidationError) as caught:
            save(institution, person, **content)
        assert list(caught.value.message_dict) == [field]

    @pytest.mark.parametrize("state", [State.DRAFT, State.AGREEING, State.SUBMITTED])
    def test_answers_are_taken_only_while_the_round_collects(
        self, institution, person, state
    ):
        Round.objects.update(state=state)
        institution.round.refresh_from_db()
        with pytest.raises(NotNow):
            save(institution, person, level=2)

    def test_who_is_asked_for_another_institution_is_refused(self, institution):
        other = RespondentFactory(
            institution=RoundInstitutionFactory(round=institution.round)
        )
        with pytest.raises(NotNow):
            save(institution, other.person, level=2)

    def test_who_runs_the_round_brings_in_files_but_does_not_answer(self, institution):
        country = institution.round.country
        coordinator = MembershipFactory(role=Role.COORDINATOR, country=country).person
        with pytest.raises(NotNow):
            save(institution, coordinator, level=2)
        answer = save_answer(
            institution,
            "A1",
            Content(level=2),
            by=coordinator,
            version=0,
            from_file=True,
        )
        assert answer.changed_by == coordinator


class TestHandingIn:
    def test_after_handing_in_answers_are_closed_until_taken_back(
        self, institution, person
    ):
        hand_in(institution, by=person)
        first = hand_in(institution, by=person).handed_in_at
        with pytest.raises(NotNow, match="handed in"):
            save(institution, person, level=2)
        assert take_back(institution, by=person).handed_in_at is None
        assert save(institution, person, level=2).level == 2
        assert first is not None

    def test_the_last_round_is_remembered_only_when_it_is_frozen(
        self, institution, person
    ):
        before = RoundFactory(
            country=institution.round.country,
            framework=institution.round.framework,
            reference_date="2026-06-30",
            state=State.VALIDATED,
            scores={},
        )
        row = RoundInstitutionFactory(round=before, institution=institution.institution)
        AnswerFactory(institution=row, given="2")
        assert last_answer(institution, "A1").level == 2
        assert last_answer(institution, "A2") is None


PDF = b"%PDF-1.7 order 114"


class TestEvidence:
    def test_the_same_file_twice_is_one_piece(self, institution, person):
        for _time in range(2):
            add_file(
                institution,
                "A1",
                SimpleUploadedFile("order.pdf", PDF),
                by=person,
            )
        piece = Evidence.objects.get()
        assert (piece.file_name, piece.file_size) == ("order.pdf", len(PDF))
        with piece.file.open() as file:
            assert file.read() == PDF

    def test_a_wrong_file_is_refused_beside_its_field(self, institution, person):
        with pytest.raises(ValidationError) as caught:
            add_file(
                institution,
                "A1",
                SimpleUploadedFile("order.exe", b"MZ"),
                by=person,
            )
        assert list(caught.value.message_dict) == ["file"]

    def test_a_file_too_large_is_refused(self, institution, person, settings):
        settings.UPLOAD_LIMIT = 10
        with pytest.raises(ValidationError, match="limit"):
            add_file(
                institution,
                "A1",
                SimpleUploadedFile("order.pdf", PDF),
                by=person,
            )
        assert not Evidence.objects.exists()

    def test_an_address_is_whole_and_safe(self, institution, person):
        for wrong in ("stat.example", "javascript:alert(1)", "ftp://stat.example"):
            with pytest.raises(ValidationError):
                add_link(institution, "A1", wrong, by=person)
        piece = add_link(institution, "A1", "https://stat.example/law", by=person)
        assert piece.url == "https://stat.example/law"

    def test_what_is_removed_can_be_added_again(self, institution, person):
        first = add_reference(institution, "A1", "Order 114", by=person)
        remove_evidence(first, by=person)
        remove_evidence(first, by=person)
        second = add_reference(institution, "A1", "Order 114", by=person)
        assert list(Evidence.objects.present()) == [second]

    def test_nobody_adds_for_another_institution(self, institution):
        other = RespondentFactory(
            institution=RoundInstitutionFactory(round=institution.round)
        )
        with pytest.raises(NotNow):
            add_reference(institution, "A1", "Order 114", by=other.person)
