"""The learner's home: greeting, the one next step, modules, certificates."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from lms.learning import services
from lms.learning.home import greeting, home_of
from tests.accounts.factories import UserFactory
from tests.learning.factories import AT, CertificateFactory, NoteFactory, make_module

pytestmark = pytest.mark.django_db
URL = "/en/learn/"


def finish_all(person, outline):
    for lesson in outline.lessons:
        services.finish_lesson(person, outline, lesson, at=AT)


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (0, "Good evening"),
        (4, "Good evening"),
        (5, "Good morning"),
        (11, "Good morning"),
        (12, "Good afternoon"),
        (17, "Good afternoon"),
        (18, "Good evening"),
    ],
)
def test_greeting_follows_the_hour_where_the_person_is(hour, words):
    person = UserFactory.build(full_name="Mira Talvik", time_zone="Asia/Bishkek")
    at = datetime(2027, 9, 2, (hour - 6) % 24, 30, tzinfo=UTC)

    assert greeting(person, at=at) == f"{words}, Mira Talvik"


def test_greeting_with_an_unknown_time_zone_is_by_utc():
    person = UserFactory.build(full_name="Mira", time_zone="Nowhere/Atall")

    assert greeting(person, at=AT) == "Good afternoon, Mira"


def test_home_of_a_newcomer_starts_with_the_first_module(mira):
    first, second = make_module("01"), make_module("02")

    home = home_of(mira, "en", at=AT)

    assert home.next_step.url == first.lessons[0].url
    assert home.next_step.button == "Start module 01"
    assert home.mine == ()
    assert home.suggestions == (second,)


def test_home_of_a_reader_continues_with_the_exact_lesson(mira):
    outline = make_module("01")
    make_module("02")
    services.finish_lesson(mira, outline, outline.lessons[0])
    services.record_visit(mira, outline, outline.lessons[1])

    home = home_of(mira, "en")

    assert home.next_step.url == outline.lessons[1].url
    assert home.next_step.eyebrow == "Continue · Module 01, lesson 2"
    assert [one.progress.outline.key for one in home.mine] == ["01"]
    assert [one.key for one in home.suggestions] == ["02"]


def test_home_of_somebody_at_the_end_leads_to_the_check(mira):
    outline = make_module("01", check="01-check")
    finish_all(mira, outline)

    step = home_of(mira, "en").next_step

    assert (step.url, step.button) == (
        reverse("quizzes:start", args=["01-check"]),
        "Go to the module check",
    )


def test_home_of_somebody_who_finished_proposes_the_next_module(mira):
    finish_all(mira, make_module("01"))
    second = make_module("02")

    home = home_of(mira, "en")

    assert home.next_step.url == second.lessons[0].url
    assert home.next_step.eyebrow == "Choose the next module: 02"
    assert [one.progress.state for one in home.mine] == ["done"]


def test_home_of_somebody_who_finished_everything_has_no_step(mira):
    finish_all(mira, make_module("01"))

    assert home_of(mira, "en").next_step is None


def test_home_leaves_out_modules_in_preparation(mira):
    make_module("01", lessons=0, state="coming")

    home = home_of(mira, "en")

    assert (home.next_step, home.suggestions) == (None, ())


def test_home_page_shows_the_next_step_and_certificates(client, mira):
    outline = make_module("01")
    services.record_visit(mira, outline, outline.lessons[1])
    certificate = CertificateFactory(
        person=mira, pdf="x.pdf", pdf_sha256="0" * 64, pdf_size=23_400
    )
    NoteFactory(person=mira)
    client.force_login(mira)

    page = client.get(URL)

    assert page.status_code == 200
    assert f'href="{outline.lessons[1].url}"' in page.content.decode()
    assert "PDF, 23 KB · 2 September 2027" in page.content.decode()
    pdf = reverse("learning:certificate_pdf", args=[certificate.code])
    assert f'href="{pdf}"' in page.content.decode()
    assert "Read my 1 private note" in " ".join(page.content.decode().split())


def test_home_page_is_empty_before_anything_is_published(client, mira):
    client.force_login(mira)

    assert "No module is ready yet" in client.get(URL).content.decode()


def test_home_page_escapes_the_name(client):
    person = UserFactory(full_name="<b>O'Brien</b> & Co")
    client.force_login(person)

    page = client.get(URL).content.decode()

    assert "&lt;b&gt;O&#x27;Brien&lt;/b&gt; &amp; Co" in page


def test_home_page_asks_to_sign_in(client):
    page = client.get(URL)

    assert page.status_code == 302
    assert page["Location"].startswith("/en/account/login/?next=")


@pytest.mark.parametrize("count", [1, 3])
def test_home_page_takes_the_same_queries_for_any_number(
    client, mira, count, django_assert_num_queries
):
    for number in range(1, count + 1):
        outline = make_module(f"{number:02}")
        finish_all(mira, outline)
        services.record_visit(mira, outline, outline.lessons[0])
        NoteFactory(person=mira)
    client.force_login(mira)
    client.get(URL)

    with django_assert_num_queries(6):
        assert client.get(URL).status_code == 200
