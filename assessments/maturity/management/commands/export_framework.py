import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessments.maturity.exporter import (
    FORMATS,
    export_framework,
    file_name,
    find_framework,
)
from assessments.maturity.models import FrameworkVersion


class Command(BaseCommand):
    """`manage.py export_framework KEY[@VERSION] [--format yaml|xlsx] [--to PATH]`."""

    help = "Write a framework as YAML or as a workbook; load_framework reads both."

    def add_arguments(self, parser):
        parser.add_argument(
            "key", help="KEY for the newest published version, or KEY@VERSION"
        )
        parser.add_argument(
            "--format", choices=FORMATS, help="Default: the ending of --to, or yaml."
        )
        parser.add_argument(
            "--to", type=Path, help="File or folder; without it: standard output."
        )

    def handle(self, *args, key, to, **options):
        row = find_framework(key)
        if row is None:
            keys = FrameworkVersion.objects.order_by("key").values_list(
                "key", flat=True
            )
            known = ", ".join(dict.fromkeys(keys)) or "none; run load_framework"
            raise CommandError(f"There is no framework `{key}`. Loaded: {known}.")
        ending = to.suffix.lower().lstrip(".") if to else ""
        kind = options["format"] or {"xlsx": "xlsx"}.get(ending, "yaml")
        framework = row.instrument()
        content = export_framework(framework, kind)
        if to is None:
            self._print(content, kind)
            return
        path = to / file_name(framework, kind) if to.is_dir() else to
        try:
            path.write_bytes(content)
        except OSError as error:
            raise CommandError(
                f"{path} cannot be written: {error.strerror}."
            ) from error
        self.stdout.write(f"Written: {path}")

    def _print(self, content: bytes, kind: str) -> None:
        if kind == "yaml":
            self.stdout.write(content.decode(), ending="")
        elif sys.stdout.isatty() or not hasattr(self.stdout._out, "buffer"):
            raise CommandError("A workbook needs a file: add `--to FILE.xlsx`.")
        else:
            self.stdout._out.buffer.write(content)
            self.stdout._out.buffer.flush()
