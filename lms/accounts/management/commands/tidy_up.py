"""Delete what has been kept long enough: `manage.py tidy_up`, once a night."""

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from lms.accounts import outbox, services
from lms.core import checked_files

#: How long failed sign-ins are kept with their network address.
FAILURES_KEPT_FOR = timedelta(days=30)


class Command(BaseCommand):
    """Old e-mails, archives, imports, sessions, failed sign-ins, background work."""

    help = (
        "Delete e-mails, archives, unfinished imports, sessions and failed sign-ins "
        "kept long enough."
    )

    def handle(self, *args, **options):
        """Delete; say how much it was."""
        mails = outbox.forget_old()
        archives = services.forget_old_archives()
        imports = checked_files.forget_unfinished()
        before = timezone.now() - FAILURES_KEPT_FOR
        failures = sum(
            model.objects.filter(attempt_time__lt=before).delete()[0]
            for model in (AccessAttempt, AccessFailureLog, AccessLog)
        )
        call_command("clearsessions")
        if apps.is_installed("django_tasks_db"):
            call_command("prune_db_task_results", verbosity=0)
        self.stdout.write(
            f"Deleted e-mails: {mails}, archives: {archives}, "
            f"unfinished imports: {imports}, failed sign-ins: {failures}."
        )
