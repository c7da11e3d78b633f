"""The room of people, countries and roles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, countries, institutions, roles, invitations and the activity log."""

    name = "lms.accounts"
    label = "accounts"
    verbose_name = _("People and countries")

    def ready(self):
        """Listen to what happens at sign-in; say what is held about people."""
        # Models must be loaded before these can be.
        from . import listeners  # noqa: F401, PLC0415
        from .my_data import own, pages_of_editors  # noqa: PLC0415

        own.register_all()
        pages_of_editors.register_all()
