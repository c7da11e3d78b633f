"""Forward the activity record: `manage.py send_activity`, every few minutes."""

from django.core.management.base import BaseCommand

from lms.learning.activity import forwarding
from lms.learning.models import Statement


class Command(BaseCommand):
    """Forwards what waits; needed only where there is no task worker."""

    help = "Forward the statements that wait to the learning record store."

    def handle(self, *args, **options):
        """Forward, say how many left, how many wait, and what went wrong."""
        if not forwarding.is_configured():
            self.stdout.write("The activity record is off, or no store is named.")
            return
        sent = forwarding.forward_waiting(batches=10_000)
        waiting = Statement.objects.waiting().count()
        self.stdout.write(
            f"Statements forwarded: {sent.forwarded}, "
            f"refused: {sent.refused}, waiting: {waiting}."
        )
        if sent.trouble:
            self.stderr.write(f"The learning record store: {sent.trouble}")
