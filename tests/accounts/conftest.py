"""What most tests of people and countries need."""

import pytest
from django.core.cache import cache

from lms.accounts.roles import Role
from tests.accounts.factories import CountryFactory, make_person


@pytest.fixture(autouse=True)
def _no_counted_tries():
    """Forget what allauth counted per network address in the test before."""
    cache.clear()


@pytest.fixture
def arvania(db):
    """One country."""
    return CountryFactory.create(iso2="XA", iso3="XAA", name={"en": "Arvania"})


@pytest.fixture
def belmora(db):
    """Another country, of another region."""
    return CountryFactory.create(
        iso2="XB", iso3="XBB", name={"en": "Belmora"}, region__key="west"
    )


@pytest.fixture
def administrator(arvania):
    """The only country administrator of Arvania."""
    return make_person(Role.COUNTRY_ADMINISTRATOR, arvania, full_name="Teodor Vesk")


@pytest.fixture
def learner(arvania):
    """A learner of Arvania."""
    return make_person(Role.LEARNER, arvania, full_name="Mira Talvik")


@pytest.fixture
def outsider(belmora):
    """A country administrator of Belmora."""
    return make_person(Role.COUNTRY_ADMINISTRATOR, belmora, full_name="Hélène Dufour")


@pytest.fixture
def system_administrator(db):
    """A system administrator of all regions."""
    return make_person(Role.SYSTEM_ADMINISTRATOR, full_name="Ines Okafor")
