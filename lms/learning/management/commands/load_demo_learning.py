from django.core.management.base import BaseCommand, CommandError

from lms.accounts.demo import DemoRefused
from lms.learning.demo import load_demo_learning


class Command(BaseCommand):
    help = "Load the invented cohorts of Arvania (demo mode only)."

    def handle(self, *args, **options):
        try:
            load_demo_learning()
        except DemoRefused as refused:
            raise CommandError(str(refused)) from refused
