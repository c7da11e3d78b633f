"""A learner's pages: finishing lessons and modules, certificates to keep."""

import re

import pytest
from django.urls import reverse

from lms.core import pdf, private_files
from lms.learning import certificates, services
from lms.learning.models import Certificate, Completion, Enrolment
from tests.accounts.factories import UserFactory
from tests.learning.factories import (
    CertificateFactory,
    CompletionRuleFactory,
    make_module,
)
from tests.learning.test_services import hand_in, make_quiz

pytestmark = pytest.mark.django_db
needs_pango = pytest.mark.skipif(
    not pdf.pdf_available(), reason="Pango is missing here"
)


def words(page):
    return " ".join(page.content.decode().split())


def finish(key):
    return reverse("learning:finish_lesson", args=[key])


def test_finish_lesson_marks_it_and_goes_to_the_next(learner, mira):
    outline = make_module()

    page = learner.post(finish("01/01"))

    assert (page.status_code, page["Location"]) == (302, outline.lessons[1].url)
    assert Completion.objects.filter(person=mira, kind="lesson").count() == 1


def test_finish_lesson_twice_is_safe(learner):
    outline = make_module()
    learner.post(finish("01/01"))

    page = learner.post(finish("01/01"))

    assert page["Location"] == outline.lessons[1].url
    assert Completion.objects.filter(kind="lesson").count() == 1


def test_finish_the_last_lesson_goes_to_the_check(learner):
    make_module(check="01-check")

    page = learner.post(finish("01/03"))

    assert page["Location"] == reverse("quizzes:start", args=["01-check"])


def test_finish_the_last_lesson_without_check_goes_to_the_module(learner):
    outline = make_module()

    assert learner.post(finish("01/03"))["Location"] == outline.url


def test_finish_lesson_says_how_much_has_to_be_right(learner):
    make_quiz("01-01-check")
    outline = make_module(checks=(1,))
    CompletionRuleFactory(
        kind="lesson", parameters={"check": "right", "right_percent": 80}
    )

    learner.post(finish("01/01"))

    assert "is complete when at least 80 % of its questions are right." in words(
        learner.get(outline.lessons[1].url)
    )
    assert "It is complete when at least 80 % of its questions are right." in words(
        learner.get(outline.lessons[0].url)
    )


def test_finish_lesson_with_open_questions_says_so(learner):
    make_quiz("01-01-check")
    make_module(checks=(1,))

    page = learner.post(finish("01/01"), follow=True)

    assert "Lesson 1 is marked as read." in words(page)


def test_finish_lesson_by_get_leads_back_and_changes_nothing(learner):
    outline = make_module()

    page = learner.get(finish("01/02"))

    assert page["Location"] == outline.lessons[1].url
    assert Completion.objects.count() == 0


@pytest.mark.parametrize("key", ["01/99", "99/01", "01", "../../x"])
def test_finish_lesson_that_does_not_exist_is_not_found(learner, key):
    make_module()

    assert learner.post(f"/en/learn/finish/{key}/").status_code == 404


def test_complete_module_leads_to_the_certificate(learner, mira):
    outline = make_module(check="01-check")
    for lesson in outline.lessons:
        services.finish_lesson(mira, outline, lesson)
    hand_in(mira, "01-check", tell=False)

    page = learner.post(reverse("learning:complete_module", args=["01"]))

    assert page["Location"] == reverse("learning:certificates")
    assert Certificate.objects.get().person == mira


def test_complete_module_too_early_says_the_rule(learner):
    outline = make_module()

    page = learner.post(reverse("learning:complete_module", args=["01"]))

    assert page["Location"] == f"{outline.url}#missing"
    assert Certificate.objects.count() == 0


# The lesson's page


def test_opening_a_lesson_enrols_and_remembers_it(learner, mira):
    outline = make_module()

    page = learner.get(outline.lessons[1].url)

    enrolment = Enrolment.objects.get(person=mira)
    assert page.status_code == 200
    assert (enrolment.module_key, enrolment.last_lesson) == ("01", "01/02")


def test_opening_a_lesson_without_sign_in_leaves_no_trace(client):
    outline = make_module()

    page = client.get(outline.lessons[1].url)

    assert page.status_code == 200
    assert Enrolment.objects.count() == 0
    assert "Sign in to keep your progress." in words(page)


def test_lesson_page_shows_what_is_done(learner, mira):
    outline = make_module()
    services.finish_lesson(mira, outline, outline.lessons[0])

    page = learner.get(outline.lessons[1].url).content.decode()

    rail = page[page.index('class="rail') :]
    states = re.findall(r'<li data-state="(\w+)"', rail)[:3]
    assert states == ["done", "current", "open"]
    assert f'action="{finish("01/02")}"' in page


def test_lesson_page_of_a_read_lesson_links_to_the_next(learner, mira):
    outline = make_module()
    services.finish_lesson(mira, outline, outline.lessons[0])

    page = learner.get(outline.lessons[0].url).content.decode()

    assert f'action="{finish("01/01")}"' not in page
    assert f'class="next-lesson-card" href="{outline.lessons[1].url}"' in page


