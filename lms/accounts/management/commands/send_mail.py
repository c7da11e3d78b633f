"""Send what waits in the outbox: `manage.py send_mail`, once a minute."""

from django.core.management.base import BaseCommand

from lms.accounts import outbox
from lms.accounts.models import OutgoingMail


class Command(BaseCommand):
    """Tries every e-mail that is due; needed only where there is no task worker."""

    help = "Send the e-mails that wait in the outbox."

    def handle(self, *args, **options):
        """Send; say how many left and how many wait."""
        sent = outbox.send_waiting(limit=None)
        if sent and outbox.hurry():
            sent += outbox.send_waiting(limit=None)
        waiting = OutgoingMail.objects.waiting().count()
        self.stdout.write(f"E-mails sent: {sent}, waiting: {waiting}.")
