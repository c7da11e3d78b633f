"""Item analysis of a plain response matrix."""

import json
import math
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessments.quizzes.matrix_files import MatrixRefused, read_matrix
from assessments.quizzes.reports import flags, item_figures, whole_figures


class Command(BaseCommand):
    """`manage.py item_analysis --responses FILE.csv [--json]`."""

    help = (
        "Facility, discrimination and reliability of a matrix of answers: rows "
        "learners, columns items, values 0 to 1, empty where not reached."
    )

    def add_arguments(self, parser):
        """Add the file and the form of the answer."""
        parser.add_argument("--responses", type=Path, required=True)
        parser.add_argument(
            "--json", action="store_true", help="Full precision; null: no such figure."
        )

    def handle(self, *args, **options):
        """Read, compute, print."""
        try:
            scores = read_matrix(options["responses"])
        except MatrixRefused as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            raise CommandError(
                f"{options['responses']} cannot be read: {error.strerror}."
            ) from error
        items, test = item_figures(scores), whole_figures(scores)
        noted = flags(items)
        if options["json"]:
            self.stdout.write(_as_json(items, test, noted))
            return
        self.stdout.write(items.to_string(float_format="{:.3f}".format, na_rep="-"))
        for name, value in test.items():
            self.stdout.write(f"{name}: {'-' if math.isnan(value) else f'{value:.6g}'}")
        for item, found in noted.items():
            if found:
                self.stdout.write(f"{item}: {', '.join(name for name, _ in found)}")


def _as_json(items, test, noted) -> str:
    figures = [
        {
            "item": item,
            **{name: _plain(value) for name, value in row.items()},
            "reached": int(row["reached"]),
            "flags": [name for name, _choice in noted[item]],
        }
        for item, row in items.iterrows()
    ]
    whole = {name: _plain(value) for name, value in test.items()}
    return json.dumps({"test": whole, "items": figures}, indent=2)


def _plain(value):
    if isinstance(value, int):
        return value
    return None if math.isnan(value) else float(value)
