from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "toolkit.indicators"
    label = "indicators"
    verbose_name = _("Indicators and data sources")

    def ready(self):
        """Say what is held about people; name the activity log's verbs and e-mails."""
        # Models must be loaded before these can be.
        from lms.accounts.audit import name_verbs  # noqa: PLC0415
        from lms.accounts.mail import name_kinds  # noqa: PLC0415
        from toolkit.indicators import country_parts, facts, my_data  # noqa: PLC0415

        my_data.register_all()
        facts.register_all()
        country_parts.register_all()
        name_verbs(
            {
                "source_added": _("Data source added"),
                "source_changed": _("Data source changed"),
                "source_closed": _("Data source no longer kept"),
                "source_reopened": _("Data source kept again"),
                "sources_imported": _("Data sources brought in from a file"),
                "set_started": _("Version of the minimum set started"),
                "set_weights_changed": _("Weights of a minimum set changed"),
                "set_scored": _("Candidates for a minimum set scored"),
                "set_chosen": _("Indicators of a minimum set chosen"),
                "row_changed": _("Row of a definition matrix changed"),
                "row_agreed": _("Owner agreed to a row of a definition matrix"),
                "set_approved": _("Minimum set approved"),
            }
        )
        name_kinds({"agreement_asked": _("Request to agree to a definition")})
