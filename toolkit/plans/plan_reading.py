"""A plan's rows as plain values, in a fixed number of queries."""

import datetime as dt
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.maturity.instrument import Framework
from assessments.maturity.models import FrameworkVersion
from assessments.maturity.round_reading import framework_of
from assessments.maturity.showing import language_of_page
from assessments.questions.languages import pick
from modules.outline import module_outline
from toolkit.network.models import FocalPoint
from toolkit.plans.building import asks_the_same
from toolkit.plans.content import (
    DONE,
    GENERIC,
    LIBRARY,
    REPORTED,
    Learned,
    Lifted,
    Line,
    PlanContent,
)
from toolkit.plans.library import Action, Library
from toolkit.plans.making import Task
from toolkit.plans.models import Plan, PlanItem
from toolkit.plans.quarters import Quarter, quarter_of, read_quarter
from toolkit.plans.scheduling import Capacity
from toolkit.plans.selection import today as levels_today


def content_of(plan: Plan, *, today: dt.date | None = None) -> PlanContent:
    """Return a plan with all its lines, in the active language.

    Lines and what hangs on them cost three queries; the plan's own relations none
    when it came from with_places().
    """
    today = today or timezone.localdate()
    framework, library = framework_of(plan.round), plan.library.library()
    items = list(plan.items.with_places().order_by("position", "pk"))
    people = focal_points_of({one.responsible_id for one in items} - {None}, today)
    language = language_of_page()
    lines = [_line(one, framework, library, people, today) for one in items]
    last = Quarter(9999, 4)
    lines.sort(key=lambda one: (one.start or last, one.position, one.pk))
    return PlanContent(
        pk=plan.pk,
        title=plan.title,
        country=str(plan.country),
        iso3=plan.country.iso3,
        round=str(plan.round),
        reference_date=plan.round.reference_date,
        framework=_("%(title)s %(version)s")
        % {"title": pick(framework.title, language), "version": framework.version},
        library=_("%(title)s %(version)s")
        % {"title": pick(library.title, language), "version": library.version},
        state=plan.state,
        start=read_quarter(plan.start),
        years=plan.years,
        currency=plan.currency,
        introduction=plan.introduction,
        language=language,
        levels=dict(plan.levels),
        targets=dict(plan.targets),
        questions={one.id: pick(one.title, language) for one in framework.questions},
        essentials=tuple(one.id for one in framework.essentials),
        lines=tuple(lines),
        at_once=plan.at_once,
        per_institution=plan.per_institution,
        new_a_year=plan.new_a_year,
        edit_number=plan.edit_number,
    )


def task_of(
    plan: Plan, content: PlanContent | None = None, *, today: dt.date | None = None
) -> Task:
    """Return everything that the lines of a plan follow from.

    In a plan that runs, nothing new begins before the quarter of today.
    """
    content = content or content_of(plan, today=today)
    framework, start = framework_of(plan.round), read_quarter(plan.start)
    library = plan.library.library()
    if library.framework != framework.key and not _asks_the_same(framework, library):
        library = replace(library, actions=())
    first = 0
    if plan.state in Plan.RUNNING:
        first = max(0, quarter_of(today or timezone.localdate()).since(start))
    return Task(
        framework=framework,
        library=library,
        levels=plan.levels,
        targets=_above_today(plan, framework),
        validated=plan.validated or None,
        done=tuple(plan.done_actions),
        start=start,
        years=plan.years,
        capacity=Capacity(plan.at_once, plan.per_institution, plan.new_a_year),
        way=plan.way,
        budget=plan.budget,
        quarters=plan.quarters,
        owners={role: str(ids[0]) for role, ids in plan.roles.items() if ids},
        lines=content.lines,
        first=first,
    )


