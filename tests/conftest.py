"""What every test of every room needs."""

import pytest

from lms.core.translations import compile_messages


@pytest.fixture(scope="session", autouse=True)
def _compiled_messages():
    """Make the interface's languages readable in a fresh clone."""
    compile_messages()
