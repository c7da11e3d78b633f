"""A country with institutions, and somebody who keeps its record."""

import pytest

from tests.accounts.factories import CountryFactory, InstitutionFactory, make_person


@pytest.fixture
def country(db):
    """Arvania."""
    return CountryFactory(iso2="XA", iso3="XAA", name={"en": "Arvania"})


@pytest.fixture
def keeper(country):
    """The coordinator of Arvania."""
    return make_person("coordinator", country, full_name="Olga Mernik")


@pytest.fixture
def office(country):
    """The statistics office of Arvania."""
    return InstitutionFactory(
        country=country, kind="statistics", name={"en": "Statistics Arvania"}
    )


@pytest.fixture
def kept(client, keeper):
    """A browser of the coordinator."""
    client.force_login(keeper)
    return client
