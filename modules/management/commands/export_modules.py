from pathlib import Path

from django.core.management.base import BaseCommand

from modules.exporter import export_modules


class Command(BaseCommand):
    help = "Write modules and lessons, as they stand on the site, back to their files."

    def add_arguments(self, parser):
        parser.add_argument(
            "keys", nargs="*", help="Only these modules, for example 01 03."
        )
        parser.add_argument(
            "--to", type=Path, help="Another folder than modules/content."
        )

    def handle(self, *args, keys, to, **options):
        report = export_modules(to, keys=keys or None)
        for path in report.written:
            self.stdout.write(f"  written: {path}")
        self.stdout.write(f"  {len(report.written)} written, {report.same} the same")
