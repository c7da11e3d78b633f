"""Many certificates: ordered once, made in chunks, taken up where they broke off."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from lms.accounts.models import AuditEntry
from lms.learning import batches
from lms.learning.batches import (
    BatchError,
    Order,
    go_on,
    go_on_with_all,
    run_batch,
    start_batch,
    start_file_batch,
    stop,
)
from lms.learning.certificates import revoke_certificate
from lms.learning.models import Certificate, IssueBatch
from tests.accounts.factories import (
    CountryFactory,
    MembershipFactory,
    UserFactory,
    make_person,
)
from tests.learning.factories import (
    AT,
    CertificateFactory,
    CohortFactory,
    CohortMemberFactory,
    CompletionFactory,
    make_module,
)
from tests.learning.test_services import hand_in

pytestmark = pytest.mark.django_db
NEW = "/en/country/certificates/batches/new/"


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Small chunks; drawing takes long and is tested elsewhere."""
    monkeypatch.setattr(batches, "CHUNK", 4)
    monkeypatch.setattr(batches, "make_files_now", lambda certificate: None)


@pytest.fixture
def outline():
    return make_module("01", check="01-check")


@pytest.fixture
def trainer():
    return UserFactory(full_name="Ana Rivas")


def participation(outline, **fields) -> Order:
    return Order(outline, Certificate.Kind.PARTICIPATION, **fields)


def achievement(outline) -> Order:
    return Order(outline, Certificate.Kind.ACHIEVEMENT)


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """Order a batch and let the background do it."""

    def order_and_run(*args, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            batch = start_batch(*args, **fields)
        batch.refresh_from_db()
        return batch

    return order_and_run


def test_batch_issues_to_everybody_and_says_so(run, outline, trainer):
    people = UserFactory.create_batch(9, language="en")

    batch = run(participation(outline, minutes=180), people, by=trainer)

    assert (batch.state, batch.done, batch.issued) == ("done", 9, 9)
    assert batch.finished_at is not None
    assert Certificate.objects.filter(kind="participation").count() == 9
    assert Certificate.objects.first().content["minutes"] == 180
    assert AuditEntry.objects.filter(verb="certificates_ordered").count() == 1


def test_same_order_while_the_first_is_open_is_that_one(outline, trainer):
    people = UserFactory.create_batch(2)
    first = start_batch(participation(outline), people, by=trainer)

    assert start_batch(participation(outline), people, by=trainer) == first
    assert IssueBatch.objects.count() == 1


def test_same_order_later_issues_nothing_new(run, outline, trainer):
    people = UserFactory.create_batch(3)
    run(participation(outline), people, by=trainer)

    again = run(participation(outline), people, by=trainer)

    assert (again.state, again.done, again.issued) == ("done", 3, 0)
    assert Certificate.objects.count() == 3


def test_batch_that_breaks_off_goes_on_where_it_was(outline, trainer, monkeypatch):
    people = UserFactory.create_batch(10)
    batch = start_batch(participation(outline), people, by=trainer)
    real, calls = batches._work_on, []

    def break_off(row, chunk):
        calls.append(chunk)
        if len(calls) == 2:
            raise SystemExit("the machine was switched off")
        return real(row, chunk)

    monkeypatch.setattr(batches, "_work_on", break_off)
    with pytest.raises(SystemExit):
        run_batch.call(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.done) == ("running", 4)

    run_batch.call(batch.pk)

    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.issued) == ("done", 10, 10)
    assert Certificate.objects.count() == 10


def test_chunk_that_was_done_before_the_crash_is_found_done(outline, trainer):
    people = UserFactory.create_batch(5)
    batch = start_batch(participation(outline), people, by=trainer)
    batches._work_on(batch, batch.people)  # and the note of it was lost

    run_batch.call(batch.pk)

    batch.refresh_from_db()
    assert (batch.done, batch.issued) == (5, 0)
    assert Certificate.objects.count() == 5


def test_slower_of_two_workers_stops(outline, trainer, monkeypatch):
    people = UserFactory.create_batch(5)
    batch = start_batch(participation(outline), people, by=trainer)
    real = batches._work_on

    def overtaken(row, chunk):
        monkeypatch.setattr(batches, "_work_on", real)
        run_batch.call(row.pk)
        return real(row, chunk)

    monkeypatch.setattr(batches, "_work_on", overtaken)
    run_batch.call(batch.pk)

    batch.refresh_from_db()
    assert (batch.done, batch.issued) == (5, 5)
    assert Certificate.objects.count() == 5


def test_stopped_batch_does_nothing_until_it_goes_on(
    outline, trainer, django_capture_on_commit_callbacks
):
    batch = start_batch(participation(outline), UserFactory.create_batch(2), by=trainer)
    stop(batch)
    run_batch.call(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.done) == ("stopped", 0)

    with django_capture_on_commit_callbacks(execute=True):
        go_on(batch)

    batch.refresh_from_db()
    assert (batch.state, batch.done) == ("done", 2)


