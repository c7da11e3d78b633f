"""A plan as plain values."""

import json
from datetime import date
from decimal import Decimal

import pytest

from lms.accounts.models import Institution
from tests.toolkit.network.factories import FocalPointFactory
from tests.toolkit.plans.factories import PlanItemFactory, plan_with_lines
from toolkit.plans.content import (
    UnknownContent,
    by_institution,
    by_pillar,
    by_quarter,
    cost_by_funding,
    cost_by_quarter,
    effort_points,
    from_data,
)
from toolkit.plans.models import Plan
from toolkit.plans.plan_reading import content_of
from toolkit.plans.quarters import Quarter

pytestmark = pytest.mark.django_db
BEFORE = date(2026, 12, 1)


def read(plan, today=BEFORE):
    return content_of(Plan.objects.with_places().get(pk=plan.pk), today=today)


def test_lines_stand_by_quarter_with_the_words_of_the_library():
    content = read(plan_with_lines())

    assert [one.code for one in content.lines] == [
        "LIFT-1",
        "LIFT-2",
        "LIFT-3",
        "LIFT-4",
        "GEN-3:B2",
    ]
    line = content.by_code["LIFT-2"]
    assert (line.title, line.deliverable) == ("Lift A2", "Paper on A2")
    assert str(line.end) == "2027Q3"
    assert line.reasons[0].title == "Question A2"
    assert content.by_code["GEN-3:B2"].title == "Keep Question B2 going"
    assert [str(one) for one in content.quarters] == ["2027Q1", "2027Q2", "2027Q3"]


def test_what_a_person_wrote_stands_before_the_library():
    plan = plan_with_lines()
    plan.items.filter(code="LIFT-1").update(title="Our own words", edited=["title"])
    plan.items.filter(code="LIFT-2").update(deliverable="", edited=["deliverable"])

    content = read(plan)

    assert content.by_code["LIFT-1"].title == "Our own words"
    assert content.by_code["LIFT-2"].deliverable == ""


def test_a_line_is_late_after_its_last_day_until_it_is_reported():
    plan = plan_with_lines()
    plan.items.filter(code="LIFT-3").update(status="reported")

    late = [one.code for one in read(plan, date(2027, 10, 1)).lines if one.late]

    assert late == ["LIFT-1", "LIFT-2", "LIFT-4"]
    assert not any(one.late for one in read(plan, date(2027, 3, 31)).lines)


def test_focal_points_and_closed_institutions_are_seen():
    plan = plan_with_lines()
    item = plan.items.get(code="LIFT-2")
    FocalPointFactory(institution=item.responsible, full_name="Ana Rivas")
    Institution.objects.filter(pk=item.responsible_id).update(is_active=False)

    line = read(plan).by_code["LIFT-2"]

    assert line.focal_points == ("Ana Rivas",)
    assert not line.has_owner


def test_what_is_kept_reads_the_same_again():
    plan = plan_with_lines()
    plan.items.filter(code="LIFT-1").update(cost=Decimal("1200.50"), done_on=BEFORE)
    content = read(plan)

    assert from_data(json.loads(json.dumps(content.data()))) == content


def test_what_a_newer_program_kept_is_refused():
    with pytest.raises(UnknownContent):
        from_data({"data_version": 99})


def test_three_pillars_are_always_there():
    content = read(plan_with_lines())

    groups = by_pillar(content.kept)

    assert [group.key for group in groups] == [
        "focal_points",
        "working_group",
        "minimum_set",
        "",
    ]
    assert groups[2].lines == ()


def test_sums_and_groups():
    plan = plan_with_lines()
    plan.items.filter(code="LIFT-1").update(cost=100, funding="State budget")
    plan.items.filter(code="LIFT-4").update(cost=Decimal("20.50"))
    content = read(plan)

    assert cost_by_quarter(content.kept) == {
        Quarter(2027, 1): 100,
        Quarter(2027, 2): 0,
        Quarter(2027, 3): Decimal("20.50"),
    }
    assert cost_by_funding(content.kept) == {"State budget": 100, "": Decimal("20.50")}
    assert effort_points(content.kept) == 1 + 2 + 1 + 4 + 1
    assert [len(lines) for _quarter, lines in by_quarter(content.kept)] == [1, 2, 1]
    assert sorted(len(group.lines) for group in by_institution(content.kept)) == [1, 4]


def test_number_of_queries_does_not_grow(django_assert_num_queries):
    plan = Plan.objects.with_places().get(pk=plan_with_lines().pk)
    content_of(plan)
    PlanItemFactory.create_batch(10, plan=plan)

    with django_assert_num_queries(3):
        content_of(plan)
