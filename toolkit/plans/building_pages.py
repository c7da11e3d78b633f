"""The pages that build again and compare ways to plan."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.maturity.result_pages import stage_shown
from assessments.maturity.showing import language_of_page
from assessments.questions.languages import pick
from toolkit.plans.building import BEST, GREEDY, SHORTEST
from toolkit.plans.comparing import WAYS, Reached, certainty, reached
from toolkit.plans.content import Line
from toolkit.plans.gantt import length_words, span_words
from toolkit.plans.making import FIRST_YEAR, Task, first_year, greedy
from toolkit.plans.making_changes import Changes, Wanted, changes
from toolkit.plans.making_forms import MOST_POINTS, MOST_QUARTERS, CompareForm
from toolkit.plans.models import Plan, Solving
from toolkit.plans.plan_pages import LATER
from toolkit.plans.plan_reading import content_of, task_of
from toolkit.plans.scheduling import Schedule
from toolkit.plans.services.solving_jobs import answer_of, found_for, is_lost
from toolkit.plans.targets import outlook

#: What each way is called, and what it tries to do, said plainly.
NAMES = {
    GREEDY: gettext_lazy("Everything, step by step"),
    FIRST_YEAR: gettext_lazy("First-year dozen"),
    SHORTEST: gettext_lazy("Shortest plan"),
    BEST: gettext_lazy("Best for the means at hand"),
}
OBJECTIVES = {
    GREEDY: gettext_lazy(
        "All actions for the targets. Each quarter the one that lifts most essential "
        "questions comes first, then the one most others wait for. Easy to explain at a "
        "table."
    ),
    FIRST_YEAR: gettext_lazy(
        "At most twelve actions that begin in the first year, those first that every "
        "country needs. The others are for later."
    ),
    SHORTEST: gettext_lazy(
        "All actions for the targets, in as few quarters as the order and the limits "
        "allow."
    ),
    BEST: gettext_lazy(
        "The choice of actions that lifts most within these effort points and "
        "quarters; an essential question counts twice. The others are for later."
    ),
}
EXACT = (SHORTEST, BEST)


@dataclass(frozen=True)
class Column:
    """One way to plan; ``reached`` is None as long as it is not worked out."""

    way: str
    name: str
    objective: str
    reached: Reached | None
    stage: str
    certainty: str
    state: str
    is_now: bool
    query: str


def task_for(plan: Plan, asked) -> Task:
    """Return what is to be built: the way and means of an address, or the plan's."""
    way = asked.get("way", plan.way)
    if way not in WAYS:
        way = GREEDY
    budget, quarters = plan.budget, plan.quarters
    if "way" in asked:
        budget = _whole(asked.get("budget"), least=0, most=MOST_POINTS)
        quarters = _whole(asked.get("quarters"), least=1, most=MOST_QUARTERS)
    return _with_means(task_of(plan), way, budget, quarters)


def _with_means(task: Task, way: str, budget, quarters) -> Task:
    if way != BEST:
        budget = quarters = None
    return replace(task, way=way, budget=budget, quarters=quarters)


def _whole(text: str | None, *, least: int, most: int) -> int | None:
    if not text or not text.isdecimal() or len(text) > 4:
        return None
    return max(least, min(most, int(text)))


def scheduled(plan: Plan, task: Task) -> tuple[Schedule | None, Solving | None]:
    """Return the schedule of a task, or the job that works it out, or neither."""
    if task.way == FIRST_YEAR:
        return first_year(task), None
    if task.way not in EXACT:
        return greedy(task), None
    row = found_for(plan, task)
    answer = answer_of(row, task) if row else None
    return (answer.schedule if answer else None), row


def build_context(plan: Plan, task: Task) -> dict:
    """What building again would change; or how far the solver is."""
    schedule, row = scheduled(plan, task)
    found = changes(task, schedule, plan.roles) if schedule else None
    return {
        "way": task.way,
        "name": str(NAMES[task.way]),
        "objective": str(OBJECTIVES[task.way]),
        "query": query_of(task),
        "working": bool(row and row.is_open and not is_lost(row)),
        "asked": row is not None,
        "changes": shown_changes(plan, task, found) if found else None,
        "empty": bool(found and found.is_empty),
        "budget": task.budget,
        "quarters": task.quarters,
    }


