"""An approved plan in its second quarter, and the people around it."""

import datetime as dt
from types import SimpleNamespace

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from lms.accounts.models import Role
from tests.accounts.factories import InstitutionFactory, MembershipFactory, make_person
from tests.learning.factories import make_module
from tests.toolkit.plans.factories import plan_with_lines
from toolkit.plans.models import Plan, PlanItem
from toolkit.plans.services.approving import approve_plan

#: LIFT-1 was due in the first quarter; LIFT-2 and LIFT-3 run.
TODAY = "2027-05-12T10:00:00Z"
SIGNED = [{"name": "Ana Rivas", "post": "Deputy Minister", "institution": "MFA"}]
PDF = b"%PDF-1.4 a decision"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY):
        yield


def focal_point(institution, **fields):
    """A focal point of an institution, with an account."""
    return MembershipFactory(
        role=Role.FOCAL_POINT,
        institution=institution,
        country=institution.country,
        **fields,
    ).person


def line(plan, code) -> PlanItem:
    """A line as it is in the database."""
    return PlanItem.objects.select_related("plan__country", "responsible").get(
        plan=plan, code=code
    )


def paper(name="decision.pdf", content=PDF):
    """A file to send."""
    return SimpleUploadedFile(name, content)


@pytest.fixture
def draft():
    """A draft with the lines of the small library."""
    return plan_with_lines()


@pytest.fixture
def coordinator(draft):
    return make_person(Role.COORDINATOR, draft.country, full_name="Coord Inator")


@pytest.fixture
def plan(draft, coordinator):
    """The plan, approved before it began."""
    with time_machine.travel("2026-12-18T10:00:00Z"):
        approve_plan(
            draft,
            approved_on=dt.date(2026, 12, 18),
            signatories=SIGNED,
            decision="Decree 12",
            edit_number=0,
            by=coordinator,
        )
    return Plan.objects.with_places().get(pk=draft.pk)


@pytest.fixture
def people(plan, coordinator):
    """Everybody with a part in LIFT-1, which is the first institution's."""
    owner, other = (line(plan, code).responsible for code in ("LIFT-1", "LIFT-2"))
    third = InstitutionFactory(country=plan.country)
    return SimpleNamespace(
        coordinator=coordinator,
        owner=focal_point(owner, person__full_name="Owner"),
        colleague=focal_point(owner, person__full_name="Colleague"),
        other=focal_point(other, person__full_name="Other"),
        third=focal_point(third, person__full_name="Third"),
        respondent=make_person(Role.RESPONDENT, plan.country),
        administrator=make_person(Role.COUNTRY_ADMINISTRATOR, plan.country),
    )


@pytest.fixture
def modules():
    """Module 01 of the course, by its key."""
    cache.clear()
    yield {"01": make_module("01", 1)}
    cache.clear()
