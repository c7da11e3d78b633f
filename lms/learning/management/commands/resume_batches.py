"""Take up batches of certificates that broke off."""

from django.core.management import BaseCommand

from lms.learning.batches import go_on_with_all


class Command(BaseCommand):
    """`manage.py resume_batches`: a worker does it when it starts (--all)."""

    help = "Take up batches of certificates that broke off, for example at a restart."

    def add_arguments(self, parser):
        parser.add_argument(
            "--all",
            action="store_true",
            help="also those that were heard of in the last minutes",
        )

    def handle(self, *args, **options):
        count = go_on_with_all(silent=not options["all"])
        self.stdout.write(f"{count} batches taken up again.")
