"""What becomes of learning when somebody takes it along or leaves."""

import json
import zipfile
from io import BytesIO

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from assessments.quizzes.models import Attempt
from assessments.quizzes.services import start_attempt, submit_attempt
from lms.accounts import my_data, services
from lms.accounts.my_data.archive import archive
from lms.core.private_files import private_storage, store_private
from lms.learning.activity import handed_in
from lms.learning.models import (
    Assignment,
    Certificate,
    CohortMember,
    Completion,
    Credential,
    Enrolment,
    MemberImport,
    Message,
    MessageRecipient,
    Note,
    PendingMember,
    Pseudonym,
    SigningKey,
    Statement,
)
from lms.learning.services import finish_lesson
from tests.assessments.factories import (
    answer_all,
    long_text_data,
    make_quiz,
    many,
    single_data,
)
from tests.learning.factories import (
    AssignmentFactory,
    CertificateFactory,
    CohortFactory,
    CohortMemberFactory,
    CompletionFactory,
    EnrolmentFactory,
    NoteFactory,
    PendingMemberFactory,
    content_of,
    make_module,
)

WITHDRAW = my_data.Wishes(keep_certificates=False)


def rows(person, name: str) -> list[dict]:
    """Return the rows of one kind in the person's archive."""
    packed = zipfile.ZipFile(BytesIO(archive(person, language="en")))
    return json.loads(packed.read(f"data/{name}.json"))["rows"]


def with_pdf(certificate: Certificate, content=b"%PDF-1.7 as issued") -> Certificate:
    """Return the certificate with a stored file."""
    name = store_private(f"certificates/{certificate.code}.pdf", content)
    Certificate.objects.filter(pk=certificate.pk).update(
        pdf=name, pdf_sha256="a" * 64, pdf_size=len(content)
    )
    certificate.refresh_from_db()
    return certificate


def signed(certificate: Certificate) -> Credential:
    """Return a credential of the certificate."""
    key = SigningKey.objects.create(
        public=f"z6Mk{certificate.code}",
        sealed="x",
        is_current=False,
        retired_at=timezone.now(),
    )
    return Credential.objects.create(
        certificate=certificate,
        key=key,
        status_list=1,
        status_index=7,
        document='{"name": "Mira Talvik"}',
        token="a.b.c",
    )


def public(certificate: Certificate) -> str:
    """Return the address of the public check."""
    return reverse("certificates:verify", args=[certificate.code])


# Taking along


def test_archive_holds_ones_own_learning_and_nobody_elses(mira):
    NoteFactory.create(person=mira, text="Mine.")
    NoteFactory.create(text="Somebody else's.")
    CompletionFactory.create(person=mira, key="01/02")
    CompletionFactory.create(key="09/09")
    EnrolmentFactory.create(person=mira)
    CohortMemberFactory.create(person=mira, cohort__name="Spring")

    assert [row["text"] for row in rows(mira, "notes")] == ["Mine."]
    assert [row["key"] for row in rows(mira, "completions")] == ["01/02"]
    assert [row["module_key"] for row in rows(mira, "modules")] == ["01"]
    assert [row["cohort"] for row in rows(mira, "cohorts")] == ["Spring"]


def test_archive_holds_certificates_as_issued(mira):
    certificate = with_pdf(CertificateFactory.create(person=mira))
    signed(certificate)

    packed = zipfile.ZipFile(BytesIO(archive(mira, language="en")))

    name = f"certificates/{certificate.code}"
    assert packed.read(f"{name}.pdf") == b"%PDF-1.7 as issued"
    assert b"Mira" in packed.read(f"{name}.credential.json")
    assert rows(mira, "certificates")[0]["content"] == certificate.content


def test_certificate_whose_file_is_lost_does_not_spoil_the_archive(mira):
    certificate = with_pdf(CertificateFactory.create(person=mira))
    private_storage().delete(certificate.pdf.name)

    assert len(rows(mira, "certificates")) == 1


def test_archive_holds_attempts_with_answers(mira):
    attempt = start_attempt(make_quiz(*many(2), pass_mark=1), person=mira)
    answer_all(attempt)
    submit_attempt(attempt)

    found = rows(mira, "attempts")

    assert (found[0]["points"], found[0]["passed"]) == (2.0, True)
    assert [one["share"] for one in found[0]["answers"]] == [1.0, 1.0]


def test_archive_costs_the_same_for_any_number_of_attempts(
    mira, django_assert_max_num_queries
):
    for number in range(6):
        question = single_data(key=f"q{number}")
        quiz = make_quiz(question, key=f"check-{number}", pass_mark=1)
        submit_attempt(start_attempt(quiz, person=mira))

    with django_assert_max_num_queries(45):
        archive(mira, language="en")


def test_archive_holds_messages_both_ways(mira):
    cohort = CohortFactory.create(trainers=[mira])
    message = Message.objects.create(
        cohort=cohort, sender=mira, subject="Tomorrow", text="Bring the form."
    )
    MessageRecipient.objects.create(message=message, person=mira)

    assert rows(mira, "messages")[0]["message__text"] == "Bring the form."
    assert rows(mira, "messages-written")[0]["subject"] == "Tomorrow"


# Closing


