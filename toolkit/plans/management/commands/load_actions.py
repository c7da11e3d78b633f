from pathlib import Path

from lms.core.management.content_command import ContentCommand
from toolkit.plans.loader import load_libraries


class Command(ContentCommand):
    """`manage.py load_actions [FILE.yaml|FOLDER] [--dry-run]`."""

    help = (
        "Load action libraries from a YAML file or a folder of them; without one, "
        "those that ship with Streetlight."
    )
    subject = "actions"

    def add_arguments(self, parser):
        parser.add_argument("path", nargs="?", type=Path)
        super().add_arguments(parser)

    def handle(self, *args, path=None, **options):
        self.path = path
        super().handle(*args, **options)

    def load(self, **options):
        return load_libraries(self.path, **options)
