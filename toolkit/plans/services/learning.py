"""The modules of a plan become assignments of the right people."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts import audit
from lms.accounts.models import User
from lms.learning.cohorts.assignments import assign_module
from lms.learning.models import Assignment
from toolkit.plans.learning import learning_of, proposals
from toolkit.plans.models import Plan
from toolkit.plans.permissions import Action, can
from toolkit.plans.tracking_errors import NotYours

NOTE_LENGTH = 300


@transaction.atomic
def assign_modules(
    plan: Plan,
    picked: Iterable[tuple[str, int]],
    *,
    by: User,
    at: datetime | None = None,
) -> list[Assignment]:
    """Assign modules to people before the lines begin that need them.

    picked: (module key, person id), as toolkit.plans.learning.proposals() offers them;
    what it does not offer (any more), because somebody has completed or been assigned
    it or nobody proposed it, is left out. So twice is once. Raises NotYours.
    """
    rows = Plan.objects.select_for_update(of=("self",)).with_places()
    plan = rows.get(pk=plan.pk)
    if not can(by, Action.RUN, plan):
        raise NotYours(_("Modules are assigned by who runs the plan, once approved."))
    offered = proposals(learning_of(plan, today=timezone.localdate(at)))
    made = []
    for key in sorted(set(picked) & set(offered)):
        person, due_on, line = offered[key]
        note = _("For the action “%(title)s” of the plan") % {"title": line.title}
        made.append(
            assign_module(
                person,
                key[0],
                by=by,
                due_on=due_on,
                note=note[:NOTE_LENGTH],
                permitted=True,
                at=at,
            )
        )
    if made:
        audit.record(
            by,
            "plan_modules_assigned",
            plan,
            country=plan.country,
            assignments=len(made),
            people=len({one.person_id for one in made}),
        )
    return made
