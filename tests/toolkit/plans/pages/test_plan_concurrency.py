"""Several people at the same moment: making, building, editing a plan.

SQLite lets one writer in after the other and shares its test database with no
second connection, so these tests need PostgreSQL.
"""

from dataclasses import replace

import pytest
from django.db import connection
from django.utils import timezone

from lms.core.refusals import Refusal
from tests.learning.test_concurrency import AT_ONCE, all_at_once, fresh
from toolkit.plans.making import greedy
from toolkit.plans.models import Plan, Solving
from toolkit.plans.plan_reading import task_of
from toolkit.plans.quarters import quarter_of
from toolkit.plans.services.building import build_again, make_plan
from toolkit.plans.services.editing import add_item, edit_item
from toolkit.plans.services.errors import DraftExists, SomebodyWasFirst
from toolkit.plans.services.solving_jobs import ask

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs several connections"
    ),
]


def at_once(act):
    """Let the same be done several times at the same moment; refusals as answers."""

    def tried():
        try:
            return act()
        except Refusal as refusal:
            return refusal

    return all_at_once(*[tried] * AT_ONCE)


def found(plan):
    return Plan.objects.with_places().get(pk=plan.pk)


def test_a_country_gets_one_draft(validated, coordinator):
    start = quarter_of(timezone.localdate()).plus(1)

    answers = at_once(
        lambda: make_plan(fresh(validated), by=fresh(coordinator), start=start)
    )

    assert Plan.objects.count() == 1
    assert sum(isinstance(one, DraftExists) for one in answers) == AT_ONCE - 1


def test_a_plan_is_built_again_by_one_of_two(plan, coordinator):
    Plan.objects.update(levels=plan.levels | {"B1": 3})

    def build():
        here = found(plan)
        task = task_of(here)
        return build_again(
            here,
            plan_schedule=greedy(task),
            task=task,
            by=fresh(coordinator),
            edit_number=0,
        )

    answers = at_once(build)

    assert sum(isinstance(one, SomebodyWasFirst) for one in answers) == AT_ONCE - 1
    assert plan.items.count() == 3


def test_a_line_is_added_once_and_changed_by_one(plan, coordinator):
    values = {"title": "Ours", "start": None, "length": 1}
    at_once(lambda: add_item(found(plan), values=values, by=fresh(coordinator)))
    own = plan.items.get(kind="own")

    answers = at_once(
        lambda: edit_item(
            fresh(own), values={"title": "New"}, by=fresh(coordinator), edit_number=0
        )
    )

    assert sum(isinstance(one, SomebodyWasFirst) for one in answers) == AT_ONCE - 1


def test_the_same_question_is_solved_once(plan):
    at_once(lambda: ask(found(plan), replace(task_of(found(plan)), way="shortest")))

    assert Solving.objects.count() == 1
