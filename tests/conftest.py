"""What every test of every room needs."""

import os

import pytest
from hypothesis import settings as examples

from lms.core.translations import compile_messages

# The gate tries the same examples each time: what it says about a change must not
# depend on luck. People's runs go on looking for new ones. No time limit for
# either, because machines differ.
examples.register_profile("explore", deadline=None)
examples.register_profile("gate", deadline=None, derandomize=True)
examples.load_profile("gate" if os.environ.get("CI") else "explore")


@pytest.fixture(scope="session", autouse=True)
def _compiled_messages():
    """Make the interface's languages readable in a fresh clone."""
    compile_messages()
