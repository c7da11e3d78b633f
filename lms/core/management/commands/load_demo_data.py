from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Load the invented people and what they have done (demo mode only)."

    def handle(self, *args, verbosity, **options):
        # By name, because core may not import the rooms above it.
        for name in settings.DEMO_LOADERS:
            call_command(
                name, verbosity=verbosity, stdout=self.stdout, stderr=self.stderr
            )
