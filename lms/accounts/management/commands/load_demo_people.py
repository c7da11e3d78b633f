from django.core.management.base import BaseCommand, CommandError

from lms.accounts.demo import (
    DEMO_ACCOUNTS,
    DEMO_PASSWORD,
    DemoRefused,
    load_demo_people,
)


class Command(BaseCommand):
    help = "Load the invented people of Arvania and Belmora (demo mode only)."

    def add_arguments(self, parser):
        parser.add_argument(
            "--list", action="store_true", help="Only print the accounts."
        )

    def handle(self, *args, verbosity, **options):
        if not options["list"]:
            try:
                load_demo_people()
            except DemoRefused as refused:
                raise CommandError(str(refused)) from refused
        if options["list"] or verbosity > 1:
            for email, label in DEMO_ACCOUNTS:
                self.stdout.write(f"  {email}  {label}")
            self.stdout.write(f"  password of all: {DEMO_PASSWORD}")
