"""A country with candidates, and a client of who keeps its record."""

import pytest

from .worlds import make_place


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def keeper(client, place):
    """A client of who keeps the record."""
    client.force_login(place.keeper)
    return client
