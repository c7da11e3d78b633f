"""Load the invented plan of the demonstration: `manage.py load_demo_plans`."""

from django.core.management.base import BaseCommand, CommandError

from lms.accounts.demo import DemoRefused
from toolkit.plans.demo_plans import load_demo_plans


class Command(BaseCommand):
    """Loads the country's plan once."""

    help = "Load the invented action plan of Arvania (demo mode only)."

    def handle(self, *args, **options):
        """Load, or say why not."""
        try:
            load_demo_plans()
        except DemoRefused as refused:
            raise CommandError(str(refused)) from refused
