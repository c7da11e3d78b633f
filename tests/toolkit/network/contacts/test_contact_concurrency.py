"""Two keepers at the same moment: designating, replacing, bringing in, asking.

SQLite lets one writer in after the other and shares its test database with no
second connection, so these tests need PostgreSQL.
"""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from lms.accounts.models import OutgoingMail, Role
from tests.accounts.factories import InstitutionFactory, make_person
from tests.learning.test_concurrency import AT_ONCE, all_at_once, fresh
from tests.toolkit.network.factories import FocalPointFactory
from toolkit.network.contact_reading import Given
from toolkit.network.models import FocalPoint
from toolkit.network.services.contact_errors import AlreadyEnded, PostTaken
from toolkit.network.services.contact_imports import apply_import, prepare_import
from toolkit.network.services.designating import designate, replace
from toolkit.network.services.verifying import ask_due

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs several connections"
    ),
]
NAMES = [f"Person {number}" for number in range(AT_ONCE)]


@pytest.fixture
def body():
    return InstitutionFactory()


@pytest.fixture
def keeper(body):
    return make_person(Role.COORDINATOR, body.country)


def data(name):
    return {"full_name": name, "started_on": timezone.localdate()}


def tried(act):
    """Return what came of it; a refusal is an answer too."""
    try:
        return act()
    except (PostTaken, AlreadyEnded) as refusal:
        return refusal


def test_of_several_focal_points_one_is_designated_and_the_others_are_told(
    body, keeper
):
    found = all_at_once(
        *[
            lambda name=name: tried(
                lambda: designate(
                    fresh(body), by=fresh(keeper), post="focal_point", data=data(name)
                )
            )
            for name in NAMES
        ]
    )

    assert FocalPoint.objects.filter(ended_on=None).count() == 1
    assert sum(isinstance(one, PostTaken) for one in found) == AT_ONCE - 1


def test_one_of_several_takes_over(body, keeper):
    holder = FocalPointFactory(institution=body, started_on=date(2026, 1, 1))

    found = all_at_once(
        *[
            lambda name=name: tried(
                lambda: replace(fresh(holder), by=fresh(keeper), data=data(name))
            )
            for name in NAMES
        ]
    )

    assert FocalPoint.objects.filter(ended_on=None).count() == 1
    assert sum(isinstance(one, AlreadyEnded) for one in found) == AT_ONCE - 1


def test_a_file_is_carried_out_once_by_several_clicks(body, keeper):
    rows = [Given(row=2, institution=body.key, name="Ana Rivas")]
    prepared = prepare_import(body.country, rows, by=keeper)

    found = all_at_once(
        *[lambda: apply_import(fresh(prepared), by=fresh(keeper))] * AT_ONCE
    )

    assert FocalPoint.objects.count() == 1
    assert [one["new"] for one in found] == [1] * AT_ONCE


def test_everybody_is_asked_once_by_several_processes(body):
    FocalPointFactory(institution=body, started_on=date(2026, 1, 1))

    all_at_once(*[ask_due] * AT_ONCE)

    assert OutgoingMail.objects.filter(kind="verification_asked").count() == 1
