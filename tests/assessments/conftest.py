"""What every test of this room needs."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache():
    """Content of quizzes is cached by key; a rolled-back test must not be found."""
    cache.clear()
