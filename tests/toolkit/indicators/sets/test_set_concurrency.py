"""Several people at one set at the same moment: starting, choosing, approving.

SQLite lets one writer in after the other and shares its test database with no
second connection, so these tests need PostgreSQL.
"""

import pytest
from django.db import connection

from tests.learning.test_concurrency import AT_ONCE, all_at_once, fresh
from toolkit.indicators.models import MinimumSet, OwnerAgreement
from toolkit.indicators.services.agreeing import agree
from toolkit.indicators.services.approving import approve
from toolkit.indicators.services.set_refusals import (
    AlreadyApproved,
    ChangedByAnother,
    NoDraft,
)
from toolkit.indicators.services.sets import choose, start_set

from .worlds import (
    CANDIDATES,
    DAY,
    FIVE,
    draft_of,
    fill,
    make_approved,
    make_draft,
    make_ready,
    row_of,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs several connections"
    ),
]
ALL = [one[0] for one in CANDIDATES]


def tried(act):
    """Return what came of it; a refusal is an answer too."""
    try:
        return act()
    except (AlreadyApproved, ChangedByAnother, NoDraft) as refusal:
        return type(refusal)


def at_once(act):
    return all_at_once(*[lambda: tried(act) for _ in range(AT_ONCE)])


def test_a_new_version_is_started_once(place):
    make_approved(place)
    found = at_once(lambda: start_set(place.country, by=fresh(place.keeper)))
    assert len(set(found)) == 1
    assert draft_of(place).chosen.count() == len(FIVE)


def test_of_different_choices_one_is_kept_whole(place):
    draft = make_draft(place)
    number = draft_of(place).edit_number

    def take(codes):
        return choose(draft, codes=codes, by=fresh(place.keeper), edit_number=number)

    wanted = [[*FIVE, code] for code in ("EXT_FOR", "RSD_DEC", "REMIT_VOL")]
    found = all_at_once(
        *[lambda codes=codes: tried(lambda: take(codes)) for codes in wanted]
    )
    assert found.count(ChangedByAnother) == len(wanted) - 1
    assert draft_of(place).chosen.count() == len(FIVE) + 1


def test_the_owner_agrees_once(place):
    row = fill(place, row_of(make_draft(place), "FOR_STOCK"))
    at_once(lambda: agree(row, by=fresh(place.focal_point), edit_number=1))
    assert OwnerAgreement.objects.count() == 1


def test_a_set_is_approved_once_and_a_row_does_not_change_meanwhile(place):
    draft = make_ready(place)
    row = row_of(draft, "FOR_STOCK")

    def approve_it():
        return approve(
            draft, name="Dana Rook", post="Minister", on=DAY, by=fresh(place.keeper)
        )

    found = all_at_once(
        lambda: tried(approve_it),
        lambda: tried(approve_it),
        lambda: tried(lambda: fill(place, row)),
    )
    assert found.count(AlreadyApproved) == 1
    approved = MinimumSet.objects.get(pk=draft.pk)
    assert approved.state == "approved"
    kept = row_of(approved, "FOR_STOCK")
    assert approved.frozen["rows"][0]["words"]["unit"] == kept.unit
