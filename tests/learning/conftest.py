"""People and modules that the tests of this room share."""

import pytest
from django.core.cache import cache

from tests.accounts.factories import UserFactory


@pytest.fixture(autouse=True)
def _empty_cache():
    """Outlines and limits of one test are not those of the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def mira(db):
    """A learner with a name in two scripts."""
    return UserFactory(full_name="Мира Талвик", latin_name="Mira Talvik")


@pytest.fixture
def learner(client, mira):
    """The learner's browser."""
    client.force_login(mira)
    return client
