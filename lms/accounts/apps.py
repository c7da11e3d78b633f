"""The room of people, countries and roles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, countries, institutions, roles, invitations and the activity log."""

    name = "lms.accounts"
    label = "accounts"
    verbose_name = _("People and countries")

    def ready(self):
        """Listen to what happens at sign-in."""
        # Models must be loaded before the listeners can be.
        from . import listeners  # noqa: F401, PLC0415
