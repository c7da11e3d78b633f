"""The room of learning: what people began, finished and can prove."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    """Enrolment, completion, certificates and notes."""

    name = "lms.learning"
    label = "learning"
    verbose_name = _("Learning")

    def ready(self):
        """Listen to submitted checks and name the verbs of the activity log."""
        # Models must be loaded before these can be.
        from lms.accounts.audit import name_verbs  # noqa: PLC0415
        from lms.learning import listeners  # noqa: F401, PLC0415

        name_verbs(
            {
                "certificate_revoked": _("Certificate withdrawn"),
                "certificate_superseded": _("Certificate replaced"),
            }
        )
