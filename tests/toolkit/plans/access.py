"""Who gets what on the pages that make and edit a plan."""

from tests.access import Row, World
from tests.assessments.maturity.access import in_state as round_in_state
from tests.toolkit.plans.factories import make_library, plan_with_lines
from toolkit.plans.models import Plan

#: Who runs the plans of the own country, and who else reads its record.
RUNNERS = ("coordinator", "country_administrator")
READERS = ("respondent", "focal_point", "system_administrator")
#: Who has a record of some country to read.
SOMEWHERE = ("coordinator_elsewhere", "country_administrator_elsewhere")


def prepare(world: World) -> None:
    """A plan of Arvania with the lines of the small library."""
    make_library()
    plan = Plan.objects.filter(country=world.arvania).first()
    world.things["plan"] = plan or plan_with_lines(round=world.things["round"])


def in_state(state: str, *more):
    """Return a path of the plan in this state; more: what follows in the address."""

    def path(world: World) -> list:
        plan = world.things["plan"]
        Plan.objects.filter(pk=plan.pk).update(state=state)
        return [plan.pk, *more]

    return path


def seen(*roles: str, status: int = 200) -> dict[str, int]:
    """Return what these roles get."""
    return dict.fromkeys(roles, status)


def editing(*more, status: int = 200, **options) -> list[Row]:
    """Rows of a page that changes a draft; closed to it when the plan is approved."""
    return [
        Row(
            in_state("draft", *more),
            expected=seen(*RUNNERS, status=status) | seen(*READERS, status=403),
            otherwise=404,
            **options,
        ),
        Row(
            in_state("approved", *more),
            expected=seen(*RUNNERS, *READERS, status=403),
            otherwise=404,
            **options,
        ),
    ]


def round_query(world: World) -> dict:
    """The round of Arvania, once it is validated."""
    return {"round": round_in_state("validated")(world)[0]}


ROWS = {
    "plans:plans": Row(expected=seen(*RUNNERS, *READERS, *SOMEWHERE)),
    # Without a round in the address there is nothing to build from.
    "plans:new": [
        Row(otherwise=404),
        Row(
            method="post",
            data=round_query,
            # The country has a plan already, and the form is empty.
            expected=seen(*RUNNERS, status=422)
            | seen("respondent", "validator", "system_administrator", status=403),
            otherwise=404,
        ),
    ],
    "plans:plan": Row(
        in_state("draft"), expected=seen(*RUNNERS, *READERS), otherwise=404
    ),
    "plans:capacity": editing(),
    "plans:delete": editing(),
    "plans:targets": editing(),
    "plans:roles": editing(),
    "plans:build": editing(),
    "plans:compare": editing(),
    "plans:item_add": editing(),
    "plans:item": editing("LIFT-1"),
    "plans:item_drop": editing("LIFT-1"),
    "plans:item_restore": editing("LIFT-1", status=302, method="post"),
    "plans:item_free": editing("LIFT-1", status=302, method="post"),
    "plans:item_move": editing("LIFT-1", status=302, method="post"),
    "plans:item_order": editing("LIFT-1", status=302, method="post"),
}
