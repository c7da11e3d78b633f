"""Who becomes a focal point may be waited for by the network."""

from django.dispatch import receiver

from lms.accounts.signals import membership_started
from toolkit.network.services.designating import claim_posts


@receiver(membership_started, dispatch_uid="network.membership_started")
def find_posts_with_role(sender, membership, **kwargs) -> None:
    """Link the post of somebody who has accepted an invitation."""
    claim_posts(membership.person)