def shown_changes(plan: Plan, task: Task, found: Changes) -> dict:
    """Return the changes with titles and quarters in words."""
    titles = {one.code: one.title for one in content_of(plan).lines}
    return {
        "added": [
            {"code": one.code, "title": _title(one), "now": _span(one)}
            for one in found.added
        ],
        "moved": [
            {
                "code": line.code,
                "title": titles.get(line.code, line.code),
                "before": _span(line),
                "now": _span(wanted),
            }
            for line, wanted in found.moved
        ],
        "gone": [
            {"code": one.code, "title": one.title, "before": _span(one)}
            for one in found.gone
        ],
        "other": [
            {"code": line.code, "title": titles.get(line.code, line.code)}
            for line, _wanted in found.other
        ],
    }


def compare_context(plan: Plan, asked) -> dict:
    """What each way comes to; exact ones once they were asked for."""
    base = task_of(plan)
    form = CompareForm(
        asked if asked.get("quarters") else None,
        initial={"budget": plan.budget, "quarters": plan.quarters or 4 * plan.years},
    )
    form.is_valid()
    data = getattr(form, "cleaned_data", None) or form.initial
    columns = [
        _column(plan, _with_means(base, way, data.get("budget"), data.get("quarters")))
        for way in WAYS
    ]
    return {
        "form": form,
        "columns": columns,
        "asked": any(one.state for one in columns),
        "working": any(one.state == "working" for one in columns),
        "rows": _rows(columns),
    }


def query_of(task: Task) -> str:
    """Return the address's query for a way and its means."""
    parts = [f"way={task.way}"]
    if task.budget is not None:
        parts.append(f"budget={task.budget}")
    if task.quarters is not None:
        parts.append(f"quarters={task.quarters}")
    return "&".join(parts)


def _column(plan: Plan, task: Task) -> Column:
    schedule, row = scheduled(plan, task)
    answer = answer_of(row, task) if row else None
    found = None
    if schedule is not None:
        found = reached(task, schedule, way=task.way, solved=answer)
    state = ""
    if row is not None and answer is None:
        state = "lost" if is_lost(row) else "working"
    elif answer is not None:
        state = "done"
    return Column(
        way=task.way,
        name=str(NAMES[task.way]),
        objective=str(OBJECTIVES[task.way]),
        reached=found,
        stage=_stage(task, found) if found else "",
        certainty=certainty(task.way, answer.value, answer.bound) if answer else "",
        state=state,
        is_now=plan.way == task.way,
        query=query_of(task),
    )


def _stage(task: Task, found: Reached) -> str:
    after = outlook(task.framework, task.levels, found.levels).then.national_stage
    one = stage_shown(task.framework, after)
    return f"{one.sign} · {one.word}"


def built_from(row: Solving | None) -> dict[str, int]:
    """Return what is kept with a plan of the answer it was built from."""
    if row is None or row.answer is None:
        return {}
    return {name: row.answer[name] for name in ("value", "bound")}


def _rows(columns: list[Column]) -> list[dict]:
    """Return the lines of the table: a heading and a cell for each way."""

    def row(title, cell):
        return {
            "title": title,
            "cells": [
                {"text": cell(one.reached) if one.reached else "", "name": one.name}
                for one in columns
            ],
        }

    return [
        row(_("Time"), lambda one: length_words(one.quarters)),
        row(_("Actions"), lambda one: str(one.actions)),
        row(
            _("Essential gaps closed"),
            lambda one: (
                _("%(some)s of %(all)s")
                % {"some": one.essentials, "all": one.all_essentials}
            ),
        ),
        row(
            _("Points lifted"),
            lambda one: (
                _("%(some)s of %(all)s") % {"some": one.points, "all": one.all_points}
            ),
        ),
        row(_("Effort points"), lambda one: str(one.effort)),
    ]


def _title(wanted: Wanted) -> str:
    return pick(wanted.action.title, language_of_page())


def _span(one: Line | Wanted) -> str:
    if one.start is None:
        reason = LATER.get(one.later_reason, "")
        return _("for later. %(reason)s") % {"reason": reason}
    return span_words(one.start, one.start.plus(one.length - 1))
