"""The public check: valid, withdrawn, replaced, unknown, mistyped; files; limits."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lms.learning.certificates import replace_certificate, revoke_certificate
from lms.learning.codes import ALPHABET, make_code
from lms.learning.forms import PDF_LIMIT
from lms.learning.models import Certificate
from tests.accounts.factories import UserFactory
from tests.learning.factories import AT, CertificateFactory, content_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"the file that was issued" * 40


@pytest.fixture
def certificate():
    """A valid certificate whose file is PDF."""
    return CertificateFactory(
        pdf="certificates/x.pdf",
        pdf_sha256=hashlib.sha256(PDF).hexdigest(),
        pdf_size=len(PDF),
    )


def url(code):
    return f"/verify/{code}/"


def words(page):
    return " ".join(page.content.decode().split())


def send(client, certificate, content, name="certificate.pdf"):
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return client.post(url(certificate.code), {"file": file})


def test_verify_shows_everything_as_issued(client, certificate):
    page = client.get(url(certificate.code))

    text = words(page)
    assert page.status_code == 200
    for part in (
        "This certificate is valid",
        "Streetlight issued it on 2 September 2027. It has not been changed or withdrawn.",
        "Мира Талвик",
        "Mira Talvik",
        "Module 01: Introduction to the mechanism",
        "Check passed with 9 of 10 points (pass mark 7)",
        "Explain it in three sentences. Count the channels.",
        "45 minutes",
        "Streetlight, for Arvania",
        "Compare these lines with the paper.",
        certificate.code,
    ):
        assert part in text


def test_verify_is_not_indexed_cached_or_signed_in(client, certificate):
    page = client.get(url(certificate.code))

    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert "sessionid" not in page.cookies


def test_verify_does_not_show_what_was_not_issued(client, certificate):
    page = words(client.get(url(certificate.code)))

    assert certificate.person.email not in page


def test_verify_says_withdrawn_with_date_and_reason(client, certificate):
    revoke_certificate(
        certificate, reason="Sat by <b>somebody</b> else.", by=UserFactory(), at=AT
    )

    page = words(client.get(url(certificate.code)))

    assert "This certificate was withdrawn" in page
    assert (
        "It was withdrawn on 2 September 2027. "
        "Reason: Sat by &lt;b&gt;somebody&lt;/b&gt; else." in page
    )
    assert "This certificate is valid" not in page


def test_verify_says_replaced_and_leads_to_the_newer_one(client, certificate):
    person = certificate.person
    person.full_name = "Мира Орлова"
    person.save()
    new = replace_certificate(certificate, by=person)

    page = words(client.get(url(certificate.code)))

    assert "This certificate was replaced" in page
    assert f'href="{url(new.code)}"' in page


def test_verify_an_unknown_code_says_so(client):
    page = client.get(url(make_code()))

    assert page.status_code == 404
    assert "There is no certificate with this code" in words(page)
    assert "Compare this file" not in words(page)


def test_verify_a_changed_symbol_is_not_called_unknown(client, certificate):
    first = certificate.code[0]
    changed = ALPHABET[(ALPHABET.index(first) + 1) % 32] + certificate.code[1:]

    page = client.get(url(changed))

    assert page.status_code == 404
    assert "This code cannot be right" in words(page)
    assert "there is no O and no I in a code" in words(page)
    assert "There is no certificate with this code" not in words(page)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7KQ2", "You wrote 4 letters and digits. A code has 12."),
        ("7", "You wrote 1 letter or digit. A code has 12."),
        ("7KQ2-M4XD-91T!", "No code has the sign !."),
        ("UUUU-M4XD-91TD", "No code has the sign U."),
        ("<script>", "No code has the sign &lt;, &gt;."),
    ],
)
def test_verify_says_what_is_wrong_with_a_code(client, typed, said):
    page = client.get("/verify/" + typed + "/")

    assert page.status_code == 404
    assert said in words(page)


def test_verify_leads_to_the_written_form(client, certificate):
    sloppy = certificate.code.replace("-", "").lower()

    page = client.get(url(sloppy))

    assert (page.status_code, page["Location"]) == (302, url(certificate.code))


@pytest.mark.parametrize("typed", [" {} ", "{}"])
def test_verify_form_leads_to_the_certificate(client, certificate, typed):
    typed = typed.format(certificate.code.replace("-", " ").lower())

    page = client.get("/verify/", {"code": typed})

    assert (page.status_code, page["Location"]) == (302, url(certificate.code))


def test_verify_form_without_a_code_asks_for_one(client):
    assert "Code of the certificate" in words(client.get("/verify/"))


def test_verify_form_says_what_is_wrong(client):
    page = words(client.get("/verify/", {"code": ""}))

    assert "Write the code that stands at the foot of the certificate." in page
    assert 'aria-invalid="true"' in page


def test_verify_in_the_visitors_language_and_says_which_it_was_issued_in(client):
    certificate = CertificateFactory(content=content_of(language="ru"))

    page = words(client.get(url(certificate.code)))

    assert "Issued in this language: Russian." in page


def test_verify_still_works_when_the_person_has_gone(client, certificate):
    Certificate.objects.update(person=None)

    assert "This certificate is valid" in words(client.get(url(certificate.code)))


def test_verify_takes_one_query(client, certificate, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(url(certificate.code))


def test_file_that_was_issued_is_recognised(client, certificate):
    page = send(client, certificate, PDF)

    assert page.status_code == 200
    assert "This is the file we issued" in words(page)


def test_file_with_one_changed_byte_is_found_out(client, certificate):
    page = send(client, certificate, PDF[:-1] + b"!")

    assert "This is not the file we issued" in words(page)


def test_file_of_a_certificate_without_pdf_has_nothing_to_compare_with(client):
    page = send(client, CertificateFactory(), PDF)

    assert "There is nothing to compare with" in words(page)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty."),
        (b"PK\x03\x04" + b"0" * 2000, "This is not a PDF file."),
        (b"0" * 2000 + b"%PDF-", "This is not a PDF file."),
        (b"%PDF-" + b"0" * PDF_LIMIT, "The file is 6 MB. The limit is 5 MB."),
        (b"%PDF-" + b"0" * (2 * PDF_LIMIT), "The file is 11 MB. The limit is 5 MB."),
    ],
    ids=["empty", "zip", "late mark", "just too large", "much too large"],
)
def test_file_that_is_no_pdf_or_too_large_is_refused(
    client, certificate, content, said
):
    page = send(client, certificate, content)

    assert page.status_code in (400, 413)
    assert said in words(page)


def test_file_that_was_not_chosen_is_asked_for(client, certificate):
    page = client.post(url(certificate.code))

    assert page.status_code == 400
    assert "Choose a PDF file." in words(page)


def test_file_with_a_wild_name_does_no_harm(client, certificate):
    page = send(client, certificate, PDF, name="../../" + "x" * 200 + "\u202e.pdf")

    assert "This is the file we issued" in words(page)


def find(client, content, name="certificate.pdf"):
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return client.post("/verify/", {"file": file})


def test_file_alone_leads_to_its_certificate(client, certificate):
    page = find(client, PDF)

    assert page.status_code == 200
    assert "This is the file we issued" in words(page)
    assert certificate.code in words(page)


def test_changed_file_is_recognised_by_the_code_in_its_name(client, certificate):
    name = f"streetlight-certificate-01-{certificate.code.lower()} (2).pdf"

    page = find(client, PDF + b"!", name=name)

    assert "This is not the file we issued" in words(page)
    assert "This certificate is valid" in words(page)


def test_file_of_nobody_says_what_to_do(client, certificate):
    page = find(client, PDF + b"!")

    assert page.status_code == 200
    assert "We did not issue this file" in words(page)
    assert "Code of the certificate" in words(page)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"GIF89a", "This is not a PDF file."),
        (b"", "This file is empty."),
    ],
)
def test_wrong_file_without_a_code_is_refused_beside_its_field(client, content, said):
    page = find(client, content)

    assert page.status_code == 400
    assert said in words(page)
    assert "<title>Error:" in words(page)


def test_file_without_a_code_that_is_too_large_is_refused_unread(client):
    page = client.post(
        "/verify/",
        b"x" * 100,
        content_type="text/plain",
        CONTENT_LENGTH=6 * 1024 * 1024,
    )

    assert page.status_code == 413
    assert "The limit is 5 MB." in words(page)


def test_files_in_bulk_are_limited_without_a_code_too(client):
    answers = [find(client, PDF).status_code for _ in range(52)]

    assert answers[-1] == 429


def test_path_certificate_shows_its_modules(client):
    certificate = CertificateFactory(
        key="statistician",
        content=content_of(
            scope="path",
            module_key="statistician",
            module_title="Statistician",
            objectives=[],
            modules=[
                {"key": "01", "title": "Start", "completed_on": "2027-08-30"},
                {"key": "02", "title": "Sources", "completed_on": ""},
            ],
            points=None,
            possible=None,
            pass_mark=None,
            minutes=150,
        ),
    )

    page = words(client.get(url(certificate.code)))

    assert "Learning path: Statistician" in page
    assert "01 Start, 30 August 2027; 02 Sources" in page
    assert "2 modules finished" in page
    assert "2½ hours" in page


def test_participation_says_so(client):
    certificate = CertificateFactory(
        kind="participation",
        content=content_of(
            kind="participation",
            points=None,
            possible=None,
            pass_mark=None,
            trainer="Ana Rivas",
        ),
    )

    page = words(client.get(url(certificate.code)))

    assert "Certificate of participation" in page
    assert "Took part" in page
    assert "Ana Rivas" in page


def test_file_needs_the_forms_token(certificate):
    from django.test import Client  # noqa: PLC0415 - the only one with checks

    file = SimpleUploadedFile("certificate.pdf", PDF)

    page = Client(enforce_csrf_checks=True).post(url(certificate.code), {"file": file})

    assert page.status_code == 403


def test_guessing_is_limited_and_says_when_to_come_back(client):
    answers = [client.get(url(make_code())).status_code for _ in range(60)]

    page = client.get(url(make_code()))

    assert set(answers[:49]) == {404}
    assert page.status_code == 429
    assert 0 < int(page["Retry-After"]) <= 601
    assert "Too many checks" in words(page)


def test_looking_at_real_certificates_is_limited_later(client, certificate):
    answers = {client.get(url(certificate.code)).status_code for _ in range(100)}

    assert answers == {200}


def test_the_limit_is_per_address(client, certificate):
    for _ in range(61):
        client.get(url(make_code()), REMOTE_ADDR="203.0.113.7")

    page = client.get(url(certificate.code), REMOTE_ADDR="203.0.113.8")

    assert page.status_code == 200


def test_the_limit_of_ipv6_is_per_network(client):
    for number in range(61):
        client.get(url(make_code()), REMOTE_ADDR=f"2001:db8::{number:x}")

    page = client.get(url(make_code()), REMOTE_ADDR="2001:db8::ffff")

    assert page.status_code == 429


def test_the_limit_ends_with_its_window(client, certificate, time_machine):
    time_machine.move_to("2027-09-02 12:00:30Z", tick=False)
    for _ in range(61):
        client.get(url(make_code()))
    time_machine.move_to("2027-09-02 12:10:01Z", tick=False)

    assert client.get(url(certificate.code)).status_code == 200


def test_other_methods_are_refused(client, certificate):
    assert client.put(url(certificate.code)).status_code == 405
    assert client.put("/verify/").status_code == 405


def test_checked_now_is_said_with_its_zone(client, certificate, time_machine):
    time_machine.move_to("2027-09-03 16:05Z", tick=False)

    page = words(client.get(url(certificate.code)))

    assert (
        "<dt>Checked now</dt> <dd ><bdi>3 September 2027, 16:05 (UTC)</bdi></dd>"
        in page
    )
