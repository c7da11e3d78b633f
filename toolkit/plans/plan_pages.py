"""What the pages of plans show."""

import datetime as dt
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.maturity.models import Round
from assessments.maturity.result_pages import stage_shown
from lms.accounts.places import countries_for
from lms.accounts.roles import Capability
from toolkit.plans import content as values
from toolkit.plans import gantt
from toolkit.plans.comparing import certainty, levels_after
from toolkit.plans.content import DONE, PlanContent
from toolkit.plans.line_advice import line_warnings
from toolkit.plans.line_filter import LineFilter
from toolkit.plans.making import PERSON, Task, schedule_of
from toolkit.plans.models import Plan
from toolkit.plans.permissions import Action, allowed, parts_in
from toolkit.plans.plan_reading import content_of, task_of
from toolkit.plans.quarter_words import quarter_words
from toolkit.plans.quarters import quarter_of
from toolkit.plans.showing import REPEATS
from toolkit.plans.slipping import ripple
from toolkit.plans.targets import outlook

#: Why a line has no quarter, as people read it.
LATER = {
    "capacity": gettext_lazy("There is no room for it in the quarters at hand."),
    "prerequisite": gettext_lazy("Something that it needs is for later itself."),
    "time": gettext_lazy("What it needs takes longer than the quarters at hand."),
    "level": gettext_lazy("The level before has to be validated first."),
    "means": gettext_lazy("The best plan for the means at hand leaves it out."),
    "first_year": gettext_lazy("It is not in the short plan for the first year."),
    PERSON: gettext_lazy("Somebody put it off."),
}


@dataclass(frozen=True)
class Chapter:
    """One of the three pillars, or the other lines: what it has, in one sentence."""

    key: str
    name: str
    sentence: str


@dataclass(frozen=True)
class LaterLine:
    """A line without a quarter, with the reason in words."""

    line: values.Line
    reason: str


def plans_context(user) -> dict:
    """What the list of plans shows: by country, and rounds to plan for."""
    rows = Plan.objects.visible_to(user).select_related("country", "round__country")
    plans = list(rows.order_by("country__iso3", "-created_at", "-pk"))
    countries = countries_for(user, Capability.RUN_PLANS)
    rounds = Round.objects.filter(country__in=countries, state__in=Round.FROZEN)
    newest: dict[int, Round] = {}
    for one in rounds.select_related("country").order_by("reference_date", "pk"):
        newest[one.country_id] = one
    drafts = {one.country_id for one in plans if one.state == Plan.State.DRAFT}
    free = [one for pk, one in newest.items() if pk not in drafts]
    running = {one.round_id for one in plans if one.state in Plan.RUNNING}
    return {
        "plans": plans,
        "may_make": bool(countries),
        "rounds": [one for one in free if one.pk not in running],
        # A plan from these levels runs already: another is possible, not expected.
        "again": [one for one in free if one.pk in running],
        "several": len({one.country_id for one in plans}) > 1,
    }


def plan_context(request, plan: Plan, *, today: dt.date | None = None) -> dict:
    """What the page of one plan shows."""
    today = today or timezone.localdate()
    content = content_of(plan, today=today)
    task = task_of(plan, content, today=today)
    parts = parts_in(request.user, plan)
    form = LineFilter(request.GET, content=content)
    shown = form.lines(content.kept)
    running = plan.state in Plan.RUNNING
    draft = plan.state == Plan.State.DRAFT
    return frame(plan) | {
        "content": content,
        "may_edit": allowed(parts, Action.EDIT, plan.state),
        "may_approve": allowed(parts, Action.APPROVE, plan.state),
        "may_amend": allowed(parts, Action.AMEND, plan.state),
        "may_run": allowed(parts, Action.RUN, plan.state),
        "running": running,
        "approval": _approval(plan),
        "way": _way(plan),
        "facts": _running_facts(content, task, today)
        if running
        else _draft_facts(content, task),
        "warnings": line_warnings(task, today=quarter_of(today) if draft else None)
        if plan.state != Plan.State.CLOSED
        else [],
        "filter": form,
        "active": form.active(request),
        "count": ngettext("%(count)s line", "%(count)s lines", len(shown))
        % {"count": len(shown)},
        "chapters": chapters(content, task),
        "tables": gantt.tables(
            shown,
            content.quarters,
            today,
            known={one.code for one in content.kept},
        ),
        "quarters": [
            (quarter_words(quarter), [_told(one, today) for one in lines])
            for quarter, lines in values.by_quarter(shown)
        ],
        "later": [later_line(one) for one in shown if one.start is None],
        "dropped": content.dropped,
        "costs": _costs(content),
        "item_page": item_page(plan, parts),
        "today": today,
    }


