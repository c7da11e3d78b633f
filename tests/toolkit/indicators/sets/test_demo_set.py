"""The invented set: complete, agreed, approved; loading twice changes nothing."""

import pytest

from lms.accounts.demo import load_demo_people
from lms.accounts.models import Country, User
from toolkit.indicators import demo_set, demo_sources
from toolkit.indicators.loader import load_catalogue
from toolkit.indicators.matrix import Matrix
from toolkit.indicators.models import MinimumSet

pytestmark = pytest.mark.django_db


@pytest.fixture
def arvania(settings):
    settings.DEMO_MODE = True
    load_demo_people()
    load_catalogue()
    return Country.objects.get(iso2="XA")


def test_arvania_has_eight_agreed_indicators_and_belmora_a_draft(arvania):
    by = User.objects.get(email="coordinator@arvania.example")
    assert demo_set.load(arvania, by) is None  # no sources yet
    demo_sources.load(arvania, by)
    found = demo_set.load(arvania, by)
    assert demo_set.load(arvania, by) == found
    assert MinimumSet.objects.count() == 2
    matrix = Matrix(found.frozen)
    assert [row.code for row in matrix.rows][:2] == ["FOR_STOCK", "WP_PROC"]
    assert len(matrix.rows) == 8
    for row in matrix.rows:
        assert all(text for _key, _title, text in row.cells), row.code
        assert row.agreed_on <= matrix.approved_on
    belmora = MinimumSet.objects.drafts().get()
    assert belmora.country.iso2 == "XB"
    assert belmora.chosen.count() == 3
