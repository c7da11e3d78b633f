"""Questions out of the bank into a file of another system."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assessments.questions.exchange import FORMATS, export_questions
from assessments.questions.models import Question


class Command(BaseCommand):
    """`manage.py export_questions --format moodle --module 01 FILE`."""

    help = "Write questions as Moodle XML, GIFT, QTI 3 or YAML; says what is lost."

    def add_arguments(self, parser):
        """Add the file and what goes into it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument(
            "--module", help="Only the questions of this module, like 01."
        )
        parser.add_argument(
            "--language",
            choices=dict(settings.LANGUAGES),
            default=settings.LANGUAGE_CODE,
        )

    def handle(self, *args, **options):
        """Write, and list what the file does not hold."""
        questions = Question.objects.active().with_parts()
        if options["module"]:
            questions = questions.of_module(options["module"])
        export = export_questions(
            questions, kind=options["format"], language=options["language"]
        )
        if not questions:
            raise CommandError("There is no such question.")
        try:
            options["file"].write_bytes(export.content)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}.") from error
        for loss in export.losses:
            self.stdout.write(f"Not carried over: {loss}")
        self.stdout.write(f"{len(questions)} questions written to {options['file']}.")
