"""Prepare a demonstration on this machine and serve it."""

import sys
import time

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections
from django.utils.module_loading import import_string

from lms.core import demo
from lms.core.pdf import pdf_available
from lms.core.serving import DemoServer
from lms.core.translations import compile_messages

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Command(BaseCommand):
    """`manage.py demo`: database, content, a demo country, web server.

    Every step can be repeated, and the note that all is loaded is written
    last: a start that was killed at any moment goes on at the next one.
    """

    help = "Prepare a demonstration on this machine and serve it (PORT, HOST)."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument(
            "--no-serve", action="store_true", help="prepare only, start no server"
        )

    def handle(self, *args, no_serve: bool, **options):
        if not settings.DEMO_MODE:
            raise CommandError(
                "These settings are not for demonstrations: the demo accounts have "
                "a public password. Unset DJANGO_SETTINGS_MODULE and try again."
            )
        self.started = time.monotonic()
        host, port = settings.HOST, settings.PORT
        try:
            if not no_serve:
                self._require_port(host, port)
            self._prepare()
            if not no_serve:
                self._serve(host, port)
        except KeyboardInterrupt:
            self._say("\nStopped. The same command goes on from here.")
            sys.exit(130)

    def _say(self, text: str = "") -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _require_port(self, host: str, port: int) -> None:
        try:
            free = demo.port_is_free(host, port)
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {host}, port {port}: {error.strerror}. "
                "Choose others with HOST and PORT."
            ) from None
        if not free:
            raise CommandError(
                f"Port {port} is taken by another program (perhaps Streetlight is "
                f"already running). Choose another:\n\n    PORT={port + 1} make run\n"
            )

    def _prepare(self) -> None:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        if compile_messages():
            self._say("Interface texts: compiled")
        if demo.is_loaded():
            self._say("Database and content: up to date")
            return
        self._say("Database: creating tables (about 20 seconds the first time)")
        call_command("migrate", interactive=False, stdout=StepCounter(self._say))
        self._say("Content: loading pages, modules and questions")
        call_command("load_content", verbosity=0)
        self._say("Demo country: loading people and what they have done")
        call_command("load_demo_data", verbosity=0)
        demo.mark_loaded()

    def _serve(self, host: str, port: int) -> None:
        connections.close_all()
        DemoServer(host, port, ready=lambda: self._greet(host, port)).run()

    def _greet(self, host: str, port: int) -> None:
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
        seconds = time.monotonic() - self.started
        accounts = import_string(settings.DEMO_ACCOUNTS)
        width = max(len(email) for email, _ in accounts)
        lines = [
            "",
            f"Streetlight is ready on http://{shown}:{port} ({seconds:.1f} s)",
            "",
            f"Sign in with the password  {import_string(settings.DEMO_PASSWORD)}",
            *(f"    {email:<{width}}  {role}" for email, role in accounts),
            "",
            f"E-mail is written to {settings.EMAIL_FILE_PATH}",
        ]
        if not pdf_available():
            lines.append("PDFs are off: the Pango library is missing (see README).")
        if host not in LOOPBACK:
            lines.append(
                "Others on the network can reach it, and the password is public: "
                "do not enter real people's data."
            )
        lines.append("Stop with Ctrl-C.")
        self._say("\n".join(lines))


class StepCounter:
    """A stream for `migrate` that reports every 25th step instead of each."""

    def __init__(self, say):
        self.say = say
        self.steps = 0

    def write(self, text: str) -> None:
        """Count a finished step; `migrate` ends each with OK."""
        if text.strip().endswith("OK"):
            self.steps += 1
            if self.steps % 25 == 0:
                self.say(f"  {self.steps} steps done")

    def flush(self) -> None:
        """Nothing is held back."""
