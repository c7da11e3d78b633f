"""Write checks edited on the site back to their files."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assessments.quizzes.exporter import export_checks
from assessments.quizzes.models import Quiz


class Command(BaseCommand):
    """`manage.py export_checks [--to FOLDER]`."""

    help = "Write knowledge checks and their questions to checks/<key>.yaml."

    def add_arguments(self, parser):
        """Add the folder."""
        parser.add_argument(
            "--to",
            type=Path,
            help="Folder for all files; default: each module's checks/.",
        )

    def handle(self, *args, **options):
        """Export and report."""
        written = []
        for quiz in Quiz.objects.active().prefetch_related("items__question"):
            folder = options["to"] or _folder(quiz.module)
            if folder is None:
                raise CommandError(f"There is no folder for module {quiz.module}.")
            folder.mkdir(parents=True, exist_ok=True)
            written += export_checks([quiz], folder)
        for path in written:
            self.stdout.write(f"Written: {path}")
        self.stdout.write(f"{len(written)} files changed.")


def _folder(module: str) -> Path | None:
    found = sorted(Path(settings.MODULE_CONTENT_DIR).glob(f"{module}-*"))
    return found[0] / "checks" if found else None
