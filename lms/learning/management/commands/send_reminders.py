"""Remind people of what is due: `manage.py send_reminders`, every hour."""

from django.core.management.base import BaseCommand

from assessments.maturity.services.reminding import remind_due
from lms.accounts import reminders
from lms.learning.desk.messages import deliver_unfinished
from lms.learning.desk.reminders import send_due_reminders, send_reminders


class Command(BaseCommand):
    """Sends what is due, each once; takes up messages that were interrupted."""

    help = "Send the reminders that are due, and e-mails of messages left unfinished."

    def add_arguments(self, parser):
        """Offer to leave the work to the task worker."""
        parser.add_argument(
            "--later",
            action="store_true",
            help="leave the work to the task worker and return at once",
        )

    def handle(self, *args, **options):
        """Send, and say how many e-mails were written."""
        if options["later"]:
            send_due_reminders.enqueue()
            self.stdout.write("The task worker sends the reminders.")
            return
        written = send_reminders()
        written += remind_due()
        written += reminders.send_all()
        taken_up = deliver_unfinished()
        self.stdout.write(f"Reminders: {written}. Messages taken up: {taken_up}.")
