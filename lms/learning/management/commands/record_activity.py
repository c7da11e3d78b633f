"""Record what happened before: `manage.py record_activity`."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.learning.activity import is_on
from lms.learning.activity.forwarding import forward_soon
from lms.learning.activity.replay import replay


class Command(BaseCommand):
    """Tells all facts to the activity record; what it knows is not told twice."""

    help = "Write statements for everything learners did so far."

    def add_arguments(self, parser):
        """Ask for the language of the titles."""
        parser.add_argument(
            "--language",
            default=settings.LANGUAGE_CODE,
            choices=[code for code, _name in settings.LANGUAGES],
            help="Language of the titles in the statements.",
        )

    def handle(self, *args, **options):
        """Write what is missing; say how much it was."""
        if not is_on():
            raise CommandError("The activity record is off. Set XAPI_ACTIVITY=1.")
        new = replay(language=options["language"])
        forward_soon()
        self.stdout.write(f"New statements: {new}.")
