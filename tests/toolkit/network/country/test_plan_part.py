"""The action plan on the page of its country."""

from datetime import date

import pytest
from django.urls import reverse

from lms.accounts.models import Role
from tests.accounts.factories import MembershipFactory, UserFactory
from tests.toolkit.plans.factories import PlanFactory, PlanItemFactory
from toolkit.network.models import PublicItem
from toolkit.network.publishing import Item
from toolkit.plans.country_parts import plan as plan_part
from toolkit.plans.models import PlanVersion
from toolkit.plans.plan_reading import content_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """A draft with one line in its first quarter."""
    found = PlanFactory(title="Plan of Arvania")
    PlanItemFactory(
        plan=found, title="Name the focal points", start="2027Q1", cost="1234.00"
    )
    return found


def approve(plan, number=1, day=date(2027, 1, 15)):
    """Keep the plan as it reads now as an approved version."""
    return PlanVersion.objects.create(
        plan=plan,
        number=number,
        approved_on=day,
        signatories=[{"name": "A. Person", "post": "Minister", "institution": ""}],
        content=content_of(plan).data(),
        recorded_by=UserFactory(),
    )


def page(client, plan) -> str:
    """The page of the plan's country."""
    code = plan.country.iso3.lower()
    return client.get(reverse("network:country", args=[code])).content.decode()


def test_a_draft_is_not_shown(plan):
    assert plan_part(plan.country) is None


def test_strangers_see_actions_quarters_and_institutions_only(client, plan):
    approve(plan)
    plan.items.update(title="Changed after approval")
    assert "Plan of Arvania" not in page(client, plan)
    PublicItem.objects.create(
        country=plan.country, item=Item.PLAN, made_public_by=UserFactory()
    )
    html = page(client, plan)
    assert "Plan of Arvania" in html
    assert "Name the focal points" in html
    assert "Q1 2027" in html
    assert "Changed after approval" not in html
    assert "1234" not in html
    assert reverse("plans:plan", args=[plan.pk]) not in html


def test_people_of_the_record_find_the_plan_itself(client, plan):
    approve(plan)
    person = MembershipFactory(role=Role.FOCAL_POINT, country=plan.country).person
    client.force_login(person)
    assert f'href="{reverse("plans:plan", args=[plan.pk])}"' in page(client, plan)


def test_the_version_approved_last_is_shown(plan):
    approve(plan)
    plan.title = "Amended plan"
    plan.save()
    approve(plan, number=2, day=date(2027, 6, 1))
    assert plan_part(plan.country).values["plan"].title == "Amended plan"


def test_a_version_that_cannot_be_read_any_more_is_left_out(plan):
    version = approve(plan)
    version.content["data_version"] = 0
    version.save()
    assert plan_part(plan.country) is None
