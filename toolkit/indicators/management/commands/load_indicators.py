from pathlib import Path

from lms.core.management.content_command import ContentCommand
from toolkit.indicators.loader import load_catalogue


class Command(ContentCommand):
    """`manage.py load_indicators [FILE.yaml|FOLDER] [--dry-run]`."""

    help = (
        "Load the catalogue of indicators from a YAML file or the newest of a folder; "
        "without one, what ships with Streetlight."
    )
    subject = "indicators"

    def add_arguments(self, parser):
        parser.add_argument("path", nargs="?", type=Path)
        super().add_arguments(parser)

    def handle(self, *args, path=None, **options):
        self.path = path
        super().handle(*args, **options)

    def load(self, **options):
        return load_catalogue(self.path, **options)