def frame(plan: Plan) -> dict:
    """What every page of a plan begins with."""
    return {"plan": plan, "country": plan.country}


def item_page(plan: Plan, parts) -> str:
    """Return the name of the address behind a line; "" when there is none."""
    if allowed(parts, Action.EDIT, plan.state):
        return "plans:item"
    return "plans:line" if exists("plans:line", plan.pk, "A") else ""


def exists(name: str, *arguments) -> bool:
    """Whether an address has a page."""
    try:
        reverse(name, args=arguments)
    except NoReverseMatch:
        return False
    return True


def later_line(line: values.Line) -> LaterLine:
    """Return a line without a quarter, with the reason in words."""
    return LaterLine(line, str(LATER.get(line.later_reason, "")))


def chapters(content: PlanContent, task: Task) -> list[Chapter]:
    """Return the three pillars, each there whether or not anything is to be done."""
    met = task.selection.met
    found = []
    for group in values.by_pillar(content.kept):
        own = [one.id for one in task.library.actions if one.pillar == group.key]
        if not group.key:
            continue
        if group.lines:
            sentence = _chapter_words(group.lines)
        elif own and met.issuperset(own):
            sentence = _("It is in place: nothing is left to do for these targets.")
        elif any(one.pillar == group.key for one in content.dropped):
            sentence = _("Its lines were dropped. The reasons stand below.")
        else:
            sentence = _("For these targets nothing has to be done.")
        found.append(Chapter(group.key, group.name, sentence))
    return found


def _chapter_words(lines) -> str:
    done = sum(one.status == DONE for one in lines)
    dated = [one for one in lines if one.start]
    if not dated:
        return _("Everything for it is for later. The reasons stand below.")
    first, last = min(one.start for one in dated), max(one.end for one in dated)
    words = ngettext(
        "%(count)s line, %(span)s; %(done)s done.",
        "%(count)s lines, %(span)s; %(done)s done.",
        len(lines),
    )
    span = gantt.span_words(first, last)
    return words % {"count": len(lines), "span": span, "done": done}


def _told(line: values.Line, today: dt.date) -> dict:
    return {
        "line": line,
        "span": gantt.span_words(line.start, line.end),
        "repeat": REPEATS.get(line.repeat, ""),
        "state": gantt.state_of(line, today),
    }


def _draft_facts(content: PlanContent, task: Task) -> list[dict]:
    scheduled = content.scheduled
    after = levels_after(task, [one.code for one in scheduled])
    found = outlook(task.framework, task.levels, after)
    stage = stage_shown(task.framework, found.then.national_stage)
    cost = values.total_cost(scheduled)
    without = sum(one.cost is None for one in scheduled)
    span = gantt.span_words(content.first, content.last)
    return [
        {
            "label": _("In the plan"),
            "value": _lines(len(scheduled)),
            "text": _("%(count)s more for later.") % {"count": len(content.later)}
            if content.later
            else "",
        },
        {
            "label": _("Time"),
            "value": gantt.length_words(len(content.quarters) if scheduled else 0),
            "text": span if scheduled else "",
        },
        {
            "label": _("When everything is done"),
            "value": _("Stage %(stage)s") % {"stage": stage.sign},
            "text": _("Today: stage %(stage)s. A new assessment decides.")
            % {"stage": stage_shown(task.framework, found.today.national_stage).sign},
        },
        {
            "label": _("Cost estimate"),
            "value": money(cost, content.currency) if cost else _("none yet"),
            "text": ngettext(
                "%(count)s line has no estimate.",
                "%(count)s lines have no estimate.",
                without,
            )
            % {"count": without}
            if without
            else "",
        },
    ]


