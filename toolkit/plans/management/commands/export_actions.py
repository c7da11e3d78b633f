from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from toolkit.plans.exporter import export_library
from toolkit.plans.models import ActionLibrary


class Command(BaseCommand):
    """`manage.py export_actions KEY[@VERSION] [--to FILE]`."""

    help = "Write an action library as YAML; load_actions reads it."

    def add_arguments(self, parser):
        parser.add_argument("key", help="KEY for the newest version, or KEY@VERSION")
        parser.add_argument("--to", type=Path, help="Without it: standard output.")

    def handle(self, *args, key, to, **options):
        name, _sign, version = key.partition("@")
        rows = ActionLibrary.objects.filter(key=name)
        row = (rows.filter(version=version) if version else rows).first()
        if row is None:
            keys = ActionLibrary.objects.values_list("key", flat=True)
            known = ", ".join(dict.fromkeys(keys)) or "none; run load_actions"
            raise CommandError(f"There is no action library `{key}`. Loaded: {known}.")
        text = export_library(row.library())
        if to is None:
            self.stdout.write(text, ending="")
            return
        try:
            to.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{to} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Written: {to}")
