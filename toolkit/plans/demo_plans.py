"""The action plan of the invented country, for demonstrations.

Arvania's plan comes from its validated round of last year, begins two quarters before
today and so is in its third. Roles that no institution of its small network has by kind
are given to those that would take them; some lines have costs and a source of money,
one was dropped and one is the country's own.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from assessments.maturity.models import Round
from lms.accounts.demo import DemoRefused
from lms.accounts.models import User
from toolkit.plans.demo_tracking import load_demo_tracking
from toolkit.plans.making import first_year
from toolkit.plans.models import ActionLibrary, Plan
from toolkit.plans.plan_reading import task_of
from toolkit.plans.quarters import quarter_of, read_quarter
from toolkit.plans.services.approving import approve_plan
from toolkit.plans.services.building import build_again, make_plan, set_roles
from toolkit.plans.services.editing import add_item, drop_item, edit_item

COORDINATOR = "coordinator@arvania.example"
WAY = Plan.Way.FIRST_YEAR
SIGNATORIES = (
    {
        "name": "Oleg Marin",
        "post": "Deputy Minister of the Interior",
        "institution": "Interior Ministry",
    },
    {
        "name": "Irina Sol",
        "post": "Deputy Head",
        "institution": "Statistics Office",
    },
)
INTRODUCTION = (
    "The plan follows from the self-assessment of last year. It first closes the gaps "
    "in essential questions, and names for each step who is responsible."
)
#: Role > key of the institution that takes it, where its kind does not say so.
ROLES: Mapping[str, str] = {
    "deputy_prime_minister": "interior-ministry",
    "lead_ministry": "interior-ministry",
    "coordinating_institution": "migration-committee",
    "working_group": "migration-committee",
    "question_owner": "migration-committee",
    "passport_visa": "interior-ministry",
    "justice": "interior-ministry",
    "legal_department": "interior-ministry",
    "data_protection": "migration-committee",
    "it_body": "interior-ministry",
    "education": "labour-ministry",
    "finance": "interior-ministry",
    "training_institute": "statistics-office",
}
#: Line > cost estimate in thousands, and source of money.
COSTS: Mapping[str, tuple[int, str]] = {
    "ACT-09": (18, "State budget"),
    "ACT-11": (6, "State budget"),
    "ACT-14": (9, "State budget"),
    "ACT-20": (24, "Project of a partner"),
    "ACT-21": (15, "State budget"),
    "ACT-22": (140, "Project of a partner"),
    "ACT-23": (20, "Project of a partner"),
    "ACT-38": (85, "Project of a partner"),
    "ACT-42": (30, "Project of a partner"),
    "ACT-46": (12, "State budget"),
}
#: Line > key of the institution that took it over at the table: its focal point, too,
#: has a line to report on.
TAKEN_OVER: Mapping[str, str] = {"ACT-42": "labour-ministry"}


def load_demo_plans(*, today: dt.date | None = None) -> Plan | None:
    """Load Arvania's approved plan; a country that has one is left alone.

    None when there is no validated round or no library. Raises DemoRefused when
    settings.DEMO_MODE is off.
    """
    if not settings.DEMO_MODE:
        raise DemoRefused("A demo plan is loaded in demo mode only.")
    rounds = Round.objects.filter(country__iso2="XA", state__in=Round.FROZEN)
    round = rounds.select_related("country__region", "framework").first()
    if round is None or not ActionLibrary.objects.exists():
        return None
    if Plan.objects.of_country(round.country).exists():
        return None
    start = quarter_of(today or timezone.localdate()).plus(-2)
    with transaction.atomic():
        by = User.objects.get(email=COORDINATOR)
        plan = make_plan(round, by=by, start=start, currency="USD", today=start)
        _give_roles(plan, by)
        _shorten(plan, by)
        _edit(plan, by)
        plan.refresh_from_db()
        _approve(plan, by)
        load_demo_tracking(plan, by=by, today=today)
    return plan


def _approve(plan: Plan, by: User) -> None:
    """Approve it two weeks before its first day."""
    day = read_quarter(plan.start).first_day - dt.timedelta(days=14)
    approve_plan(
        plan,
        approved_on=day,
        signatories=SIGNATORIES,
        decision="Order 118 on the national plan for migration data",
        introduction=INTRODUCTION,
        edit_number=plan.edit_number,
        by=by,
        at=timezone.make_aware(dt.datetime.combine(day, dt.time(10))),
    )


def _give_roles(plan: Plan, by: User) -> None:
    """Let the institutions of the network take the roles."""
    bodies = dict(plan.country.institutions.active().values_list("key", "pk"))
    roles = {role: list(ids) for role, ids in plan.roles.items()}
    for role, key in ROLES.items():
        if key in bodies:
            others = [pk for pk in roles.get(role, ()) if pk != bodies[key]]
            roles[role] = [bodies[key], *others]
    set_roles(plan, roles=roles, by=by)


def _shorten(plan: Plan, by: User) -> None:
    """Keep the first-year dozen; the rest is for later."""
    plan = Plan.objects.with_places().get(pk=plan.pk)
    task = replace(task_of(plan, today=read_quarter(plan.start).first_day), way=WAY)
    build_again(plan, plan_schedule=first_year(task), task=task, by=by)


def _edit(plan: Plan, by: User) -> None:
    """Put in costs and an owner, add a line of the country's own, drop one."""
    bodies = {one.key: one for one in plan.country.institutions.active()}
    for item in plan.items.select_related("plan__round", "plan__library"):
        values = {}
        if item.code in COSTS:
            thousands, source = COSTS[item.code]
            values = {"cost": Decimal(1000 * thousands), "funding": source}
        if owner := bodies.get(TAKEN_OVER.get(item.code, "")):
            values["responsible"] = owner
        if values:
            edit_item(item, values=values, by=by, edit_number=item.edit_number)
    committee = bodies.get("migration-committee")
    add_item(
        plan,
        values={
            "title": "Translate the definitions into the country's two languages",
            "start": read_quarter(plan.start).plus(1),
            "length": 1,
            "pillar": "minimum_set",
            "responsible": committee,
            "deliverable": "Definitions in two languages",
            "criterion": "Every definition of the minimum set can be read in both.",
            "cost": Decimal(2000),
            "funding": "State budget",
        },
        by=by,
    )
    study_visit = plan.items.filter(code="ACT-44", dropped_at=None).first()
    if study_visit:
        drop_item(
            study_visit,
            reason="A visit took place last year; its lessons are written down.",
            by=by,
            edit_number=study_visit.edit_number,
        )
