#!/usr/bin/env python
"""Streetlight's command line."""

import os
import sys

#: Commands that bring their own settings when nobody has chosen any.
SETTINGS_BY_COMMAND = {"demo": "lms.settings.demo"}


def main() -> None:
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    os.environ.setdefault(
        "DJANGO_SETTINGS_MODULE", SETTINGS_BY_COMMAND.get(command, "lms.settings.dev")
    )

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
