from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.accounts.models import Country, User
from toolkit.indicators import demo_set, demo_sources
from toolkit.network import demo as demo_network
from toolkit.network import demo_group, demo_publishing

#: What is loaded, in this order: functions of a country and of who writes it.
PARTS = (
    demo_network.load,
    demo_group.load,
    demo_sources.load,
    demo_set.load,
    demo_publishing.load,
)


class Command(BaseCommand):
    """`manage.py load_demo_record`, after load_demo_people."""

    help = "Fill the record of the invented country: network, group, sources, set."

    def handle(self, *args, verbosity, **options):
        if not settings.DEMO_MODE:
            raise CommandError("The record of the demonstration needs demo mode.")
        country = Country.objects.filter(iso2="XA").first()
        by = User.objects.filter(email="coordinator@arvania.example").first()
        if country is None or by is None:
            raise CommandError("There is nobody to fill it; run load_demo_people.")
        for part in PARTS:
            part(country, by)
        if verbosity:
            self.stdout.write(f"  record of {country} filled")
