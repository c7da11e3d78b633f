"""Questions of another system into the bank."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assessments.questions.exchange import import_questions
from lms.core.content_files import ContentRefused


class Command(BaseCommand):
    """`manage.py import_questions FILE --module 01 [--dry-run]`."""

    help = "Add the questions of a Moodle XML, GIFT or YAML file to the bank."

    def add_arguments(self, parser):
        """Add the file and how it is taken."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--module", default="", help="Begins the keys of questions without one."
        )
        parser.add_argument(
            "--language",
            choices=dict(settings.LANGUAGES),
            default=settings.LANGUAGE_CODE,
            help="The language the file is written in.",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Say what would be added, add nothing.",
        )

    def handle(self, *args, **options):
        """Add and report."""
        path = options["file"]
        try:
            done = import_questions(
                path.read_bytes(),
                name=path.name,
                language=options["language"],
                prefix=options["module"],
                dry_run=options["dry_run"],
            )
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.") from error
        except ContentRefused as refused:
            raise CommandError(f"Nothing was added.\n{refused}") from refused
        for loss in done.losses:
            self.stdout.write(f"Not carried over: {loss}")
        word = "would be added" if options["dry_run"] else "added"
        self.stdout.write(f"{len(done.created)} {word}: {', '.join(done.created)}")
        self.stdout.write(f"{len(done.unchanged)} there already")
