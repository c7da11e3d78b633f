"""The activity record: what is told, in valid statements, once."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from ralph.models.xapi.base.statements import BaseXapiStatement

from lms.learning import activity, services
from lms.learning.activity.statements import duration, score
from lms.learning.models import Completion, Enrolment, Pseudonym, Statement
from tests.accounts.factories import UserFactory
from tests.learning.factories import CertificateFactory, make_module


@pytest.fixture
def on(settings):
    """Activity is recorded, and forwarded to nobody."""
    settings.XAPI_ACTIVITY = True


@pytest.fixture
def module(db):
    """A module with two lessons and no checks."""
    return make_module("91", lessons=2)


def told() -> list[tuple[str, str]]:
    """Return verb and activity of every statement, in the order they were told."""
    base = "http://testserver/activities/"
    return [
        (row.verb, row.statement["object"]["id"].removeprefix(base))
        for row in Statement.objects.order_by("recorded_at", "verb")
    ]


def test_off_records_nothing_and_asks_nothing(
    mira, module, settings, django_assert_num_queries
):
    assert settings.XAPI_ACTIVITY is False
    services.finish_lesson(mira, module, module.lessons[0])
    fact = Completion.objects.first()

    with django_assert_num_queries(0):
        activity.finished(fact, module.lessons[0])
        activity.progressed(mira, module, done=1, at=timezone.now())

    assert not Statement.objects.exists()
    assert not Pseudonym.objects.exists()


def test_module_from_the_first_lesson_to_the_certificate(on, mira, module):
    for lesson in module.lessons:
        services.finish_lesson(mira, module, lesson)

    assert sorted(told()) == [
        ("completed", "lesson/91/01"),
        ("completed", "lesson/91/02"),
        ("completed", "module/91"),
        ("earned", "certificate/91/participation"),
        ("experienced", "lesson/91/01"),
        ("experienced", "lesson/91/02"),
        ("progressed", "module/91"),
        ("progressed", "module/91"),
        ("registered", "module/91"),
        ("satisfied", "module/91"),
    ]


def test_every_statement_is_valid(on, mira, module):
    for lesson in module.lessons:
        services.finish_lesson(mira, module, lesson)

    for row in Statement.objects.all():
        made = BaseXapiStatement.model_validate(row.statement)
        assert made.id == row.pk


def test_replaying_makes_no_second_statement(on, mira, module):
    services.finish_lesson(mira, module, module.lessons[0])
    before = set(Statement.objects.values_list("pk", flat=True))

    activity.registered(Enrolment.objects.get(), module)
    for fact in Completion.objects.all():
        activity.finished(fact, module.lessons[0])
    activity.progressed(mira, module, done=1, at=timezone.now())

    assert set(Statement.objects.values_list("pk", flat=True)) == before


def test_statement_names_nobody(on, mira, module):
    services.finish_lesson(mira, module, module.lessons[0])

    text = str(list(Statement.objects.values_list("statement", flat=True)))

    for secret in (mira.email, mira.full_name, mira.latin_name):
        assert secret not in text
    actor = Statement.objects.first().statement["actor"]["account"]
    assert actor["homePage"] == "http://testserver"
    assert UUID(actor["name"]) == mira.pseudonym.name


def test_certificate_is_told_without_its_code(on, mira):
    certificate = CertificateFactory.create(person=mira)

    activity.earned(certificate)

    row = Statement.objects.get()
    assert certificate.code not in str(row.statement)
    assert row.statement["verb"]["id"] == (
        "https://w3id.org/xapi/openbadges/verbs/earned"
    )
    BaseXapiStatement.model_validate(row.statement)


def test_two_people_have_two_registrations_and_one_has_one(on, mira, module):
    other = UserFactory.create()
    for person in (mira, other):
        services.finish_lesson(person, module, module.lessons[0])

    def registrations(person):
        rows = Statement.objects.filter(person=person)
        return {row.statement["context"]["registration"] for row in rows}

    assert len(registrations(mira)) == 1
    assert registrations(mira).isdisjoint(registrations(other))


def test_progress_is_told_in_whole_percent(on, mira, module):
    for lesson in module.lessons:
        services.finish_lesson(mira, module, lesson)

    rows = Statement.objects.filter(verb="progressed").order_by("recorded_at")
    percents = [list(row.statement["result"]["extensions"].values()) for row in rows]
    assert percents == [[50], [100]]


def test_failure_of_the_record_does_not_take_the_fact_with_it(
    on, mira, module, monkeypatch, caplog
):
    monkeypatch.setattr(
        "lms.learning.activity.recording.statement", lambda *a, **k: 1 / 0
    )

    services.finish_lesson(mira, module, module.lessons[0])

    assert Completion.objects.count() == 2
    assert not Statement.objects.exists()
    assert "was not recorded" in caplog.text


def test_statement_falls_with_its_fact(on, mira, module):
    with transaction.atomic():
        services.finish_lesson(mira, module, module.lessons[0])
        transaction.set_rollback(True)

    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    ("points", "possible", "expected"),
    [
        (7, 10, {"scaled": 0.7, "raw": 7.0, "min": 0, "max": 10}),
        (0, 3, {"scaled": 0.0, "raw": 0.0, "min": 0, "max": 3}),
        (0, 0, {}),
    ],
)
def test_score(points, possible, expected):
    assert score(points, possible) == expected


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (timedelta(minutes=12, seconds=30), "PT750.00S"),
        (timedelta(seconds=-5), "PT0.00S"),
        (timedelta(milliseconds=1234), "PT1.23S"),
    ],
)
def test_duration(time, expected):
    assert duration(time) == expected
