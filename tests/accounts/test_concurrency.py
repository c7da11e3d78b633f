"""Two clicks at the same moment make one thing.

SQLite shares its test database with no second connection, so these tests need
PostgreSQL.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from lms.accounts import services
from lms.accounts.models import Invitation, Membership, User
from lms.accounts.roles import Role
from tests.accounts.factories import make_person

AT_ONCE = 4

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs several connections"
    ),
]


def all_at_once(act):
    """Call act(number) in threads that set off together; return what they did.

    A refusal of ours counts as an answer; any other error fails the test.
    """
    barrier = Barrier(AT_ONCE)

    def run(number):
        try:
            barrier.wait(timeout=10)
            return act(number)
        except services.AccountsError as refusal:
            return type(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_giving_a_role_at_once_makes_one_membership(learner, arvania, administrator):
    given = all_at_once(
        lambda number: services.give_role(
            User.objects.get(pk=learner.pk),
            role=Role.TRAINER,
            country=arvania,
            by=User.objects.get(pk=administrator.pk),
        )
    )

    assert len(set(given)) == 1
    assert Membership.objects.filter(role=Role.TRAINER).count() == 1


def test_accepting_at_once_opens_one_account(arvania, administrator):
    invitation = services.invite_person(
        "a@example.org", role=Role.TRAINER, country=arvania, by=administrator
    )

    answers = all_at_once(
        lambda number: services.accept_invitation(
            Invitation.objects.get(pk=invitation.pk),
            password=f"four quiet streets {number}",
            full_name="Ana Rivas",
        )
    )

    assert answers.count(services.InvitationClosed) == AT_ONCE - 1
    assert User.objects.filter(email="a@example.org").count() == 1
    assert Membership.objects.filter(role=Role.TRAINER).count() == 1


def test_inviting_at_once_sends_one_invitation(arvania, administrator):
    answers = all_at_once(
        lambda number: services.invite_person(
            "a@example.org",
            role=Role.TRAINER,
            country=arvania,
            by=User.objects.get(pk=administrator.pk),
        )
    )

    assert answers.count(services.AlreadyHere) == AT_ONCE - 1
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("way", ["end", "deactivate"])
def test_last_administrators_cannot_go_all_at_once(way, arvania):
    people = [make_person(Role.COUNTRY_ADMINISTRATOR, arvania) for _n in range(AT_ONCE)]

    def go(number):
        by = User.objects.get(pk=people[number].pk)
        other = people[(number + 1) % AT_ONCE]
        if way == "deactivate":
            return services.deactivate_person(other, by=by)
        return services.end_role(other.memberships.get(), by=by)

    all_at_once(go)

    left = Membership.objects.current().filter(
        role=Role.COUNTRY_ADMINISTRATOR, person__is_active=True
    )
    assert left.count() >= 1
