"""Bring back what `manage.py backup` saved."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError, call_command

from lms.core.backup import BackupError, key_mark, restore_backup


class Command(BaseCommand):
    """`manage.py restore archive`: into an empty place, then migrate."""

    help = "Bring back the database and files of a backup, into an empty place."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("archive", type=Path)
        parser.add_argument(
            "--force", action="store_true", help="replace what is here already"
        )

    def handle(self, *args, archive: Path, force: bool, **options):
        try:
            manifest = restore_backup(archive, force=force)
        except BackupError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(
            f"Restored the database and {len(manifest.files) - 1} files of "
            f"{manifest.created} (Streetlight {manifest.version})."
        )
        if manifest.key_mark != key_mark():
            self.stdout.write(
                "The backup was made with another SECRET_KEY: second factors cannot be "
                "read, people have to sign in again, and links sent by e-mail before no "
                "longer work. Put the old key into SECRET_KEY_FALLBACKS if you have it."
            )
