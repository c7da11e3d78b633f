"""Who gets what on the pages between two rounds."""

from tests.access import Row, World
from tests.toolkit.plans.factories import plan_with_lines

READERS = (
    "respondent",
    "focal_point",
    "coordinator",
    "country_administrator",
    "system_administrator",
)


def prepare(world: World) -> None:
    """A plan of Arvania that runs."""
    world.things["plan between rounds"] = plan_with_lines(
        world.arvania, state="closed", title="Plan before"
    )


ROWS = {
    "plans:moved": [
        Row(
            lambda world: [world.things["plan between rounds"].pk],
            expected=dict.fromkeys(READERS, 200),
            otherwise=404,
        ),
    ],
}
