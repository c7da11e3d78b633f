"""Exact plans worked out once: at once when that is quick, otherwise in the background.

The answer is kept with a digest of everything it follows from, so the same question is
never solved twice, and a double click makes one job. A job that was lost with its
process is taken up again by whoever asks next.
"""

import logging
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task as background

from toolkit.plans.building import BEST
from toolkit.plans.making import Task, answer_data, answered, solved
from toolkit.plans.models import Plan, Solving
from toolkit.plans.plan_reading import task_of
from toolkit.plans.solving import MeansRefused, Solved
from toolkit.plans.worth import effort_of

from .errors import MeansTooSmall

log = logging.getLogger("streetlight.plans")
#: Seconds for which the person who asks waits; what takes longer goes on elsewhere.
AT_ONCE = 0.5
#: A job without a sign of life for so long is lost; the solver stops after 10 s.
SILENCE = timedelta(minutes=1)


def ask(plan: Plan, task: Task) -> Solving:
    """Return the answer to an exact plan, or the job that works it out.

    Raises MeansTooSmall.
    """
    _refuse_means(task)
    row, new = Solving.objects.get_or_create(
        plan=plan,
        key=task.key,
        defaults={
            "way": task.way,
            "budget": task.budget,
            "quarters": task.quarters,
            "state": Solving.State.RUNNING,
        },
    )
    if not new and not is_lost(row):
        return row
    Solving.objects.filter(pk=row.pk).update(heard_at=timezone.now())
    try:
        answer = solved(task, seconds=AT_ONCE)
    except MeansRefused:
        row.delete()
        raise MeansTooSmall from None
    if answer.proven:
        return _keep(row, answer)
    row.state, row.heard_at = Solving.State.WAITING, timezone.now()
    row.save(update_fields=["state", "heard_at"])
    alias = "long" if "long" in settings.TASKS else "default"
    job = run_solving.using(backend=alias)
    transaction.on_commit(lambda: job.enqueue(row.pk))
    row.refresh_from_db()
    return row


def _refuse_means(task: Task) -> None:
    """Refuse a budget that lines with a quarter of their own already pass."""
    if task.way != BEST or task.budget is None:
        return
    fixed = effort_of(task.selection, task.fixed)
    if fixed > task.budget:
        raise MeansTooSmall(
            _(
                "Lines that were given a quarter, or run already, take %(points)s "
                "effort points. Write that number or more."
            )
            % {"points": fixed}
        )


def found_for(plan: Plan, task: Task) -> Solving | None:
    """Return the answer or the job for a task, if somebody has asked."""
    return plan.solvings.filter(key=task.key).first()


def answer_of(row: Solving, task: Task) -> Solved | None:
    """Return the exact plan; None as long as it is not there."""
    return answered(task, row.answer) if row.state == Solving.State.DONE else None


def is_lost(row: Solving) -> bool:
    """Return whether nobody works on it any more though there is no answer."""
    if row.state == Solving.State.FAILED:
        return True
    return row.is_open and row.heard_at < timezone.now() - SILENCE


@background()
def run_solving(pk: int) -> None:
    """Work out an exact plan within ten seconds; a plan changed meanwhile is left."""
    row = Solving.objects.filter(pk=pk).first()
    if row is None or not row.is_open:
        return
    row.state, row.heard_at = Solving.State.RUNNING, timezone.now()
    row.save(update_fields=["state", "heard_at"])
    plan = Plan.objects.with_places().get(pk=row.plan_id)
    task = replace(task_of(plan), way=row.way, budget=row.budget, quarters=row.quarters)
    if task.key != row.key:
        row.delete()
        return
    try:
        _keep(row, solved(task))
    except Exception:
        log.exception("Plan %s could not be solved", row.plan_id)
        row.state = Solving.State.FAILED
        row.save(update_fields=["state"])


def _keep(row: Solving, answer: Solved) -> Solving:
    now = timezone.now()
    row.state, row.answer = Solving.State.DONE, answer_data(answer)
    row.heard_at = row.finished_at = now
    row.save(update_fields=["state", "answer", "heard_at", "finished_at"])
    return row