def test_silent_batches_are_taken_up_at_the_start_of_a_worker(
    outline, trainer, django_capture_on_commit_callbacks, capsys
):
    batch = start_batch(participation(outline), UserFactory.create_batch(2), by=trainer)
    assert go_on_with_all() == 0
    IssueBatch.objects.update(heard_at=datetime.now(UTC) - timedelta(minutes=5))
    assert batches.is_broken_off(IssueBatch.objects.get())

    with django_capture_on_commit_callbacks(execute=True):
        call_command("resume_batches")

    batch.refresh_from_db()
    assert batch.state == "done"
    assert "1 batches taken up again." in capsys.readouterr().out


def test_worker_that_starts_takes_up_what_is_open(
    outline, trainer, django_capture_on_commit_callbacks
):
    batch = start_batch(participation(outline), UserFactory.create_batch(2), by=trainer)

    with django_capture_on_commit_callbacks(execute=True):
        call_command("resume_batches", "--all")

    batch.refresh_from_db()
    assert (batch.state, batch.issued) == ("done", 2)


def test_one_that_fails_does_not_stop_the_others(run, outline, trainer, monkeypatch):
    people = UserFactory.create_batch(3)
    real = batches.issue_participation

    def fail_for_the_second(person, *args, **fields):
        if person == people[1]:
            raise OSError("disk full")
        return real(person, *args, **fields)

    monkeypatch.setattr(batches, "issue_participation", fail_for_the_second)
    batch = run(participation(outline), people, by=trainer)

    assert (batch.state, batch.issued) == ("done", 2)
    assert batch.failed == [{"pk": people[1].pk, "reason": "failed"}]


def test_achievement_only_for_those_who_completed_it(run, outline, trainer):
    done, passed, neither, withdrawn, closed = UserFactory.create_batch(5)
    for person in (done, passed, withdrawn):
        CompletionFactory(
            person=person,
            kind="module",
            key="01",
            translation_key=outline.translation_key,
            at=AT,
        )
    hand_in(passed, "01-check", tell=False)
    taken_back = CertificateFactory(
        person=withdrawn, translation_key=outline.translation_key
    )
    revoke_certificate(taken_back, reason="Not own work.", by=trainer)
    closed.is_active = False
    closed.save()

    batch = run(
        achievement(outline), [done, passed, neither, withdrawn, closed], by=trainer
    )

    assert batch.issued == 1
    certificate = passed.certificates.get()
    assert (certificate.kind, certificate.issued_at) == ("achievement", AT)
    assert {one["pk"]: one["reason"] for one in batch.failed} == {
        done.pk: "not_complete",
        neither.pk: "not_complete",
        withdrawn.pk: "withdrawn",
        closed.pk: "gone",
    }


def test_empty_and_endless_orders_are_refused(outline, trainer):
    with pytest.raises(BatchError, match="nobody"):
        start_batch(participation(outline), [], by=trainer)
    with pytest.raises(BatchError, match="at most 5000"):
        start_batch(participation(outline), range(1, 5002), by=trainer)


def test_missing_files_are_made(monkeypatch, django_capture_on_commit_callbacks):
    country = CountryFactory()
    administrator = make_person("country_administrator", country)
    mine, _ready, _other = (
        CertificateFactory(country=country),
        CertificateFactory(country=country, pdf="x.pdf", pdf_sha256="0" * 64),
        CertificateFactory(),
    )
    made = []
    monkeypatch.setattr(batches, "ensure_pdf", lambda one: made.append(one.pk))

    with django_capture_on_commit_callbacks(execute=True):
        start_file_batch(by=administrator)

    assert made == [mine.pk]


# The pages


@pytest.fixture
def here():
    return CountryFactory(name={"en": "Arvania"})


@pytest.fixture
def cohort(here):
    """A cohort of three learners, run by one trainer."""
    cohort = CohortFactory(
        country=here, trainers=[make_person("trainer", here)], name="Autumn"
    )
    for _ in range(3):
        member = CohortMemberFactory(cohort=cohort)
        MembershipFactory(person=member.person, country=here)
    return cohort


@pytest.fixture
def at_work(client, cohort):
    """The trainer's browser."""
    client.force_login(cohort.trainers.get())
    return client


def words(page):
    return " ".join(page.content.decode().split())


def order_of(cohort, **fields):
    return {
        "what": "module:01",
        "kind": "participation",
        "whom": f"cohort:{cohort.pk}",
        "language": "",
    } | fields


def test_trainer_is_told_how_many_before_anything_is_issued(at_work, cohort, outline):
    page = at_work.post(NEW, order_of(cohort))

    assert "3 people get a new certificate." in words(page)
    assert Certificate.objects.count() == 0


