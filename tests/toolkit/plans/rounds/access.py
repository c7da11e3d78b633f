"""Who gets what on the pages between two rounds."""

from tests.access import Row, World
from tests.toolkit.plans.factories import plan_with_lines
from toolkit.plans.models import Plan

READERS = (
    "respondent",
    "focal_point",
    "coordinator",
    "country_administrator",
    "system_administrator",
)


def prepare(world: World) -> None:
    """A plan of Arvania: the one that other pages are asked with."""
    plan = Plan.objects.filter(country=world.arvania).first()
    plan = plan or plan_with_lines(round=world.things["round"])
    world.things["plan between rounds"] = plan


ROWS = {
    "plans:moved": [
        Row(
            lambda world: [world.things["plan between rounds"].pk],
            expected=dict.fromkeys(READERS, 200),
            otherwise=404,
        ),
    ],
}
