"""The learner's home: greeting, the one next step, modules, certificates."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.quizzes.models import Attempt
from lms.learning import following, services
from lms.learning.home import greeting, home_of
from modules.choices import Role as PathRole
from tests.accounts.factories import UserFactory
from tests.learning.factories import (
    AT,
    AssignmentFactory,
    CertificateFactory,
    CohortFactory,
    CohortMemberFactory,
    CompletionRuleFactory,
    NoteFactory,
    make_module,
)
from tests.learning.test_rule_changes import one_path
from tests.learning.test_services import hand_in, make_quiz

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
        outline = make_module(f"{number:02}", checks=(1,), check=f"{number:02}-check")
        finish_all(mira, outline)
        services.record_visit(mira, outline, outline.lessons[0])
        hand_in(mira, outline.check)
        hand_in(mira, outline.check, passed=False)
        NoteFactory(person=mira)
        cohort = CohortFactory()
        CohortMemberFactory(cohort=cohort, person=mira)
        AssignmentFactory(cohort=cohort, module_key=outline.key)
        role = list(PathRole)[number]
        AssignmentFactory(cohort=cohort, module_key="", path_role=role)
        following.follow_path(mira, list(PathRole)[-number])
    client.force_login(mira)
    client.get(URL)

    with django_assert_num_queries(10):
        assert client.get(URL).status_code == 200


def words(response) -> str:
    return " ".join(response.content.decode().split())


def assign(person, name, due_on, *, by=None, **what):
    """Let a cohort with this name ask a person for something."""
    cohort = CohortFactory(name=name)
    CohortMemberFactory(cohort=cohort, person=person)
    AssignmentFactory(
        cohort=cohort,
        due_on=due_on,
        made_by=by or UserFactory(full_name="Ana Rivas"),
        **{"module_key": "01"} | what,
    )


def test_home_shows_the_first_date_and_names_both_cohorts(client, mira):
    make_module("01")
    today = timezone.localdate()
    assign(mira, "Spring", today + timedelta(days=49))
    assign(mira, "Autumn", today + timedelta(days=11))
    client.force_login(mira)

    page = words(client.get(URL))

    assert "11 days" in page
    assert "49 days" not in page
    assert page.index("cohort <bdi>Autumn") < page.index("cohort <bdi>Spring")
    assert "asked by <bdi>Ana Rivas</bdi>" in page


def test_home_says_in_words_what_is_late(client, mira):
    make_module("01")
    assign(mira, "Autumn", timezone.localdate() - timedelta(days=1))
    client.force_login(mira)

    assert "1 day late" in words(client.get(URL))


def test_today_is_where_the_person_is(mira):
    make_module("01")
    mira.time_zone = "Pacific/Kiritimati"  # UTC+14
    assign(mira, "Autumn", date(2027, 9, 2))

    noon_before = datetime(2027, 9, 1, 12, 0, tzinfo=UTC)

    assert home_of(mira, "en", at=noon_before).due[0].due.days == 0


def test_nothing_is_due_is_said(client, mira):
    client.force_login(mira)

    assert "Nothing is due." in words(client.get(URL))


def test_a_newcomer_starts_with_what_is_due(mira):
    make_module("01")
    second = make_module("02")
    assign(mira, "Autumn", date(2027, 9, 30), module_key="02")

    assert home_of(mira, "en", at=AT).next_step.url == second.lessons[0].url


def test_home_shows_my_path_with_its_modules(client, mira, settings, tmp_path):
    one_path(settings, tmp_path, "01", "02")
    first = make_module("01")
    make_module("02")
    make_module("03")
    following.follow_path(mira, "statistician")
    finish_all(mira, first)
    client.force_login(mira)

    page = words(client.get(URL))

    assert "My path: Statistician" in page
    assert "1 of 2 modules complete" in page
    assert "about 1 hour left" in page
    # On the path and so not a second time below it.
    assert page.count("Module 01: Title of 01") == 2  # the other one: the certificate
    assert [one.key for one in home_of(mira, "en").suggestions] == ["03"]


def test_home_offers_the_paths_to_who_has_none(client, mira, settings, tmp_path):
    one_path(settings, tmp_path, "01")
    make_module("01")
    client.force_login(mira)

    assert 'href="/en/paths/statistician/"' in words(client.get(URL))


def test_home_says_why_the_module_is_not_complete(client, mira):
    outline = make_module("01", 2, checks=(1,), check="01-check")
    make_quiz("01-01-check")
    make_quiz("01-check", "module")
    services.finish_lesson(mira, outline, outline.lessons[0])
    client.force_login(mira)

    page = words(client.get(URL))

    assert "Why is module 01 not complete?" in page
    assert f'href="{outline.lessons[0].url}#check"' in page
    assert f'href="{outline.lessons[1].url}#finish"' in page
    assert "The module check: not passed yet" in page


def test_home_says_the_rule_of_the_module_at_hand(client, mira):
    outline = make_module("01", 2)
    CompletionRuleFactory(module_key="01", parameters={"lessons_percent": 50})
    services.enrol(mira, outline)
    client.force_login(mira)

    assert "Module 01 is complete when at least 50 % of its lessons" in words(
        client.get(URL)
    )


def test_home_shows_the_certificate_of_a_path(client, mira, settings, tmp_path):
    one_path(settings, tmp_path, "01")
    finish_all(mira, make_module("01"))
    following.follow_path(mira, "statistician", at=AT)
    client.force_login(mira)

    page = words(client.get(URL))

    assert "Learning path: Statistician" in page
    assert "path completed on 2 September 2027" in page


def test_home_shows_a_path_that_is_due(client, mira, settings, tmp_path):
    one_path(settings, tmp_path, "01", "02")
    finish_all(mira, make_module("01"))
    make_module("02")
    due_on = timezone.localdate() + timedelta(days=1)
    assign(mira, "Autumn", due_on, module_key="", path_role="statistician")
    client.force_login(mira)

    page = words(client.get(URL))

    assert '<a href="/en/paths/statistician/"> Learning path: Statistician </a>' in page
    assert "1 of 2 modules complete" in page
    assert "> 1 day <" in page


def test_home_shows_results_of_a_check_that_no_module_has_any_more(client, mira):
    make_quiz("99-check", "module")
    attempt = hand_in(mira, "99-check", points=4, passed=None, tell=False)
    client.force_login(mira)

    page = words(client.get(URL))

    assert "waiting to be marked" in page
    assert f"/en/checks/{attempt.public_id}/review/" in page


def test_home_shows_all_results_with_their_reviews(client, mira):
    outline = make_module("01", check="01-check")
    finish_all(mira, outline)
    first = hand_in(mira, "01-check", points=6, passed=False)
    best = hand_in(mira, "01-check", points=9)
    Attempt.objects.filter(pk=best.pk).update(passed_at=AT)
    last = hand_in(mira, "01-check", points=6, passed=False)
    client.force_login(mira)

    page = words(client.get(URL))

    (result,) = home_of(mira, "en").results
    assert (result.best.public_id, result.passed) == (best.public_id, result.best)
    tried = [one.public_id for one in result.attempts]
    assert tried == [one.public_id for one in (first, best, last)]
    for attempt in (first, best, last):
        assert f"/en/checks/{attempt.public_id}/review/" in page
    assert "Attempt 1 on 2 September 2027: 6 of 10" in page
