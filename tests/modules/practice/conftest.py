"""The invented country, built once for all tests of the folder."""

import pytest

from modules.practice.generator import arvania


@pytest.fixture(scope="session")
def country():
    """Arvania with all its registers."""
    return arvania()