def test_module_page_says_what_is_missing(learner, mira):
    outline = make_module(check="01-check")
    services.finish_lesson(mira, outline, outline.lessons[0])

    page = words(learner.get(outline.url))

    assert "Why is this not complete?" in page
    assert "Lesson 2, Lesson 2 of 01: not marked as read" in page
    assert "A module is complete when all its lessons are complete" in page


def test_module_page_of_a_newcomer_has_no_reproach(learner):
    outline = make_module()

    page = words(learner.get(outline.url))

    assert "Why is this not complete?" not in page
    assert "Start with lesson 1" in page


def test_module_page_after_the_end_shows_the_certificate(learner, mira):
    outline = make_module()
    for lesson in outline.lessons:
        services.finish_lesson(mira, outline, lesson)

    page = words(learner.get(outline.url))

    assert "See my certificate" in page
    assert "Why is this not complete?" not in page


# Certificates


def download(client, certificate):
    return client.get(reverse("learning:certificate_pdf", args=[certificate.code]))


@needs_pango
@pytest.mark.slow
def test_certificate_is_downloaded_as_stored(learner, mira):
    certificate = CertificateFactory(person=mira)

    first, second = download(learner, certificate), download(learner, certificate)

    assert first["Content-Type"] == "application/pdf"
    assert first["Content-Disposition"] == (
        f'attachment; filename="streetlight-certificate-01-{certificate.code}.pdf"; '
        "filename*=UTF-8''Streetlight%2001%20%D0%9C%D0%B8%D1%80%D0%B0%20"
        "%D0%A2%D0%B0%D0%BB%D0%B2%D0%B8%D0%BA.pdf"
    )
    assert first.content.startswith(b"%PDF-")
    assert second.content == first.content


@needs_pango
@pytest.mark.slow
def test_certificate_on_a_full_disk_has_a_decent_answer(learner, mira, monkeypatch):
    certificate = CertificateFactory(person=mira)

    def no_space(file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(private_files.os, "fsync", no_space)
    refused = download(learner, certificate)
    monkeypatch.undo()

    assert refused.status_code == 503
    assert "You have lost nothing" in words(refused)
    assert "Try again" in words(refused)
    assert download(learner, certificate).status_code == 200


def test_certificate_whose_file_is_gone_says_so(learner, mira):
    certificate = CertificateFactory(
        person=mira, pdf="certificates/gone.pdf", pdf_sha256="0" * 64
    )

    page = download(learner, certificate)

    assert page.status_code == 503
    assert "cannot be found now" in words(page)


def test_certificate_without_the_library_is_a_page_to_print(learner, mira, monkeypatch):
    certificate = CertificateFactory(person=mira)
    monkeypatch.setattr(pdf, "_NATIVE", (("libno-such-thing.so.0",),))
    pdf.pdf_available.cache_clear()
    try:
        page = learner.get(
            reverse("learning:certificate_pdf", args=[certificate.code]), follow=True
        )
    finally:
        pdf.pdf_available.cache_clear()

    assert "Print this page" in words(page)
    assert "9 of 10 points (pass mark 7); learning time 45 minutes" in words(page)
    assert certificate.code in words(page)
    assert "<svg" in page.content.decode()


def test_certificate_of_somebody_else_is_not_found(learner):
    certificate = CertificateFactory()
    code = [certificate.code]

    assert download(learner, certificate).status_code == 404
    for name in ("certificate_print", "certificate_replace"):
        address = reverse(f"learning:{name}", args=code)
        assert learner.get(address).status_code in (404, 405)
    replaced = learner.post(reverse("learning:certificate_replace", args=code))
    assert replaced.status_code == 404


def test_certificates_are_listed_with_letters_that_have_no_font(learner, mira):
    CertificateFactory(
        person=mira, pdf="x.pdf", pdf_sha256="0" * 64, pdf_unprinted="ნიო"
    )

    page = words(learner.get(reverse("learning:certificates")))

    assert "These letters of your name have no font here: ნიო." in page


def test_certificate_can_be_replaced_after_a_corrected_name(learner, mira):
    old = CertificateFactory(person=mira)
    mira.full_name = "Мира Орлова"
    mira.save()
    address = reverse("learning:certificate_replace", args=[old.code])
    assert f'action="{address}"' in words(learner.get(reverse("learning:certificates")))

    page = learner.post(address, follow=True)

    new = Certificate.objects.valid().get()
    assert new.content["name"] == "Мира Орлова"
    assert f"issued again under the code {new.code}" in words(page)
    assert f'action="{address}"' not in words(page)


def test_certificate_with_the_same_name_offers_no_replacement(learner, mira):
    CertificateFactory(person=mira)

    page = words(learner.get(reverse("learning:certificates")))

    assert "Issue it again" not in page


def test_certificates_that_were_withdrawn_are_still_listed(learner, mira):
    certificate = CertificateFactory(person=mira)
    certificates.revoke_certificate(
        certificate, reason="Not own work.", by=UserFactory()
    )

    page = words(learner.get(reverse("learning:certificates")))

    assert "Reason: Not own work." in page


@pytest.mark.parametrize("count", [1, 3])
def test_certificates_take_the_same_queries_for_any_number(
    learner, mira, count, django_assert_num_queries
):
    CertificateFactory.create_batch(count, person=mira)
    learner.get(reverse("learning:certificates"))

    with django_assert_num_queries(4):
        learner.get(reverse("learning:certificates"))
