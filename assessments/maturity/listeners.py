"""Who signs in, or becomes a respondent, may be waited for by a round."""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from assessments.maturity.services.rounds import claim_invitations
from lms.accounts.signals import membership_started


@receiver(user_logged_in, dispatch_uid="maturity.user_logged_in")
def find_rounds_at_sign_in(sender, request, user, **kwargs) -> None:
    """Link the rounds that wait for a confirmed address."""
    claim_invitations(user)


@receiver(membership_started, dispatch_uid="maturity.membership_started")
def find_rounds_with_role(sender, membership, **kwargs) -> None:
    """Link the rounds that wait for somebody who has accepted an invitation."""
    claim_invitations(membership.person)
