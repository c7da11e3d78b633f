"""What every test of every room needs."""

import os

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from hypothesis import settings as examples

from lms.core.translations import compile_messages
from tests.migrated import keeper

# The gate tries the same examples each time: what it says about a change must not
# depend on luck. People's runs go on looking for new ones. No time limit for
# either, because machines differ.
examples.register_profile("explore", deadline=None)
examples.register_profile("gate", deadline=None, derandomize=True)
examples.load_profile("gate" if os.environ.get("CI") else "explore")


def pytest_collection_modifyitems(items):
    """Mark what asks the database: the rest is the same on every database."""
    for item in items:
        asks = {"db", "transactional_db", "live_server"} & set(item.fixturenames)
        if asks or item.get_closest_marker("django_db"):
            item.add_marker("database")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Begin with a copy of a database that was migrated once."""
    connection.creation.create_test_db = keeper().create


@pytest.fixture(scope="session", autouse=True)
def _compiled_messages():
    """Make the interface's languages readable in a fresh clone."""
    compile_messages()


@pytest.fixture(autouse=True)
def _main_language():
    """Begin every test in the main language, whatever the one before asked for."""
    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.activate(settings.LANGUAGE_CODE)