def _running_facts(content: PlanContent, task: Task, today: dt.date) -> list[dict]:
    scheduled = content.scheduled
    due = [one for one in scheduled if one.end.last_day < today]
    done = [one for one in content.kept if one.status == DONE]
    late = [one for one in scheduled if one.late]
    facts = [
        {"label": _("Due by today"), "value": _lines(len(due))},
        {"label": _("Done and checked"), "value": _lines(len(done))},
        {"label": _("Late"), "value": _lines(len(late))},
    ]
    if late:
        facts.append(_if_late(task, late, today))
    return facts


def _if_late(task: Task, late, today: dt.date) -> dict:
    """Say what moves when the line that holds most others stays late."""
    plan = schedule_of(task)
    begun = {one.code for one in task.lines if one.status != "planned"}
    now = quarter_of(today)
    moves = {}
    for one in late:
        by = {one.code: now.since(one.end)}
        moves[one.code] = [
            each for each in ripple(plan, by, begun=begun) if each.action != one.code
        ]
    worst = max(late, key=lambda one: (len(moves[one.code]), one.code))
    number = len(moves[worst.code])
    if not number:
        text = _("no other line moves.")
    else:
        text = ngettext(
            "%(count)s other line moves.", "%(count)s other lines move.", number
        ) % {"count": number}
    return {
        "label": _("If %(line)s stays late") % {"line": worst.code},
        "text": text,
        "link_url": f"#{worst.anchor}",
        "link_text": _("See the line"),
    }


def _lines(number: int) -> str:
    return ngettext("%(count)s line", "%(count)s lines", number) % {"count": number}


def money(amount, currency: str) -> str:
    """Return "12,500 USD" as the language writes it."""
    whole = amount == amount.to_integral_value()
    text = number_format(amount, decimal_pos=0 if whole else 2, force_grouping=True)
    # Translators: an amount and its currency, 12,500 USD.
    return _("%(amount)s %(currency)s") % {"amount": text, "currency": currency}


def _costs(content: PlanContent) -> dict:
    """Return the sums by year of begin, pillar and source; {} without any cost."""
    kept = content.kept
    if not any(one.cost is not None for one in kept):
        return {}
    by_year: dict[int, object] = {}
    for quarter, cost in values.cost_by_quarter(kept).items():
        by_year[quarter.year] = by_year.get(quarter.year, 0) + cost
    rows = [(str(year), cost) for year, cost in sorted(by_year.items())]
    later = values.total_cost(content.later)
    if later:
        rows.append((_("Later"), later))
    sources = [
        (name or _("No source named"), cost)
        for name, cost in values.cost_by_funding(kept).items()
    ]
    pillars = [(one.name, one.cost) for one in values.by_pillar(kept)]
    return {
        "total": money(values.total_cost(kept), content.currency),
        "later": money(later, content.currency) if later else "",
        "parts": [
            (title, [(name, money(cost, content.currency)) for name, cost in part])
            for title, part in (
                (_("By year of begin"), rows),
                (_("By pillar"), pillars),
                (_("By source of money"), sources),
            )
        ],
    }


def _way(plan: Plan) -> str:
    """Say how the quarters were found, and how sure an exact plan is."""
    words = _("Quarters: %(way)s.") % {"way": plan.get_way_display()}
    if not {"value", "bound"} <= plan.built.keys():
        return words
    return f"{words} {certainty(plan.way, plan.built['value'], plan.built['bound'])}"


def _approval(plan: Plan) -> str:
    """Return who approved it, when, and the version; "" for a draft."""
    version = plan.versions.order_by("-number").first()
    if version is None:
        return ""
    who = version.signatories[0] if version.signatories else {}
    name = who.get("post") or who.get("name") or ""
    words = {
        # Isolated, because a name may run the other way than the sentence.
        "who": f"\u2068{name}\u2069",
        "date": date_format(version.approved_on, "DATE_FORMAT"),
        "number": version.number,
    }
    if not name:
        return _("Approved %(date)s · version %(number)s") % words
    return _("Approved by %(who)s, %(date)s · version %(number)s") % words
