"""What every test of this room needs."""

import pytest
from django.core.cache import cache

from assessments.quizzes.signals import attempt_submitted
from tests.accounts.factories import UserFactory


@pytest.fixture(autouse=True)
def _empty_cache():
    """Content of quizzes is cached by key; a rolled-back test must not be found."""
    cache.clear()


@pytest.fixture
def learner(db):
    """Somebody who answers."""
    return UserFactory()


@pytest.fixture
def outsider(db):
    """Somebody else."""
    return UserFactory()


@pytest.fixture
def heard():
    """The attempts the signal told about."""
    attempts = []

    def listen(sender, attempt, **kwargs):
        attempts.append(attempt)

    attempt_submitted.connect(listen)
    yield attempts
    attempt_submitted.disconnect(listen)
