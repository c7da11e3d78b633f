"""The room that every other one stands on."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Pages of the site, components, PDF, content files, health."""

    name = "lms.core"
    verbose_name = _("Site")

    def ready(self):
        """Say at start where PDFs cannot be made."""
        from lms.core.pdf import check_pdf_library  # noqa: PLC0415 - settings first

        checks.register(check_pdf_library)
