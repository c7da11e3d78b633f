"""What all commands that load content files have in common."""

from django.core.management.base import BaseCommand, CommandError

from lms.core.content_files import ContentRefused


class ContentCommand(BaseCommand):
    """Runs a loader, prints its report, refuses with file, line and remedy."""

    #: Word for what is loaded, printed before the report.
    subject = ""

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

    def load(self, **options):
        """Run the loader with overwrite and dry_run; return its SyncReport."""
        raise NotImplementedError

    def handle(self, *args, dry_run, overwrite, verbosity, **options):
        try:
            report = self.load(dry_run=dry_run, overwrite=overwrite)
        except ContentRefused as refused:
            raise CommandError(
                f"Nothing was loaded. {len(refused.errors)} to mend:\n{refused}"
            ) from refused
        if verbosity:
            head = f"{self.subject} (dry run)" if dry_run else self.subject
            for line in report.lines():
                self.stdout.write(f"  {head}: {line}")
