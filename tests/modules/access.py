"""Who gets what on the addresses of the course that are not pages."""

import json

from tests.access import Row, World, for_everybody
from tests.learning.factories import make_module

EXERCISE = "01-delivery-round.xlsx"
SOLUTION = "01-delivery-round-solution.xlsx"
#: Those who run courses, write them or answer for them.
GUIDE_READERS = {
    "trainer": 200,
    "editor": 200,
    "country_administrator": 200,
    "country_administrator_elsewhere": 200,
    "system_administrator": 200,
}


def prepare(world: World) -> None:
    """Publish module 01 with its exercise, its solution and a guide."""
    files = [(EXERCISE, "exercise"), (SOLUTION, "solution")]
    make_module(
        "01",
        lessons=1,
        files=json.dumps(
            [
                {"type": "file", "value": {"name": name, "kind": kind, "title": name}}
                for name, kind in files
            ]
        ),
        guide=json.dumps([{"type": "prose", "value": "<p>Begin with names.</p>"}]),
    )


ROWS = {
    "modules:glossary": for_everybody(200),
    "modules:path": for_everybody(200, path=lambda world: ["focal_point"]),
    # A lesson is for everybody, and so is a book of lessons.
    "modules:workbook": for_everybody(200, path=lambda world: ["01"]),
    "modules:epub": for_everybody(200, path=lambda world: ["01"]),
    "modules:workbook_answers": Row(lambda world: ["01"], expected=GUIDE_READERS),
    "modules:guide": Row(lambda world: ["01"], expected=GUIDE_READERS),
    "modules:file": [
        for_everybody(200, path=lambda world: ["01", EXERCISE]),
        Row(lambda world: ["01", SOLUTION], expected=GUIDE_READERS),
        for_everybody(404, path=lambda world: ["01", "module.yaml"]),
    ],
}
