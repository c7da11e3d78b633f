"""Write the workbooks and the figures that lessons share."""

from importlib import import_module
from pathlib import Path

from django.core.management.base import BaseCommand

from modules.practice import round as delivery_round
from modules.practice.exercises import all_exercises
from modules.practice.figure_files import write_figures
from modules.practice.generator import arvania
from modules.practice.headline import headline_figures
from modules.practice.readme import PATH, readme
from modules.practice.tables import all_tables
from modules.practice.workbook import CONTENT, write

PRACTICE = Path(delivery_round.__file__).parent


class Command(BaseCommand):
    """Write all practice files of all modules again."""

    help = "Writes the practice workbooks and the figures of Arvania again."

    def handle(self, *args, **options):
        """Write every file and name it."""
        practices = all_exercises(arvania())
        for practice in practices:
            for solved in (False, True):
                path = practice.path(solved=solved)
                path.parent.mkdir(parents=True, exist_ok=True)
                write(practice, path, solved=solved)
                self.stdout.write(path.name)
        for name in (*delivery_round.write_all(), *self._own_looks()):
            self.stdout.write(name)
        for path in write_figures(headline_figures(), all_tables(arvania())):
            self.stdout.write(path.name)
        PATH.write_text(readme(practices), "utf-8")
        self.stdout.write(PATH.name)

    def _own_looks(self) -> list[str]:
        """Write the workbooks that look unlike the others: workbooks_NN.py."""
        names = []
        for path in sorted(PRACTICE.glob("workbooks_*.py")):
            module = import_module(f"modules.practice.{path.stem}")
            key = path.stem.removeprefix("workbooks_")
            folder = next(CONTENT.glob(f"{key}-*")) / "files"
            folder.mkdir(parents=True, exist_ok=True)
            names += module.write_all(folder)
        return names
