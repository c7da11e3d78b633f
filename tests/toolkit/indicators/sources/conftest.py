import pytest

from .world import Inventory


@pytest.fixture
def world(db):
    """A country with two institutions and people who write."""
    return Inventory()
