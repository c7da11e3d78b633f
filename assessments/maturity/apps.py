from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MaturityConfig(AppConfig):
    name = "assessments.maturity"
    label = "maturity"
    verbose_name = _("Maturity self-assessment")

    def ready(self):
        """Say what is held about people; name the activity log's verbs and e-mails."""
        # Models must be loaded before these can be.
        from assessments.maturity import (  # noqa: PLC0415
            listeners,  # noqa: F401
            my_data,
            own_facts,
        )
        from lms.accounts.audit import name_verbs  # noqa: PLC0415
        from lms.accounts.mail import name_kinds  # noqa: PLC0415

        my_data.register_all()
        own_facts.register_all()
        name_verbs(
            {
                "round_opened": _("Round opened"),
                "round_institutions": _("Institutions of a round set"),
                "round_due": _("Due date of a round set"),
                "round_moved": _("Round moved on"),
                "answers_handed_in": _("Answers handed in"),
                "answers_imported": _("Answers brought in from a file"),
                "answers_taken_back": _("Answers opened again"),
                "opinion_removed": _("Different opinion removed"),
                "comparisons_joined": _("Round counted in comparisons"),
                "comparisons_left": _("Round no longer counted in comparisons"),
            }
        )
        name_kinds(
            {
                "answers_awaited": _("Answers awaited in an assessment"),
                "answers_reminder": _("Reminder of answers in an assessment"),
            }
        )
