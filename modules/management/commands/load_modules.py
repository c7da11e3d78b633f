from lms.core.management.content_command import ContentCommand
from modules.loader import load_modules


class Command(ContentCommand):
    help = "Load modules, lessons, checks and the glossary from modules/content."
    subject = "modules"

    def load(self, **options):
        return load_modules(**options)