def test_trainer_orders_and_watches(
    at_work, cohort, outline, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = at_work.post(NEW, order_of(cohort, confirmed="1", minutes="90"))
    page = at_work.get(answer["Location"])

    assert "3 of 3 done" in words(page)
    assert "Certificate of participation · Module 01: Title of 01" in words(page)
    assert "data-poll" not in words(page)
    certificate = Certificate.objects.first()
    assert certificate.content["minutes"] == 90
    trainer = cohort.trainers.get().display_name
    assert certificate.content["trainer"] == trainer


def test_page_of_a_running_batch_asks_to_be_refreshed(at_work, cohort, outline):
    answer = at_work.post(NEW, order_of(cohort, confirmed="1"))

    page = words(at_work.get(answer["Location"]))

    assert 'data-poll="3"' in page
    assert ">Refresh</a>" in page
    assert "0 of 3 done" in page


def test_stop_and_go_on(at_work, cohort, outline, django_capture_on_commit_callbacks):
    answer = at_work.post(NEW, order_of(cohort, confirmed="1"))
    address = answer["Location"]

    stopped = at_work.post(f"{address}stop/", follow=True)
    assert "Go on" in words(stopped)

    with django_capture_on_commit_callbacks(execute=True):
        at_work.post(f"{address}go-on/")
    assert "3 of 3 done" in words(at_work.get(address))


def test_page_names_those_who_got_none_and_why(
    at_work, cohort, outline, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(batches, "issue_participation", lambda *args, **fields: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True):
        answer = at_work.post(NEW, order_of(cohort, confirmed="1"))

    page = words(at_work.get(answer["Location"]))

    assert "3 not made: see below." in page
    assert cohort.members.first().person.display_name in page
    assert "It could not be made." in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"what": ""}, "Choose a module or a path."),
        ({"kind": ""}, "Choose a kind of certificate."),
        ({"whom": ""}, "Choose a cohort or a country."),
        ({"whom": "cohort:999999"}, "Select a valid choice."),
        ({"completed_by": "soon"}, "Write the date like 2027-09-01."),
    ],
)
def test_wrong_orders_are_said_beside_the_field(at_work, cohort, outline, fields, said):
    page = at_work.post(NEW, order_of(cohort) | fields)

    assert page.status_code == 422
    assert said in words(page)


def test_cohort_leads_to_an_order_for_it(at_work, cohort, outline):
    overview = words(at_work.get(reverse("learning:cohort", args=[cohort.pk])))
    query = f"?kind=participation&amp;whom=cohort:{cohort.pk}"

    assert f'href="{NEW}{query}"' in overview
    page = words(at_work.get(NEW + query.replace("&amp;", "&")))
    assert f'<option value="cohort:{cohort.pk}" selected>Autumn</option>' in page


def test_trainer_cannot_choose_the_cohort_of_another(at_work, outline):
    page = at_work.post(NEW, order_of(CohortFactory()))

    assert page.status_code == 422


def test_administrator_issues_what_is_missing_in_the_country(client, here, outline):
    client.force_login(make_person("country_administrator", here))
    early, late, elsewhere = UserFactory.create_batch(3)
    for person, day in ((early, 1), (late, 9), (elsewhere, 1)):
        CompletionFactory(
            person=person,
            kind="module",
            key="01",
            translation_key=outline.translation_key,
            at=datetime(2027, 9, day, tzinfo=UTC),
        )
    for person in (early, late):
        MembershipFactory(person=person, country=here)

    page = client.post(
        NEW,
        {
            "what": "module:01",
            "kind": "achievement",
            "whom": f"country:{here.pk}",
            "completed_by": "2027-09-05",
        },
    )

    assert "1 person gets a new certificate." in words(page)


def test_participation_of_a_whole_country_is_refused(client, here, outline):
    client.force_login(make_person("country_administrator", here))

    page = client.post(
        NEW,
        {"what": "module:01", "kind": "participation", "whom": f"country:{here.pk}"},
    )

    assert "Choose the cohort that took part." in words(page)


def test_batch_of_another_is_not_found(client, here, cohort, outline):
    batch = start_batch(
        participation(outline), UserFactory.create_batch(1), by=cohort.trainers.get()
    )
    client.force_login(make_person("trainer", here))

    assert client.get(reverse("learning:batch", args=[batch.pk])).status_code == 404


def test_learner_has_no_batches(client, here):
    client.force_login(make_person("learner", here))

    assert client.get(NEW).status_code == 403


def test_list_of_orders_takes_the_same_queries_for_any_number(
    at_work, cohort, outline, django_assert_max_num_queries
):
    for _ in range(3):
        start_batch(
            participation(outline),
            [UserFactory()],
            by=cohort.trainers.get(),
            cohort=cohort,
        )
    address = reverse("learning:batches")
    at_work.get(address)

    with django_assert_max_num_queries(6):
        page = at_work.get(address)
    assert words(page).count("0 of 1") == 3
