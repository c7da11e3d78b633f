"""Many people at the same moment: places of a link, imports, assignments.

SQLite lets one writer in after the other and shares its test database with no
second connection, so these tests need PostgreSQL.
"""

import pytest
from django.db import connection

from lms.accounts.models import Invitation, Role
from lms.learning.cohorts import links
from lms.learning.cohorts.addresses import Entry
from lms.learning.cohorts.assignments import assign_path
from lms.learning.cohorts.copying import YEAR, copy_cohort
from lms.learning.cohorts.errors import LinkClosed
from lms.learning.cohorts.imports import apply_import, prepare_import
from lms.learning.cohorts.members import add_person, claim_memberships
from lms.learning.models import Assignment, Cohort, CohortMember, PendingMember
from tests.accounts.factories import CountryFactory, make_person
from tests.learning.factories import (
    CohortFactory,
    JoinLinkFactory,
    PendingMemberFactory,
)
from tests.learning.test_concurrency import AT_ONCE, all_at_once, fresh

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs several connections"
    ),
]


@pytest.fixture
def ana():
    return make_person(Role.TRAINER, CountryFactory.create())


@pytest.fixture
def cohort(ana):
    return CohortFactory.create(country=ana.country, trainers=[ana])


def tried(act):
    """Return what came of it; a link that is closed is an answer too."""
    try:
        return act()
    except LinkClosed:
        return None


def test_no_more_people_get_in_than_the_link_is_for(cohort, ana):
    link = JoinLinkFactory.create(cohort=cohort, created_by=ana, limit=2)
    people = [make_person(Role.LEARNER, cohort.country) for _ in range(AT_ONCE)]
    found = all_at_once(
        *[lambda one=one: tried(lambda: links.join(link, fresh(one))) for one in people]
    )

    assert sum(member is not None for member in found) == 2
    assert CohortMember.objects.count() == 2


def test_places_asked_for_by_e_mail_count_at_the_same_moment(cohort, ana):
    link = JoinLinkFactory.create(cohort=cohort, created_by=ana, limit=2)
    all_at_once(
        *[
            lambda number=number: tried(
                lambda: links.ask_by_email(
                    link, f"p{number}@x.org", country=cohort.country, language="en"
                )
            )
            for number in range(AT_ONCE)
        ]
    )

    assert PendingMember.objects.count() == 2
    assert Invitation.objects.count() == 2


def test_one_person_joining_at_once_is_in_once(cohort, ana):
    link = JoinLinkFactory.create(cohort=cohort, created_by=ana)
    person = make_person(Role.LEARNER, cohort.country)
    PendingMemberFactory.create(cohort=cohort, email=person.email)
    all_at_once(
        lambda: links.join(link, fresh(person)),
        lambda: links.join(link, fresh(person)),
        lambda: claim_memberships(fresh(person)),
        lambda: add_person(cohort, fresh(person), by=fresh(ana)),
    )

    assert CohortMember.objects.count() == 1


def test_a_list_imported_at_once_is_imported_once(cohort, ana):
    person = make_person(Role.LEARNER, cohort.country)
    entries = [Entry(2, person.email), Entry(3, "new@x.org")]
    found = prepare_import(cohort, entries, by=ana, way="file", language="en")
    results = all_at_once(
        *[lambda: apply_import(found, by=fresh(ana)) for _ in range(AT_ONCE)]
    )

    assert len(set(results)) == 1
    assert CohortMember.objects.count() == 1
    assert Invitation.objects.count() == 1


def test_assigning_and_copying_at_once_make_one(cohort, ana):
    all_at_once(
        *[
            lambda: assign_path(cohort, "focal_point", by=fresh(ana))
            for _ in range(AT_ONCE)
        ]
    )
    all_at_once(
        *[
            lambda: copy_cohort(
                cohort, by=fresh(ana), name="Next", starts_on=cohort.starts_on + YEAR
            )
            for _ in range(AT_ONCE)
        ]
    )

    assert Assignment.objects.filter(cohort=cohort).count() == 1
    assert Cohort.objects.filter(name="Next").count() == 1
    assert Assignment.objects.filter(cohort__name="Next").count() == 1
