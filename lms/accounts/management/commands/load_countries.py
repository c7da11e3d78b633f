from lms.accounts.loader import load_countries
from lms.core.management.content_command import ContentCommand


class Command(ContentCommand):
    help = "Load regions and countries from lms/accounts/content/countries.yaml."
    subject = "countries"

    def load(self, **options):
        return load_countries(**options)
