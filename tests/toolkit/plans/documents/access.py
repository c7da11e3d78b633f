"""Who gets what on the documents of a plan, and on bringing one in."""

from tests.access import Row, World
from tests.toolkit.plans.tracking.access import (
    READERS,
    RUNNERS,
    for_runners,
    in_state,
    quarter,
    read_by_all,
    seen,
)
from toolkit.network.models import PublicItem
from toolkit.plans.models import PlanImport


def prepare(world: World) -> None:
    """Nothing: the plan is that of the tracking pages."""


def made_public(*more):
    """Return a path of the plan, after its country made plans public."""

    def path(world: World) -> list:
        plan = world.things["followed"]
        PublicItem.objects.get_or_create(
            country=plan.country,
            item=PublicItem.Item.PLAN,
            defaults={"made_public_by": plan.created_by},
        )
        return in_state("approved", *more)(world)

    return path


def prepared(world: World) -> int:
    """A file that somebody else waits to bring in."""
    plan = world.things["followed"]
    return PlanImport.objects.create(plan=plan, made_by=plan.created_by).pk


ALL = seen(*RUNNERS, *READERS)

ROWS = {
    "plans:pdf": [
        Row(in_state("draft"), expected=ALL, otherwise=404, anonymous=404),
        Row(made_public(), expected=ALL, otherwise=200, anonymous=200),
    ],
    "plans:xlsx": Row(in_state("approved"), expected=ALL, otherwise=404),
    "plans:logframe": Row(in_state("approved", "xlsx"), expected=ALL, otherwise=404),
    "plans:review_pdf": read_by_all(quarter)[:2],
    "plans:import": for_runners("draft", "amending"),
    # Nobody carries out what somebody else chose.
    "plans:import_check": [
        Row(
            in_state("draft", prepared),
            expected=seen(*READERS, status=403) | seen(*RUNNERS, status=404),
            otherwise=404,
        ),
        Row(
            in_state("approved", prepared),
            expected=seen(*RUNNERS, *READERS, status=403),
            otherwise=404,
        ),
    ],
}
