"""The room of learning: what people began, finished and can prove."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    """Enrolment, completion, certificates and notes."""

    name = "lms.learning"
    label = "learning"
    verbose_name = _("Learning")

    def ready(self):
        """Listen to submitted checks and name the verbs of the activity log."""
        # Models must be loaded before these can be.
        from assessments.quizzes.doors import name_keeper  # noqa: PLC0415
        from lms.accounts.audit import name_verbs  # noqa: PLC0415
        from lms.accounts.mail import name_kinds  # noqa: PLC0415
        from lms.accounts.occasions import name_occasion  # noqa: PLC0415
        from lms.learning import (  # noqa: PLC0415
            listeners,
            my_data,
            prerequisites,
            record_facts,
        )
        from lms.learning.cohorts.occasions import cohorts_that_wait  # noqa: PLC0415

        post_migrate.connect(
            listeners.make_signing_key, sender=self, dispatch_uid="learning.key"
        )
        name_keeper(prerequisites.keep_shut)
        name_occasion("cohorts", cohorts_that_wait)
        my_data.register_all()
        record_facts.register_all()
        name_verbs(
            {
                "cohort_made": _("Cohort made"),
                "cohort_changed": _("Cohort changed"),
                "cohort_archived": _("Cohort archived"),
                "cohort_reopened": _("Cohort taken out of the archive"),
                "cohort_joined": _("Joined a cohort"),
                "cohort_left": _("Taken out of a cohort"),
                "cohort_imported": _("Learners brought into a cohort"),
                "cohort_copied": _("Cohort copied"),
                "join_link_made": _("Invitation link made"),
                "join_link_withdrawn": _("Invitation link withdrawn"),
                "assigned": _("Module or path assigned"),
                "assignment_changed": _("Assignment changed"),
                "assignment_withdrawn": _("Assignment withdrawn"),
                "message_sent": _("Message to learners"),
                "session_planned": _("Session planned"),
                "session_changed": _("Session changed"),
                "session_deleted": _("Session deleted"),
                "session_announced": _("Session announced to learners"),
                "attendance_noted": _("Attendance noted"),
                "attendance_changed": _("Attendance changed"),
                "paper_results_recorded": _("Results on paper recorded"),
                "paper_result_changed": _("Result on paper changed"),
                "results_exported": _("Results of a cohort exported"),
                "certificates_ordered": _("Certificates ordered for many"),
                "certificate_issued": _("Certificate issued by hand"),
                "certificate_revoked": _("Certificate withdrawn"),
                "completion_rule_changed": _("Rule of completion changed"),
                "certificate_superseded": _("Certificate replaced"),
                "credential_key_changed": _("Key of credentials changed"),
            }
        )
        name_kinds(
            {
                "cohort_joined": _("Joined a cohort"),
                "join_sign_in": _("Way into a cohort"),
                "cohort_message": _("Message from a trainer"),
                "session": _("Announcement of a session"),
                "reminder": _("Reminder of what is due"),
            }
        )
