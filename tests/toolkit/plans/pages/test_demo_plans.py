"""The invented plan of the demonstration."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessments.maturity.demo_rounds import load_demo_rounds
from toolkit.plans.demo_plans import load_demo_plans
from toolkit.plans.line_advice import line_warnings
from toolkit.plans.models import Plan
from toolkit.plans.plan_reading import content_of, task_of
from toolkit.plans.quarters import quarter_of, read_quarter


@pytest.mark.django_db
def test_the_plan_is_refused_outside_demo_mode(settings):
    settings.DEMO_MODE = False
    with pytest.raises(CommandError, match="demo mode only"):
        call_command("load_demo_plans")


@pytest.mark.django_db
def test_without_a_round_there_is_no_plan(settings):
    settings.DEMO_MODE = True

    assert load_demo_plans() is None


@pytest.mark.django_db
def test_arvania_has_an_approved_plan_in_its_third_quarter(settings):
    settings.DEMO_MODE = True
    call_command("load_framework", verbosity=0)
    call_command("load_actions", verbosity=0)
    load_demo_rounds()

    plan = load_demo_plans()

    assert plan.state == Plan.State.APPROVED
    now = quarter_of(timezone.localdate())
    assert now.since(read_quarter(plan.start)) == 2
    content = content_of(Plan.objects.with_places().get(pk=plan.pk))
    assert len(content.scheduled) == 13
    assert all(one.has_owner for one in content.scheduled)
    assert [one.code for one in content.dropped] == ["ACT-44"]
    assert content.by_code["OWN-1"].cost == 2000
    # The focal point of the demonstration has a line to report on.
    labour = plan.country.institutions.get(key="labour-ministry")
    assert content.by_code["ACT-42"].responsible_id == labour.pk
    assert content.by_code["ACT-42"].start
    words = " ".join(str(one) for one in line_warnings(task_of(plan, content)))
    assert "Nobody is responsible" not in words
    assert load_demo_plans() is None
