from pathlib import Path

from assessments.maturity.loader import load_frameworks
from lms.core.management.content_command import ContentCommand


class Command(ContentCommand):
    """`manage.py load_framework [FILE.yaml|FILE.xlsx|FOLDER] [--dry-run]`."""

    help = (
        "Load frameworks from a YAML file, a workbook or a folder of them; "
        "without one, those that ship with Streetlight."
    )
    subject = "frameworks"

    def add_arguments(self, parser):
        parser.add_argument("path", nargs="?", type=Path)
        super().add_arguments(parser)

    def handle(self, *args, path=None, **options):
        self.path = path
        super().handle(*args, **options)

    def load(self, **options):
        return load_frameworks(self.path, **options)
