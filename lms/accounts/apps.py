"""The room of people, countries and roles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, countries, institutions, roles, invitations and the activity log."""

    name = "lms.accounts"
    label = "accounts"
    verbose_name = _("People and countries")
