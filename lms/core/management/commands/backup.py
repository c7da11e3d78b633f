"""Save the database and all files in one archive."""

from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from lms.core.backup import BackupError, create_backup


class Command(BaseCommand):
    """`manage.py backup [archive]`: one file to keep somewhere else."""

    help = "Save the database and all files in one archive."

    def add_arguments(self, parser):
        parser.add_argument(
            "archive", nargs="?", type=Path, help="a new .tar.gz; or DATA_DIR/backups/"
        )

    def handle(self, *args, archive: Path | None, **options):
        now = timezone.now()
        default = (
            settings.DATA_DIR / "backups" / f"streetlight-{now:%Y%m%d-%H%M%S}.tar.gz"
        )
        target = archive or default
        try:
            manifest = create_backup(target, at=now)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{target}: database and {len(manifest.files) - 1} files, "
            f"{target.stat().st_size / 1e6:.1f} MB"
        )
