from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "toolkit.network"
    label = "network"
    verbose_name = _("National network")

    def ready(self):
        """Say what is held about people; name the activity log's verbs and e-mails."""
        # Models must be loaded before these can be.
        from lms.accounts.audit import name_verbs  # noqa: PLC0415
        from lms.accounts.mail import name_kinds  # noqa: PLC0415
        from lms.accounts.reminders import add_sender  # noqa: PLC0415
        from toolkit.network import (  # noqa: PLC0415
            country_page,
            facts,
            listeners,  # noqa: F401
            my_data,
        )
        from toolkit.network.groups_words import KINDS, VERBS  # noqa: PLC0415
        from toolkit.network.services.decisions_reminding import (  # noqa: PLC0415
            remind,
        )
        from toolkit.network.services.verifying import ask_due  # noqa: PLC0415

        my_data.register_all()
        facts.register_all()
        country_page.register_all()
        add_sender("contacts", ask_due)
        add_sender("decisions", remind)
        name_verbs(VERBS)
        name_kinds(KINDS)
        name_verbs(
            {
                "institution_added": _("Institution added"),
                "institution_changed": _("Institution changed"),
                "institution_closed": _("Institution taken off the network"),
                "institution_reopened": _("Institution taken into the network again"),
                "focal_point_designated": _("Focal point designated"),
                "focal_point_replaced": _("Focal point replaced"),
                "focal_point_changed": _("Data of a focal point changed"),
                "focal_point_ended": _("Designation ended"),
                "focal_point_verified": _("Data of a focal point confirmed"),
                "contacts_imported": _("Contacts brought in from a file"),
                "record_made_public": _("Part of the record made public"),
                "record_restricted": _("Part of the record no longer public"),
            }
        )
        name_kinds(
            {
                "verification_asked": _("Request to confirm contact data"),
                "contact_note": _("Note about contact data"),
            }
        )
