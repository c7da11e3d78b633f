"""Ask focal points to confirm their data: `manage.py ask_focal_points`."""

from django.core.management.base import BaseCommand

from toolkit.network.services.verifying import ask_due


class Command(BaseCommand):
    """Sends the requests of this quarter, each once; `send_reminders` calls it."""

    help = "Ask focal points and deputies, once a quarter, to confirm their data."

    def handle(self, *args, **options):
        """Send, and say how many e-mails were written."""
        self.stdout.write(f"Requests to confirm contact data: {ask_due()}.")