def _above_today(plan: Plan, framework: Framework) -> dict[str, int]:
    """Return the targets that ask for something: the page of targets promises that
    nothing is planned for a question whose target is today's level.
    """
    now = levels_today(framework, plan.levels)
    return {
        question: target
        for question, target in plan.targets.items()
        if target > now.get(question, target)
    }


def _asks_the_same(framework: Framework, library: Library) -> bool:
    rows = FrameworkVersion.objects.published().called(library.framework)
    row = rows.first()
    return row is not None and asks_the_same(framework, row.instrument())


def focal_points_of(
    institutions, on: dt.date | None = None
) -> dict[int, tuple[str, ...]]:
    """Return institution > names of its focal point and deputy; one query."""
    found: dict[int, tuple[str, ...]] = {}
    rows = (
        FocalPoint.objects.filter(institution_id__in=institutions)
        .current(on)
        .order_by("institution_id", "-post", "started_on", "pk")
    )
    for institution, name in rows.values_list("institution_id", "full_name"):
        found[institution] = (*found.get(institution, ()), name)
    return found


def action_of(item: PlanItem, framework: Framework, library: Library) -> Action | None:
    """Return what the library says about a line; None for the country's own."""
    if item.kind == LIBRARY:
        return library.by_id.get(item.code)
    if item.kind == GENERIC:
        base, _colon, question = item.code.partition(":")
        generic = next((one for one in library.generic if one.id == base), None)
        asked = framework.by_id.get(question)
        if generic and asked:
            return generic.for_question(question, asked.title)
    return None


def said_by(item: PlanItem, name: str, action: Action | None) -> str:
    """Return a text of a line: its own, or as long as nobody edited it the library's."""
    own = getattr(item, name)
    if own or name in item.edited or action is None:
        return own
    return pick(getattr(action, name), language_of_page())


def _line(item, framework, library, people, today) -> Line:
    language = language_of_page()
    action = action_of(item, framework, library)
    start = read_quarter(item.start) if item.start else None
    supporting = sorted(item.supporting.all(), key=lambda one: (str(one), one.pk))
    over = start and start.plus(item.length - 1).last_day < today
    role = library.roles.get(item.responsible_role, {})
    return Line(
        pk=item.pk,
        code=item.code,
        kind=item.kind,
        title=said_by(item, "title", action) or item.code,
        start=start,
        length=item.length,
        position=item.position,
        pillar=item.pillar,
        area=item.area,
        area_name=pick(library.areas.get(item.area, {}), language),
        responsible=str(item.responsible) if item.responsible else "",
        responsible_id=item.responsible_id,
        active=item.responsible.is_active if item.responsible else True,
        role=item.responsible_role,
        role_name=pick(role, language),
        focal_points=people.get(item.responsible_id, ()),
        supporting=tuple(str(one) for one in supporting),
        supporting_ids=tuple(one.pk for one in supporting),
        reasons=tuple(
            Lifted(
                one["question"],
                pick(framework.by_id[one["question"]].title, language)
                if one["question"] in framework.by_id
                else "",
                one["from"],
                one["to"],
            )
            for one in item.reasons
        ),
        needs=tuple(item.needs),
        after=tuple(item.after),
        required_by=tuple(item.required_by),
        waivers=dict(item.waivers),
        later_reason=item.later_reason,
        repeat=item.repeat,
        deliverable=said_by(item, "deliverable", action),
        criterion=said_by(item, "criterion", action),
        effort=item.effort,
        cost=item.cost,
        funding=item.funding,
        modules=tuple(Learned(key, _module_title(key)) for key in item.modules),
        status=item.status,
        percent=item.percent,
        done_on=item.done_on,
        late=bool(over and item.status not in (REPORTED, DONE) and not item.dropped_at),
        dropped=bool(item.dropped_at),
        dropped_reason=item.dropped_reason,
        edited=tuple(item.edited),
        heard=item.heard,
    )


def _module_title(key: str) -> str:
    found = module_outline(key, get_language() or "en")
    return found.title if found else key
