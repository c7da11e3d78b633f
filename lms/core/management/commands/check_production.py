"""Say in plain words what is missing before real people may come."""

import sys

from django.core.management import BaseCommand

from lms.core.production_check import State, examine

SIGNS = {State.FINE: "ok      ", State.ADVICE: "consider", State.MISSING: "MISSING "}


class Command(BaseCommand):
    """`manage.py check_production`: exit code 1 while something is missing."""

    help = "Say in plain words what is missing before real people may come."
    requires_system_checks = ()

    def handle(self, *args, **options):
        count = 0
        for finding in examine():
            count += finding.state is State.MISSING
            line = f"{SIGNS[finding.state]}  {finding.subject}"
            self.stdout.write(f"{line}: {finding.text}" if finding.text else line)
        if count:
            self.stdout.write(f"\n{count} missing. docs/deploy.md tells more.")
            sys.exit(1)
        self.stdout.write("\nReady for people.")
