from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from toolkit.indicators.exporter import export_catalogue


class Command(BaseCommand):
    """`manage.py export_indicators [--to FILE]`."""

    help = "Write the catalogue of indicators as YAML; load_indicators reads it."

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, help="Without it: standard output.")

    def handle(self, *args, to, **options):
        text = export_catalogue()
        if text is None:
            raise CommandError("No catalogue is loaded; run load_indicators.")
        if to is None:
            self.stdout.write(text, ending="")
            return
        try:
            to.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{to} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Written: {to}")