def test_results_stay_for_statistics_without_notes_and_texts(mira):
    EnrolmentFactory.create(person=mira)
    CompletionFactory.create(person=mira)
    NoteFactory.create(person=mira)
    quiz = make_quiz(long_text_data(), *many(1), pass_mark=1)
    attempt = start_attempt(quiz, person=mira)
    answer_all(attempt)
    submit_attempt(attempt)
    before = Attempt.objects.values("points", "possible", "passed").get()
    text = attempt.items.first().answer

    services.close_account(mira)

    attempt.refresh_from_db()
    assert Attempt.objects.values("points", "possible", "passed").get() == before
    assert text not in str(list(attempt.items.values_list("answer")))
    assert text not in str(list(attempt.items.values_list("responses__answer")))
    assert attempt.items.last().answer is not None
    assert Enrolment.objects.count() == Completion.objects.count() == 1
    assert not Note.objects.exists()
    assert attempt.person.display_name == f"Closed account {mira.pk}"


def test_certificate_stays_valid_under_the_name_by_default(client, mira):
    certificate = with_pdf(CertificateFactory.create(person=mira))

    services.close_account(mira)

    certificate.refresh_from_db()
    page = client.get(public(certificate)).content.decode()
    assert certificate.person is None
    assert certificate.is_valid
    assert certificate.has_pdf
    assert "This certificate is valid" in page
    assert "Мира Талвик" in page


def test_certificate_is_withdrawn_and_nameless_at_the_persons_wish(
    client, mira, django_capture_on_commit_callbacks
):
    certificate = with_pdf(CertificateFactory.create(person=mira))
    file = certificate.pdf.name
    signed(certificate)

    with django_capture_on_commit_callbacks(execute=True):
        services.close_account(mira, wishes=WITHDRAW)

    certificate.refresh_from_db()
    page = client.get(public(certificate)).content.decode()
    credential = reverse("certificates:credential_json", args=[certificate.code])
    assert certificate.status == Certificate.Status.REVOKED
    assert certificate.status_reason == "The person asked for it."
    assert "This certificate was withdrawn" in page
    assert "Мира" not in page
    assert "Talvik" not in page
    assert not private_storage().exists(file)
    assert client.get(credential).status_code == 404


def test_place_in_the_status_list_stays_so_that_copies_are_found_out(mira):
    certificate = CertificateFactory.create(person=mira)
    signed(certificate)

    services.close_account(mira, wishes=WITHDRAW)

    kept = Credential.objects.get()
    assert (kept.status_list, kept.status_index, kept.document) == (1, 7, "")


def test_replaced_certificates_lose_the_name_too(mira):
    old = CertificateFactory.create(
        person=mira,
        status=Certificate.Status.SUPERSEDED,
        status_at="2027-09-03T00:00:00Z",
        content=content_of(name="Mira Old"),
    )

    services.close_account(mira, wishes=WITHDRAW)

    old.refresh_from_db()
    assert (old.status, old.content["name"]) == (Certificate.Status.SUPERSEDED, "")


def test_person_leaves_cohorts_and_lists(mira):
    member = CohortMemberFactory.create(person=mira)
    cohort = CohortFactory.create(trainers=[mira])
    PendingMemberFactory.create(
        email="mira@home.example", full_name="Мира Талвик", latin_name="Mira Talvik"
    )
    EmailAddress.objects.create(user=mira, email="Mira@home.example", verified=True)
    assignment = AssignmentFactory.create(
        cohort=None, person=mira, note="For you, Mira"
    )

    services.close_account(mira)

    member.refresh_from_db()
    assert member.left_at is not None
    assert not cohort.trainers.exists()
    waited = PendingMember.objects.get()
    assert waited.withdrawn_at is not None
    assert waited.email == f"closed-{mira.pk}@account.invalid"
    assert (waited.full_name, waited.latin_name) == ("", "")
    assert Assignment.objects.get(pk=assignment.pk).withdrawn_at is not None
    assert Assignment.objects.get(pk=assignment.pk).note == ""
    assert CohortMember.objects.count() == 1


def test_address_is_taken_out_of_lists_that_were_only_looked_at(mira):
    cohort = CohortFactory.create()
    other = {"email": "other@example.org"}
    looked_at = MemberImport.objects.create(
        cohort=cohort,
        way="file",
        made_by=cohort.created_by,
        rows=[{"entry": {"email": mira.email, "full_name": "Mira"}}, other],
    )

    services.close_account(mira)

    looked_at.refresh_from_db()
    assert looked_at.rows == [other]


def test_assignments_of_the_cohort_are_taken_along_and_stay(mira):
    member = CohortMemberFactory.create(person=mira)
    assignment = AssignmentFactory.create(cohort=member.cohort)

    assert len(rows(mira, "assignments")) == 1
    services.close_account(mira)

    assignment.refresh_from_db()
    assert assignment.withdrawn_at is None


def test_link_to_the_activity_record_is_deleted(settings, mira):
    settings.XAPI_ACTIVITY = True
    module = make_module("91", lessons=2)
    finish_lesson(mira, module, module.lessons[0])
    told = Statement.objects.count()

    services.close_account(mira)

    assert Statement.objects.filter(person=None).count() == told
    assert not Pseudonym.objects.exists()


def test_closed_account_is_not_told_again(settings, mira):
    settings.XAPI_ACTIVITY = True
    attempt = start_attempt(make_quiz(*many(1), pass_mark=1), person=mira)
    submit_attempt(attempt)
    services.close_account(mira)
    attempt = Attempt.objects.get()

    handed_in(attempt)

    assert not Statement.objects.exists()


@pytest.mark.parametrize("wishes", [my_data.Wishes(), WITHDRAW])
def test_closing_twice_is_closing_once(wishes, mira):
    CertificateFactory.create(person=mira)

    first = services.close_account(mira, wishes=wishes)
    again = services.close_account(mira, wishes=wishes)

    assert first.closed_at == again.closed_at
