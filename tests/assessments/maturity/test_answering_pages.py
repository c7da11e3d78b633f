"""Pages of answering: one question at a time, two people at once, handing in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from assessments.maturity.models import Answer, Evidence, Round
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
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def institution():
    return RoundInstitutionFactory(round=RoundFactory(state=State.COLLECTING))


@pytest.fixture
def person(institution, client):
    person = RespondentFactory(institution=institution).person
    client.force_login(person)
    return person


def address(institution, question="A1"):
    return reverse(
        "maturity:answer", args=[institution.round_id, institution.pk, question]
    )


def overview(institution):
    return reverse(
        "maturity:answer_overview", args=[institution.round_id, institution.pk]
    )


class TestOneQuestion:
    def test_nothing_is_chosen_beforehand(self, client, institution, person):
        html = client.get(address(institution)).content.decode()
        assert "checked" not in html
        assert "A1 at 3." in html
        assert "Save and go to A2" in html
        assert "Not applicable" not in html

    def test_not_applicable_only_where_the_framework_allows_it(
        self, client, institution, person
    ):
        html = client.get(address(institution, "B2")).content.decode()
        assert "Not applicable" in html
        assert "Save and see all questions" in html

    def test_a_press_on_the_button_saves_and_goes_on(self, client, institution, person):
        data = {"version": 0, "level": "2", "justification": "Order 114.", "go": "next"}
        response = client.post(address(institution), data)
        assert response.url == address(institution, "A2")
        answer = Answer.objects.get()
        assert (answer.level, answer.justification) == (2, "Order 114.")

    def test_a_question_that_is_not_asked_is_not_found(
        self, client, institution, person
    ):
        assert client.get(address(institution, "Z9")).status_code == 404

    def test_the_script_gets_time_and_version(self, client, institution, person):
        data = {"version": 0, "level": "3", "confidence": "low"}
        said = client.post(address(institution), data, **JSON).json()
        assert (said["state"], said["version"], said["answered"]) == ("saved", 1, 1)
        assert said["lacks_evidence"] is True
        again = client.post(address(institution), data, **JSON).json()
        assert again["version"] == 1

    def test_blank_is_told_apart_from_saved(self, client, institution, person):
        said = client.post(address(institution), {"version": 0}, **JSON).json()
        assert (said["state"], said["version"]) == ("unsaved", 0)

    def test_not_applicable_without_a_reason_is_refused_beside_its_field(
        self, client, institution, person
    ):
        data = {
            "version": 0,
            "level": "na",
            "justification": "No border.",
            "go": "next",
        }
        response = client.post(address(institution, "B2"), data)
        html = response.content.decode()
        assert response.status_code == 422
        assert "id_na_reason_error" in html
        assert "No border." in html
        said = client.post(address(institution, "B2"), data, **JSON)
        assert said.status_code == 422
        assert list(said.json()["errors"]) == ["na_reason"]

    def test_a_choice_can_be_taken_back(self, client, institution, person):
        AnswerFactory(institution=institution, justification="Why.")
        data = {"version": 1, "level": "2", "justification": "Why.", "go": "clear"}
        assert client.post(address(institution), data).url == address(institution)
        assert Answer.objects.get().level is None
        assert Answer.objects.get().justification == "Why."

    def test_the_last_round_is_shown_only_after_an_answer(
        self, client, institution, person
    ):
        before = RoundFactory(
            country=institution.round.country,
            framework=institution.round.framework,
            reference_date="2026-06-30",
            state=State.VALIDATED,
            scores={},
        )
        row = RoundInstitutionFactory(round=before, institution=institution.institution)
        AnswerFactory(institution=row, given="1")
        assert "2026:" not in client.get(address(institution)).content.decode()
        client.post(address(institution), {"version": 0, "level": "2", "go": "next"})
        html = client.get(address(institution)).content.decode()
        assert "2026: 1 · Absent" in html
        # In another language than the texts have: marked, and never as letters.
        with override("en"):
            arabic = address(institution).replace("/en/", "/ar/")
            html = client.get(arabic).content.decode()
        assert "2026: 1 · Absent" in html
        assert "&lt;span" not in html
        assert 'aria-label="2 · Started"' in html

    def test_texts_of_people_are_texts(self, client, institution, person):
        AnswerFactory(institution=institution, justification="</textarea><script>")
        html = client.get(address(institution)).content.decode()
        assert "</textarea><script>" not in html


class TestTwoPeople:
    @pytest.fixture
    def colleague(self, institution):
        return RespondentFactory(institution=institution).person

    @pytest.fixture
    def theirs(self, institution, colleague):
        return AnswerFactory(
            institution=institution,
            given="2",
            justification="Order 114.",
            changed_by=colleague,
        )

    MINE = {"version": 0, "level": "3", "justification": "Law 7.", "go": "next"}

    def test_both_versions_stand_side_by_side(
        self, client, institution, person, theirs
    ):
        response = client.post(address(institution), self.MINE)
        html = response.content.decode()
        assert response.status_code == 409
        for words in ("Order 114.", "Law 7.", "Keep mine", "Keep theirs"):
            assert words in html
        assert str(theirs.changed_by) in html
        assert Answer.objects.get().justification == "Order 114."

    def test_the_script_is_told_and_nothing_is_written(
        self, client, institution, person, theirs
    ):
        response = client.post(address(institution), self.MINE, **JSON)
        assert response.status_code == 409
        assert response.json()["state"] == "conflict"
        assert Answer.objects.get().version == 1

    @pytest.mark.parametrize(
        ("keep", "level", "text"),
        [
            ("mine", 3, "Law 7."),
            ("theirs", 2, "Order 114."),
            ("both", 3, "Order 114.\n\nLaw 7."),
            ("both_theirs", 2, "Order 114.\n\nLaw 7."),
        ],
    )
    def test_the_second_chooses(
        self, client, institution, person, theirs, keep, level, text
    ):
        data = self.MINE | {"version": 1, "keep": keep}
        assert client.post(address(institution), data).status_code == 302
        answer = Answer.objects.get()
        assert (answer.level, answer.justification) == (level, text)

    def test_ones_own_other_window_is_called_that(
        self, client, institution, person, theirs
    ):
        Answer.objects.update(changed_by=person)
        html = client.post(address(institution), self.MINE).content.decode()
        assert "in another window" in html
        assert "Keep the other one" in html
        assert "Keep theirs" not in html

    def test_both_texts_keep_the_only_answer_there_is(
        self, client, institution, person, theirs
    ):
        data = self.MINE | {"level": "", "version": 1, "keep": "both"}
        client.post(address(institution), data)
        answer = Answer.objects.get()
        assert (answer.level, answer.justification) == (2, "Order 114.\n\nLaw 7.")

    def test_a_choice_about_an_older_version_is_asked_again(
        self, client, institution, person, theirs
    ):
        Answer.objects.update(version=2, justification="Order 115.")
        response = client.post(
            address(institution), self.MINE | {"version": 1, "keep": "mine"}
        )
        assert response.status_code == 409
        assert "Order 115." in response.content.decode()


class TestEvidence:
    PDF = b"%PDF-1.7 order 114"

    def test_several_kinds_are_added_at_once_and_the_answer_with_them(
        self, client, institution, person
    ):
        data = {
            "version": 0,
            "level": "3",
            "go": "stay",
            "evidence-file": SimpleUploadedFile("order.pdf", self.PDF),
            "evidence-url": "https://stat.example/law",
            "evidence-url_title": "The law",
            "evidence-reference": "Order 114, 2026, archive",
        }
        response = client.post(address(institution), data)
        assert response.url == f"{address(institution)}#evidence"
        kinds = Evidence.objects.values_list("kind", flat=True)
        assert sorted(kinds) == ["file", "link", "reference"]
        html = client.get(address(institution)).content.decode()
        for words in ("order.pdf", "The law", "Order 114, 2026, archive", "Remove"):
            assert words in html
        Round.objects.update(state=State.AGREEING)
        html = client.get(address(institution)).content.decode()
        assert "order.pdf" in html
        assert "Remove" not in html
        assert Answer.objects.get().level == 3

    def test_a_refused_file_keeps_the_answer_and_what_was_typed(
        self, client, institution, person, settings
    ):
        settings.UPLOAD_LIMIT = 10
        data = {
            "version": 0,
            "level": "3",
            "justification": "Law 7.",
            "go": "next",
            "evidence-file": SimpleUploadedFile("order.pdf", self.PDF),
            "evidence-url": "stat.example",
        }
        response = client.post(address(institution), data)
        html = response.content.decode()
        assert response.status_code == 422
        assert "The limit is" in html
        assert 'href="#id_evidence-file"' in html
        assert 'value="stat.example"' in html
        assert "Law 7." in html
        assert Answer.objects.get().level == 3
        assert not Evidence.objects.exists()

    def test_an_answer_that_is_refused_still_keeps_the_evidence(
        self, client, institution, person
    ):
        data = {"version": 0, "level": "9", "evidence-reference": "Order 114"}
        response = client.post(address(institution), data | {"go": "stay"})
        assert response.status_code == 422
        assert Evidence.objects.get().reference == "Order 114"

    def test_removing_keeps_what_was_typed(self, client, institution, person):
        data = {"version": 0, "level": "2", "evidence-reference": "Order 114"}
        client.post(address(institution), data | {"go": "stay"})
        piece = Evidence.objects.get()
        data = {"version": 1, "level": "2", "justification": "New.", "remove": piece.pk}
        client.post(address(institution), data)
        assert not Evidence.objects.present().exists()
        assert Answer.objects.get().justification == "New."

    def test_only_who_may_read_the_answers_opens_the_file(
        self, client, institution, person
    ):
        data = {"version": 0, "evidence-file": SimpleUploadedFile("o.pdf", self.PDF)}
        client.post(address(institution), data | {"go": "stay"})
        url = reverse("maturity:evidence", args=[Evidence.objects.get().pk])
        response = client.get(url)
        assert response.content == self.PDF
        assert response["Content-Disposition"] == 'attachment; filename="o.pdf"'
        other = RespondentFactory(
            institution=RoundInstitutionFactory(round=institution.round)
        )
        client.force_login(other.person)
        assert client.get(url).status_code == 404

    def test_level_3_without_evidence_is_a_notice_and_no_error(
        self, client, institution, person
    ):
        data = {"version": 0, "level": "3", "go": "next"}
        assert client.post(address(institution), data).status_code == 302
        html = client.get(address(institution)).content.decode()
        assert "<div data-lacks-evidence >" in html.replace("  ", " ")


class TestReading:
    def test_what_was_typed_when_answers_closed_is_shown_once_more(
        self, client, institution, person
    ):
        Round.objects.update(state=State.AGREEING)
        data = {"version": 0, "level": "2", "justification": "Law 7.", "go": "next"}
        response = client.post(address(institution), data)
        html = response.content.decode()
        assert response.status_code == 409
        assert "Law 7." in html
        assert "Agreeing levels" in html
        assert not Answer.objects.exists()
        said = client.post(address(institution), data, **JSON)
        assert (said.status_code, said.json()["state"]) == (409, "closed")

    def test_the_coordinator_reads_and_does_not_answer(self, client, institution):
        country = institution.round.country
        coordinator = MembershipFactory(role=Role.COORDINATOR, country=country).person
        client.force_login(coordinator)
        html = client.get(address(institution)).content.decode()
        assert 'name="level"' not in html
        response = client.post(address(institution), {"level": "2"})
        assert response.status_code == 409

    def test_another_institution_is_not_found(self, client, institution, person):
        other = RoundInstitutionFactory(round=institution.round)
        assert client.get(address(other)).status_code == 404
        assert client.get(overview(other)).status_code == 404
        assert client.post(address(other), {"level": "2"}).status_code == 404


class TestOverviewAndHandingIn:
    def test_each_kind_of_answer_has_its_words(self, client, institution, person):
        AnswerFactory(institution=institution, question="A1", given="1")
        AnswerFactory(institution=institution, question="A2", given="dk")
        AnswerFactory(
            institution=institution, question="B2", given="na", na_reason="None."
        )
        html = client.get(overview(institution)).content.decode()
        for words in (
            "1 · Absent",
            "I don&#x27;t know",
            "Not applicable",
            "Not answered",
        ):
            assert words in html
        assert "3 of 4 questions answered" in html

    def test_handing_in_names_what_is_blank_and_can_be_taken_back(
        self, client, institution, person
    ):
        AnswerFactory(institution=institution, given="3")
        url = reverse(
            "maturity:answer_hand_in", args=[institution.round_id, institution.pk]
        )
        html = client.get(url).content.decode()
        assert "3 questions are not answered" in html
        assert "1 level has no evidence yet" in html
        for _time in range(2):
            assert client.post(url).url == overview(institution)
        institution.refresh_from_db()
        assert institution.handed_in_at
        assert "handed in on" in client.get(address(institution)).content.decode()
        back = reverse(
            "maturity:answer_take_back", args=[institution.round_id, institution.pk]
        )
        client.post(back)
        institution.refresh_from_db()
        assert institution.handed_in_at is None

    def test_queries_do_not_grow(
        self, client, institution, person, django_assert_max_num_queries
    ):
        for question in ("A1", "A2", "B1", "B2"):
            AnswerFactory(institution=institution, question=question)
        client.get(overview(institution))
        with django_assert_max_num_queries(13):
            client.get(overview(institution))
        with django_assert_max_num_queries(14):
            client.get(address(institution))
