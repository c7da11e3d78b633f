from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "toolkit.plans"
    label = "plans"
    verbose_name = _("Action plans")

    def ready(self):
        """Say what is held about people; name the activity log's verbs and e-mails."""
        # Models must be loaded before these can be.
        from lms.accounts.audit import name_verbs  # noqa: PLC0415
        from lms.accounts.mail import name_kinds  # noqa: PLC0415
        from lms.accounts.reminders import add_sender  # noqa: PLC0415
        from toolkit.plans import country_parts, facts, my_data  # noqa: PLC0415
        from toolkit.plans.services.reminding import remind  # noqa: PLC0415

        add_sender("plans", remind)
        my_data.register_all()
        country_parts.register_all()
        facts.register_all()
        name_verbs(
            {
                "plan_made": _("Action plan made"),
                "plan_deleted": _("Draft of a plan deleted"),
                "plan_settings_changed": _("Targets, roles or means of a plan changed"),
                "plan_built": _("Action plan built again"),
                "plan_line_changed": _("Line of a plan changed"),
                "plan_line_added": _("Line added to a plan"),
                "plan_line_dropped": _("Line of a plan dropped"),
                "plan_line_restored": _("Line taken into a plan again"),
                "plan_approved": _("Action plan approved"),
                "plan_amendment_begun": _("Amendment of a plan begun"),
                "plan_amended": _("Action plan amended"),
                "plan_amendment_given_up": _("Amendment of a plan given up"),
                "plan_closed": _("Action plan closed"),
                "plan_line_reported": _("Line of a plan reported done"),
                "plan_line_checked": _("Line of a plan checked"),
                "plan_line_redated": _("Line of a plan given new dates"),
                "plan_review_closed": _("Quarterly review of a plan closed"),
                "plan_modules_assigned": _("Modules of a plan assigned"),
                "plan_imported": _("Action plan brought in from a file"),
                "plan_calendar_made": _("Calendar address of a plan made"),
                "plan_calendar_ended": _("Calendar address of a plan ended"),
            }
        )
        name_kinds(
            {
                "plan_line_due_soon": _("Line of the plan that is due soon"),
                "plan_line_late": _("Line of the plan that is late"),
                "plan_line_silent": _("Line of the plan without a word"),
                "plan_line_to_check": _("Line of the plan to be checked"),
                "plan_line_checked": _("Line of the plan checked"),
            }
        )
