"""Who gets what on the pages that follow a plan."""

import datetime as dt

from tests.access import Row, World
from tests.toolkit.plans.factories import plan_with_lines
from toolkit.plans.approving import rows_of
from toolkit.plans.calendar_feed import digest
from toolkit.plans.models import (
    CalendarFeed,
    Deliverable,
    Plan,
    PlanItem,
    PlanVersion,
)
from toolkit.plans.plan_reading import content_of
from toolkit.plans.quarters import quarter_of

#: Who runs the plans of the own country, and who else reads its record.
RUNNERS = ("coordinator", "country_administrator")
READERS = ("respondent", "focal_point", "system_administrator")
SECRET = "0123456789abcdef" * 2


def prepare(world: World) -> None:
    """A plan of Arvania that began this quarter, its first version, a deliverable."""
    start = str(quarter_of(dt.date.today()))
    # One plan of a country at a time: the one that other pages are asked with.
    plan = Plan.objects.filter(country=world.arvania).first()
    plan = plan or plan_with_lines(round=world.things["round"], start=start)
    plan.items.exclude(start="").update(start=start)
    Plan.objects.filter(pk=plan.pk).update(start=start)
    plan.refresh_from_db()
    PlanVersion.objects.get_or_create(
        plan=plan,
        number=1,
        defaults={
            "approved_on": dt.date(2026, 1, 1),
            "content": content_of(plan).data() | {"rows": rows_of(plan)},
            "recorded_by": plan.created_by,
        },
    )
    item = plan.items.get(code="LIFT-1")
    world.things["followed"] = plan
    world.things["deliverable"] = Deliverable.objects.create(
        item=item,
        title="Paper",
        file="plans/none.pdf",
        file_name="none.pdf",
        added_by=plan.created_by,
    )
    CalendarFeed.objects.create(
        plan=plan,
        institution=item.responsible,
        secret=digest(SECRET),
        made_by=plan.created_by,
    )


def in_state(state: str, *more):
    """Return a path of the plan in this state; more: what follows in the address."""

    def path(world: World) -> list:
        plan = world.things["followed"]
        Plan.objects.filter(pk=plan.pk).update(state=state)
        PlanItem.objects.filter(plan=plan, code="LIFT-1").update(status="planned")
        return [plan.pk, *(one(world) if callable(one) else one for one in more)]

    return path


def seen(*roles: str, status: int = 200) -> dict[str, int]:
    """Return what these roles get."""
    return dict.fromkeys(roles, status)


def read_by_all(*more) -> list[Row]:
    """Return the rows of a page that everybody reads once the plan is approved."""
    return [
        Row(
            in_state("draft", *more),
            expected=seen(*RUNNERS, *READERS, status=403),
            otherwise=404,
        ),
        *(
            Row(
                in_state(state, *more),
                expected=seen(*RUNNERS, *READERS),
                otherwise=404,
            )
            for state in ("approved", "closed")
        ),
    ]


def for_runners(*states: str, more=(), method="get", status=200) -> list[Row]:
    """Return the rows of a page for who runs the plan, in some states only."""
    return [
        Row(
            in_state(state, *more),
            method=method,
            expected=seen(*READERS, status=403)
            | seen(*RUNNERS, status=status if state in states else 403),
            otherwise=404,
        )
        for state in ("draft", "approved", "amending")
    ]


def posting(*more, data, status, others) -> Row:
    """Return who may post this while the plan runs."""
    return Row(
        in_state("approved", *more),
        method="post",
        data=data,
        expected=seen(*READERS, status=others) | seen(*RUNNERS, status=status),
        otherwise=404,
    )


def quarter(world: World) -> str:
    """The quarter of today."""
    return world.things["followed"].start


#: A word about a line; each request is taken back, so that the once is new.
WORD = {"do": "update", "status": "running", "percent": "5", "once": "access"}

ROWS = {
    "plans:approve": for_runners("draft"),
    "plans:amend": [
        Row(
            in_state("approved"),
            method="post",
            expected=seen(*READERS, status=403) | seen(*RUNNERS, status=302),
            otherwise=404,
        ),
    ],
    "plans:adopt": for_runners("amending")[1:],
    "plans:give_up": for_runners("amending")[2:],
    "plans:versions": Row(
        in_state("approved"), expected=seen(*RUNNERS, *READERS), otherwise=404
    ),
    "plans:version": Row(
        in_state("approved", 1), expected=seen(*RUNNERS, *READERS), otherwise=404
    ),
    "plans:track": read_by_all(),
    "plans:line": [
        *read_by_all("LIFT-1")[:2],
        posting("LIFT-1", data=WORD, status=302, others=409),
        posting("LIFT-1", data={"do": "check"}, status=422, others=422),
    ],
    "plans:redate": for_runners("approved", "amending", more=("LIFT-1",))[:2],
    "plans:deliverable": [
        # There is no such file; who may not read the plan never gets that far.
        Row(
            lambda world: [world.things["deliverable"].pk],
            otherwise=404,
        )
    ],
    "plans:reviews": read_by_all()[:2],
    "plans:review": [
        *read_by_all(quarter)[:2],
        posting(quarter, data={}, status=422, others=422),
    ],
    "plans:learning": for_runners("approved", "amending")[:2],
    "plans:calendars": [
        Row(
            in_state("approved"),
            expected=seen(*RUNNERS, "focal_point")
            | seen("respondent", "system_administrator", status=403),
            otherwise=404,
        ),
    ],
    "plans:calendar": [
        Row(
            lambda world: (in_state("approved")(world), [SECRET])[1],
            otherwise=200,
            anonymous=200,
        ),
        Row(lambda world: ["0" * 32], otherwise=404, anonymous=404),
    ],
}
