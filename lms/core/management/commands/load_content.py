from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Load all content files: pages, countries, modules with their checks."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Show what would change; change nothing.",
        )
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Replace what was edited on the site by what the files say.",
        )

    def handle(self, *args, dry_run, overwrite, verbosity, **options):
        # By name, because core may not import the rooms above it.
        for name in settings.CONTENT_LOADERS:
            call_command(
                name,
                dry_run=dry_run,
                overwrite=overwrite,
                verbosity=verbosity,
                stdout=self.stdout,
                stderr=self.stderr,
            )
