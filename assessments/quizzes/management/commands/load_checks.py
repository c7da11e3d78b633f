"""Load check files, alone; load_modules does it together with the lessons."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assessments.quizzes.loader import load_checks
from lms.core.content_files import ContentRefused


class Command(BaseCommand):
    """`manage.py load_checks [FILE ...] [--dry-run] [--overwrite]`."""

    help = "Load knowledge checks and their questions from checks/*.yaml."

    def add_arguments(self, parser):
        """Add files and switches."""
        parser.add_argument("files", nargs="*", type=Path)
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Say what would change, change nothing.",
        )
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Also replace what an editor has changed on the site.",
        )

    def handle(self, *args, **options):
        """Load and report."""
        files = options["files"] or sorted(
            Path(settings.MODULE_CONTENT_DIR).glob("*/checks/*.yaml")
        )
        try:
            report = load_checks(
                files, overwrite=options["overwrite"], dry_run=options["dry_run"]
            )
        except ContentRefused as refused:
            raise CommandError(f"Nothing was loaded.\n{refused}") from refused
        for line in report.lines():
            self.stdout.write(line)
