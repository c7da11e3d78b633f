"""Results of a large cohort as PDF: made once in the background, kept, made again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import default_task_backend

from benchmarks.matrix import fill_cohort, make_modules, make_trainer
from lms.accounts.models import AuditEntry, User
from lms.accounts.services import close_account
from lms.core.pdf import PdfFailed
from lms.core.private_files import private_storage
from lms.learning.desk import kept
from lms.learning.models import CohortMember, ResultsDocument

pytestmark = pytest.mark.django_db
State = ResultsDocument.State


@pytest.fixture
def trainer():
    return make_trainer()


@pytest.fixture
def browser(client, trainer):
    client.force_login(trainer)
    return client


@pytest.fixture
def cohort(trainer, monkeypatch):
    """Four learners: one more than is printed at once."""
    monkeypatch.setattr(kept, "AT_ONCE", 3)
    return fill_cohort(4, make_modules(1, 1), trainer)


@pytest.fixture(autouse=True)
def printed(monkeypatch):
    """Print nothing; the list of what was asked for, a document each."""
    found = []

    def results_pdf(matrix):
        found.append(matrix)
        return f"%PDF-{len(found)}".encode()

    monkeypatch.setattr(kept, "results_pdf", results_pdf)
    return found


@pytest.fixture
def ask(browser, cohort, django_capture_on_commit_callbacks):
    """Press the button, and let what follows the commit happen."""

    def pressed(*, follow_commit=True):
        with django_capture_on_commit_callbacks(execute=follow_commit):
            return browser.post(page(cohort))

    return pressed


def page(cohort):
    return f"/en/cohorts/{cohort.pk}/results/document/"


def pdf(cohort):
    return f"/en/cohorts/{cohort.pk}/results/results.pdf"


def words(browser, cohort):
    return browser.get(page(cohort)).content.decode()


def test_a_large_cohort_is_led_to_a_page_with_a_button(browser, cohort, printed):
    response = browser.get(pdf(cohort))
    results = browser.get(f"/en/cohorts/{cohort.pk}/results/").content.decode()

    assert response.url == page(cohort)
    # A link to download would save the page that it leads to.
    assert f'<a href="{pdf(cohort)}">' in results
    assert "Make the document" in words(browser, cohort)
    assert printed == []
    assert not ResultsDocument.objects.exists()


def test_small_cohorts_are_printed_at_once(browser, cohort, monkeypatch):
    CohortMember.objects.filter(cohort=cohort).first().delete()
    monkeypatch.setattr("lms.learning.desk.documents.results_pdf", lambda _: b"%PDF-0")

    assert browser.get(pdf(cohort)).content == b"%PDF-0"
    assert not ResultsDocument.objects.exists()


def test_it_is_made_kept_and_noted_when_taken(ask, browser, cohort, printed, trainer):
    assert ask().url == page(cohort)

    assert "as of" in words(browser, cohort)
    assert not AuditEntry.objects.filter(verb="results_exported").exists()
    for _time in range(2):
        assert browser.get(pdf(cohort)).content == b"%PDF-1"
    assert len(printed) == 1
    assert AuditEntry.objects.filter(verb="results_exported").count() == 2
    ask()
    assert len(printed) == 1


def test_a_double_click_makes_one_job(ask, browser, cohort, settings):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}
    }
    ask()
    ask()

    assert [one.task.name for one in default_task_backend.results] == ["make_document"]
    response = browser.get(page(cohort))
    assert response["Refresh"] == "3"
    assert "being made" in response.content.decode()
    assert browser.get(f"{page(cohort)}results.pdf").status_code == 404


def test_it_is_replaced_when_figures_change(ask, browser, cohort, printed):
    ask()
    old = ResultsDocument.objects.get().file
    User.objects.filter(full_name="Learner 000").update(full_name="Lira Lenko")

    assert browser.get(pdf(cohort)).url == page(cohort)
    assert "Figures have changed since" in words(browser, cohort)
    # What was made can be taken until there is another one: it says of when it is.
    assert browser.get(f"{page(cohort)}results.pdf").content == b"%PDF-1"

    ask()
    assert browser.get(pdf(cohort)).content == b"%PDF-2"
    assert not private_storage().exists(old)
    assert ResultsDocument.objects.count() == 1


def test_every_language_has_its_own(ask, browser, cohort):
    ask()

    assert browser.get(pdf(cohort).replace("/en/", "/fr/")).status_code == 302


def test_what_fails_is_said_and_can_be_asked_for_again(
    ask, browser, cohort, monkeypatch, printed
):
    def fail(matrix):
        raise PdfFailed("There is no library for PDFs.")

    with monkeypatch.context() as broken:
        broken.setattr(kept, "results_pdf", fail)
        ask()
    assert "There is no library for PDFs." in words(browser, cohort)

    ask()
    assert browser.get(pdf(cohort)).content == b"%PDF-1"


def test_a_lost_job_is_taken_up_again(ask, browser, cohort, printed):
    ask(follow_commit=False)
    assert "Make the document" not in words(browser, cohort)
    ResultsDocument.objects.update(
        state=State.RUNNING, heard_at=timezone.now() - timedelta(minutes=4)
    )
    assert "Make the document" in words(browser, cohort)

    ask()
    assert len(printed) == 1


def test_a_file_that_is_gone_is_made_again(ask, browser, cohort):
    ask()
    private_storage().delete(ResultsDocument.objects.get().file)

    response = browser.get(pdf(cohort), follow=True)

    assert "Have it made again" in response.content.decode()
    ask()
    assert browser.get(pdf(cohort)).content == b"%PDF-2"


def test_closing_an_account_deletes_what_names_it(
    ask, cohort, django_capture_on_commit_callbacks
):
    ask()
    name = ResultsDocument.objects.get().file
    with django_capture_on_commit_callbacks(execute=True):
        close_account(User.objects.get(full_name="Learner 000"))

    assert not ResultsDocument.objects.exists()
    assert not private_storage().exists(name)


def test_trainers_of_other_cohorts_find_nothing(ask, client, cohort):
    ask()
    client.force_login(make_trainer())

    for url in (pdf(cohort), page(cohort), f"{page(cohort)}results.pdf"):
        assert client.get(url).status_code == 404
    assert client.post(page(cohort)).status_code == 404
