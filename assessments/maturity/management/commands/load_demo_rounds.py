"""Load the invented rounds of the demonstration: `manage.py load_demo_rounds`."""

from django.core.management.base import BaseCommand, CommandError

from assessments.maturity.demo_rounds import load_demo_rounds
from lms.accounts.demo import DemoRefused


class Command(BaseCommand):
    """Loads each country's rounds once."""

    help = "Load the invented rounds of Arvania and Belmora (demo mode only)."

    def handle(self, *args, **options):
        """Load, or say why not."""
        try:
            load_demo_rounds()
        except DemoRefused as refused:
            raise CommandError(str(refused)) from refused
