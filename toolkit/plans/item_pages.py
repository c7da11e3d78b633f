"""What the pages of one line show."""

from collections.abc import Iterable

from toolkit.plans.editing import Pushed, needed_by
from toolkit.plans.gantt import span_words
from toolkit.plans.line_advice import about, line_warnings
from toolkit.plans.models import Plan, PlanItem
from toolkit.plans.plan_reading import content_of, task_of


def item_context(plan: Plan, item: PlanItem) -> dict:
    """What a line waits for, what waits for it, and the warnings about the plan."""
    content = content_of(plan)
    task = task_of(plan, content)
    lines, line = content.by_code, content.by_code[item.code]
    warnings = line_warnings(task)
    mine = about(warnings, item.code)
    return {
        "line": line,
        "span": span_words(line.start, line.end) if line.start else "",
        "orders": [
            {
                "code": code,
                "title": lines[code].title,
                "hard": code in line.needs,
                "reason": line.waivers.get(code, ""),
            }
            for code in (*line.needs, *line.after)
            if code in lines and (not lines[code].dropped or code in line.waivers)
        ],
        "needed_by": needed_by(content.lines, item.code),
        "mine": mine,
        "others": [one for one in warnings if one not in mine],
    }


def pushed(found: Iterable[Pushed]) -> list[dict]:
    """Return what moves with a line, with quarters in words."""
    return [
        {
            "code": one.line.code,
            "title": one.line.title,
            "before": span_words(one.line.start, one.line.end),
            "now": span_words(one.start, one.start.plus(one.line.length - 1)),
        }
        for one in found
    ]


def both(form, values: dict) -> list[dict]:
    """Return field by field what was typed and what stands there now."""
    found = []
    for name, theirs in values.items():
        mine = form.cleaned_data.get(name)
        if mine != theirs:
            field = form[name]
            found.append(
                {
                    "label": field.label,
                    "mine": _words(field, mine),
                    "theirs": _words(field, theirs),
                }
            )
    return found


def _words(field, value) -> str:
    """Return a value as people read it."""
    choices = getattr(field.field, "choices", None)
    if choices is None:
        return "" if value is None else str(value)
    names = {str(getattr(key, "value", key)): str(name) for key, name in choices}
    wanted = value if isinstance(value, list) else [value]
    texts = [str(getattr(one, "pk", one) or "") for one in wanted]
    return ", ".join(names.get(one, one) for one in texts)
