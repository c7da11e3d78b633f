from lms.core.management.content_command import ContentCommand
from lms.core.site_loader import load_site


class Command(ContentCommand):
    help = "Load the home page and the standard pages from lms/core/content."
    subject = "pages"

    def load(self, **options):
        return load_site(**options)
