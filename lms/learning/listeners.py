"""What follows from what other rooms tell.

After a check was submitted a lesson or a module may be complete; who signs in or
becomes a learner of a country may be waited for by a cohort.
"""

from django.contrib.auth.signals import user_logged_in
from django.db import DEFAULT_DB_ALIAS, connections
from django.dispatch import receiver
from django.utils.translation import get_language

from assessments.quizzes.signals import attempt_submitted
from lms.accounts.signals import membership_started
from lms.learning import activity, services
from lms.learning.cohorts.members import claim_memberships
from lms.learning.credentials import keys
from lms.learning.models import SigningKey
from modules.outline import all_outlines


@receiver(attempt_submitted, dispatch_uid="learning.attempt_submitted")
def settle_after_attempt(sender, attempt, **kwargs) -> None:
    """Complete what the submitted check was missing for: lesson, module, path.

    A quiz that no page shows (a draft, a module taken offline) changes nothing.
    """
    activity.handed_in(attempt)
    key = attempt.quiz.key
    language = attempt.language or get_language()
    for outline in all_outlines(language).values():
        shown = {outline.check, *(lesson.check for lesson in outline.lessons)}
        if key in shown:
            services.settle_module(attempt.person, outline)


@receiver(user_logged_in, dispatch_uid="learning.user_logged_in")
def let_in_at_sign_in(sender, request, user, **kwargs) -> None:
    """Let somebody into the cohorts that wait for a confirmed address."""
    claim_memberships(user)


@receiver(membership_started, dispatch_uid="learning.membership_started")
def let_in_with_role(sender, membership, **kwargs) -> None:
    """Let somebody in who has just become a learner of the country."""
    claim_memberships(membership.person)


def make_signing_key(using: str, **kwargs) -> None:
    """Make the key that signs credentials, once the tables are there.

    Every start migrates, so it is made at the first one. Not before its table:
    somebody may migrate to an older state.
    """
    tables = connections[using].introspection.table_names()
    if using == DEFAULT_DB_ALIAS and SigningKey._meta.db_table in tables:
        keys.ensure_key()
