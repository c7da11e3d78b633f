"""Who may do what with learning: plain functions."""

from lms.accounts.roles import Capability


def can_withdraw_certificates(user) -> bool:
    """Return whether user may withdraw certificates of at least one country."""
    return user.is_authenticated and user.may(Capability.WITHDRAW_CERTIFICATES)
