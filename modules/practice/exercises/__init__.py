"""The exercises of all modules, each described once; see README.md above.

Each file moduleNN.py (or moduleNN_<part>.py) has a function exercises(country) that
returns its Practice objects. It is found by its name; nothing needs registering.
"""

from importlib import import_module
from pathlib import Path

from modules.practice.generator import Arvania
from modules.practice.workbook import Practice


def all_exercises(country: Arvania) -> tuple[Practice, ...]:
    """Return every exercise, ordered by the name of its file.

    Raises ValueError if two exercises have the same key.
    """
    found: dict[str, Practice] = {}
    for path in sorted(Path(__file__).parent.glob("module*.py")):
        module = import_module(f"{__name__}.{path.stem}")
        for practice in module.exercises(country):
            if practice.key in found:
                raise ValueError(f"Exercise {practice.key} is described twice.")
            found[practice.key] = practice
    return tuple(found.values())
