"""Drafts of frameworks on the site: taking note of changes, and publishing."""

from django.db import transaction
from django.utils import timezone

from assessments.maturity import assembling
from assessments.maturity.mapping import faults_of_map
from assessments.maturity.models import FrameworkVersion


@transaction.atomic
def settle(framework: FrameworkVersion) -> FrameworkVersion:
    """Take note of what an editor has changed in a draft, or of its publication.

    Called after the rows have been written.
    """
    framework.content_digest = assembling.content_digest(
        assembling.assembled(framework)
    )
    if framework.is_published and framework.published_at is None:
        framework.published_at = timezone.now()
    framework.save(update_fields=["content_digest", "published_at"])
    return framework


def faults_before_publishing(framework: FrameworkVersion) -> list[str]:
    """What keeps a draft from being published: its map, judged as a file's would be."""
    previous = (
        FrameworkVersion.objects.filter(key=framework.key)
        .published()
        .before(framework.version_sort)
        .first()
    )
    if previous is None:
        return []
    draft = assembling.assembled(framework)
    return [
        f"{message} {remedy}".strip()
        for message, remedy in faults_of_map(draft, previous.instrument())
    ]
