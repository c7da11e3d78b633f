"""Several processes at the same moment: one key, one credential, one certificate."""

import pytest
from django.db import connection

from lms.learning import batches
from lms.learning.batches import Order, run_batch, start_batch
from lms.learning.certificates import issue_participation
from lms.learning.credentials.issuing import credential_of
from lms.learning.credentials.keys import ensure_key, rotate_key
from lms.learning.models import Certificate, Credential, IssueBatch, SigningKey
from tests.accounts.factories import UserFactory
from tests.learning.factories import CertificateFactory, outline_of
from tests.learning.test_concurrency import AT_ONCE, all_at_once, fresh

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs several connections"
    ),
]


@pytest.fixture(autouse=True)
def _no_files(monkeypatch):
    monkeypatch.setattr(batches, "make_files_now", lambda certificate: None)
    monkeypatch.setattr(
        "lms.learning.certificates.make_files_now", lambda certificate: None
    )


def test_first_start_of_several_processes_makes_one_key():
    SigningKey.objects.all().delete()

    keys = all_at_once(*[ensure_key for _ in range(AT_ONCE)])

    assert len({key.pk for key in keys}) == 1
    assert SigningKey.objects.count() == 1


def test_changing_the_key_at_once_leaves_one_that_signs():
    ensure_key()

    def rotate():
        try:
            rotate_key()
        except Exception as error:  # the slower one may be told to try again
            return type(error).__name__
        return ""

    all_at_once(rotate, rotate)

    assert SigningKey.objects.filter(is_current=True).count() == 1


def test_asking_for_a_credential_at_once_signs_one():
    certificate = CertificateFactory()
    ensure_key()

    kept = all_at_once(
        *[
            lambda: credential_of(Certificate.objects.get(pk=certificate.pk))
            for _ in range(AT_ONCE)
        ]
    )

    assert len({one.document for one in kept}) == 1
    assert Credential.objects.count() == 1


def test_two_trainers_at_once_issue_one_certificate(mira):
    trainers = UserFactory.create_batch(AT_ONCE)

    issued = all_at_once(
        *[
            lambda by=by: issue_participation(fresh(mira), outline_of(), by=by)
            for by in trainers
        ]
    )

    assert len({one.pk for one in issued}) == 1
    assert Certificate.objects.count() == 1


def test_two_workers_on_one_batch_issue_one_each(monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 3)
    monkeypatch.setattr(batches, "_enqueue", lambda pk: None)
    monkeypatch.setattr(batches, "module_outline", lambda key, language: outline_of())
    people = UserFactory.create_batch(8)
    order = Order(outline_of(), Certificate.Kind.PARTICIPATION)
    batch = start_batch(order, people, by=people[0])

    all_at_once(*[lambda: run_batch.call(batch.pk) for _ in range(2)])
    run_batch.call(batch.pk)

    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.failed) == ("done", 8, [])
    assert Certificate.objects.count() == 8


def test_double_click_on_an_order_makes_one_batch(monkeypatch):
    monkeypatch.setattr(batches, "_enqueue", lambda pk: None)
    people = UserFactory.create_batch(2)
    order = Order(outline_of(), Certificate.Kind.PARTICIPATION)

    all_at_once(
        *[
            lambda: start_batch(order, [one.pk for one in people], by=fresh(people[0]))
            for _ in range(AT_ONCE)
        ]
    )

    assert IssueBatch.objects.count() == 1
