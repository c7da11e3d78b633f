"""Making a plan from a round, its settings, and building its lines again."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.maturity.models import Round
from assessments.maturity.round_reading import framework_of
from assessments.maturity.services.results import result_of
from assessments.maturity.targets import default_targets
from lms.accounts import audit
from lms.accounts.models import Institution, User
from toolkit.network.permissions import can_plan
from toolkit.plans.making import Schedule, Task, greedy
from toolkit.plans.making_changes import Changes, Wanted, changes
from toolkit.plans.models import ActionLibrary, Plan, PlanItem
from toolkit.plans.permissions import Action, can
from toolkit.plans.plan_reading import task_of
from toolkit.plans.quarters import Quarter, quarter_of, read_quarter
from toolkit.plans.roles import proposed_roles

from .errors import (
    DraftExists,
    Elsewhere,
    LinesBefore,
    NoCapacity,
    NoLibrary,
    NotNow,
    PastStart,
    RoundNotReady,
    SomebodyWasFirst,
)

#: What building says about a line.
_BUILT = (
    "start",
    "length",
    "later_reason",
    "responsible",
    "responsible_role",
    "reasons",
    "needs",
    "after",
    "required_by",
)
#: The limits of how much is carried at once, as fields of a plan.
LIMITS = ("at_once", "per_institution", "new_a_year")


@transaction.atomic
def make_plan(
    round: Round,
    *,
    by: User,
    start: Quarter,
    title: str = "",
    years: int = Plan.Horizon.ONE,
    at_once: int | None = 8,
    per_institution: int | None = None,
    new_a_year: int | None = None,
    currency: str = "USD",
    previous: Plan | None = None,
    done: tuple[str, ...] = (),
    targets: Mapping[str, int] | None = None,
    roles: Mapping[str, list[int]] | None = None,
    today: Quarter | None = None,
    build: bool = True,
) -> Plan:
    """Make a draft from a validated round, and build its lines by the greedy rule.

    targets, roles: by default those of the horizon, and as the network suggests.
    done: ids of actions done before. Raises NotNow, RoundNotReady, DraftExists,
    PastStart, NoCapacity, NoLibrary.
    """
    if not can_plan(by, round.country):
        raise NotNow(_("You do not make the plans of this country."))
    if not round.is_frozen:
        raise RoundNotReady
    if start < (today or quarter_of(timezone.localdate())):
        raise PastStart
    _refuse_limits(at_once, per_institution, new_a_year)
    library = _library_for(round)
    result = result_of(round)
    levels = {key: one.level for key, one in result.questions.items()}
    if targets is None:
        targets = default_targets(result.framework, levels, years=years)
    if roles is None:
        core = round.institutions.filter(is_core=True)
        core = core.order_by("position", "pk").values_list("institution_id", flat=True)
        roles = proposed_roles(library.library(), round.country, list(core))
    try:
        with transaction.atomic():
            plan = Plan.objects.create(
                country=round.country,
                title=title.strip() or default_title(start),
                round=round,
                framework=round.framework,
                library=library,
                previous=previous,
                start=str(start),
                years=years,
                at_once=at_once,
                per_institution=per_institution,
                new_a_year=new_a_year,
                currency=currency,
                levels=levels,
                validated={key: one.validated for key, one in result.questions.items()},
                targets=dict(targets),
                roles=dict(roles),
                done_actions=sorted(done),
                created_by=by,
            )
    except IntegrityError:
        draft = Plan.objects.of_country(round.country).draft().first()
        if draft is None:
            raise
        raise DraftExists(draft) from None
    audit.record(by, "plan_made", plan, country=plan.country)
    if build:
        task = task_of(plan)
        _write(plan, changes(task, greedy(task), plan.roles))
    return plan


def default_title(start: Quarter) -> str:
    """Name a plan by the year in which it begins."""
    return _("Action plan %(year)s") % {"year": start.year}


@transaction.atomic
def delete_draft(plan: Plan, *, by: User) -> None:
    """Delete a draft with all its lines. Raises NotNow."""
    plan = locked(plan, by=by)
    if plan.state != Plan.State.DRAFT:
        raise NotNow
    audit.record(by, "plan_deleted", str(plan), country=plan.country)
    plan.delete()


@transaction.atomic
def set_targets(
    plan: Plan,
    *,
    targets: Mapping[str, int],
    by: User,
    years: int | None = None,
    edit_number: int | None = None,
) -> Plan:
    """Set where the country wants to stand. Lines change when they are built again.

    Questions that are not named keep their target. Raises NotNow, SomebodyWasFirst;
    ValueError for a question or level that the framework does not have.
    """
    plan = locked(plan, by=by, edit_number=edit_number)
    framework = framework_of(plan.round)
    for question, level in targets.items():
        if question not in plan.targets:
            raise ValueError(f"There is no target for `{question}`.")
        if not framework.minimum <= level <= framework.maximum:
            raise ValueError(f"{level} is no level.")
    plan.targets = plan.targets | dict(targets)
    plan.years = years or plan.years
    return _changed(plan, by, "targets", "years")


@transaction.atomic
def set_roles(
    plan: Plan,
    *,
    roles: Mapping[str, list[int]],
    by: User,
    edit_number: int | None = None,
) -> Plan:
    """Say which institutions take which role; lines nobody edited follow at once.

    Raises NotNow, SomebodyWasFirst, Elsewhere.
    """
    plan = locked(plan, by=by, edit_number=edit_number)
    wanted = {pk for ids in roles.values() for pk in ids}
    known = Institution.objects.filter(country=plan.country, pk__in=wanted).active()
    if known.count() != len(wanted):
        raise Elsewhere
    plan.roles = {role: list(ids) for role, ids in roles.items() if ids}
    _changed(plan, by, "roles")
    _give_to_institutions(plan)
    return plan


@transaction.atomic
def set_capacity(
    plan: Plan,
    *,
    start: Quarter,
    at_once: int | None,
    per_institution: int | None,
    new_a_year: int | None,
    by: User,
    edit_number: int | None = None,
    today: Quarter | None = None,
    **facts,
) -> Plan:
    """Set first quarter and limits; facts: title, currency, introduction.

    A draft moves as a whole with its first quarter, but for lines that people dated:
    it cannot begin after those. Raises NotNow, SomebodyWasFirst, PastStart,
    LinesBefore, NoCapacity.
    """
    plan = locked(plan, by=by, edit_number=edit_number)
    _refuse_limits(at_once, per_institution, new_a_year)
    moved = start != read_quarter(plan.start)
    if moved:
        if plan.state != Plan.State.DRAFT:
            raise NotNow(_("The first quarter of an approved plan stays as it is."))
        if start < (today or quarter_of(timezone.localdate())):
            raise PastStart
        _move_all(plan, start)
    plan.start = str(start)
    plan.at_once, plan.per_institution = at_once, per_institution
    plan.new_a_year = new_a_year
    for name, value in facts.items():
        setattr(plan, name, value)
    return _changed(plan, by, "start", *LIMITS, *facts)


@transaction.atomic
def build_again(
    plan: Plan,
    *,
    plan_schedule: Schedule,
    task: Task,
    by: User,
    edit_number: int | None = None,
    built: Mapping[str, int] | None = None,
) -> Changes:
    """Make the lines as this schedule has them, but for what people did to them.

    task: what the schedule was made from; it also says the way and its means. built:
    value and bound of an exact plan, kept to be said. Raises NotNow; SomebodyWasFirst when the plan has changed since.
    """
    plan = locked(plan, by=by, edit_number=edit_number)
    found = changes(task, plan_schedule, plan.roles)
    _write(plan, found)
    plan.way, plan.budget, plan.quarters = task.way, task.budget, task.quarters
    plan.built = dict(built or {})
    _changed(plan, by, "way", "budget", "quarters", "built", verb="plan_built")
    return found


def locked(plan: Plan, *, by: User, edit_number: int | None = None) -> Plan:
    """Return the plan, held until the end of the transaction, for somebody who edits.

    Raises NotNow, and SomebodyWasFirst when it is not the one that was looked at.
    """
    plan = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("country", "round__country", "round__framework", "library")
        .get(pk=plan.pk)
    )
    if not can(by, Action.EDIT, plan):
        raise NotNow
    if edit_number is not None and edit_number != plan.edit_number:
        raise SomebodyWasFirst
    return plan


def touch(plan: Plan) -> None:
    """Count a change of the plan, so that who looks at the old one is told."""
    plan.edit_number += 1
    plan.save(update_fields=["edit_number"])


def _changed(plan, by, *names: str, verb: str = "plan_settings_changed") -> Plan:
    plan.edit_number += 1
    plan.save(update_fields=[*names, "edit_number"])
    audit.record(by, verb, plan, country=plan.country)
    return plan


def _library_for(round: Round) -> ActionLibrary:
    rows = ActionLibrary.objects
    found = rows.for_framework(round.framework.key).first()
    found = found or rows.order_by("key", "-version_sort").first()
    if found is None:
        raise NoLibrary
    return found


def _refuse_limits(*limits: int | None) -> None:
    if any(limit is not None and limit < 1 for limit in limits):
        raise NoCapacity


def _move_all(plan: Plan, start: Quarter) -> None:
    """Move the lines of a draft with its first quarter; dated ones stay."""
    by = start.since(read_quarter(plan.start))
    items = [one for one in plan.items.all() if one.start]
    dated = [one for one in items if "start" in one.edited or one.kind == "own"]
    before = [one.code for one in dated if read_quarter(one.start) < start]
    if before:
        raise LinesBefore(
            _("These lines were given an earlier quarter: %(lines)s. Move them first.")
            % {"lines": ", ".join(before)}
        )
    free = [one for one in items if one not in dated]
    for one in free:
        one.start = str(read_quarter(one.start).plus(by))
    PlanItem.objects.bulk_update(free, ["start"])


def _write(plan: Plan, found: Changes) -> None:
    """Make the rows of a plan say what was found."""
    items = {one.code: one for one in plan.items.prefetch_related("supporting")}
    last = plan.items.aggregate(last=Max("position"))["last"] or 0
    new, old = [], []
    for wanted in found.wanted:
        item = items.get(wanted.code)
        if item is None:
            last += 1
            item = PlanItem(plan=plan, code=wanted.code, position=last)
            _begin(item, wanted)
            new.append(item)
        else:
            old.append(item)
        _follow(item, wanted)
    gone = [one.code for one in found.gone]
    plan.items.filter(code__in=gone).delete()
    PlanItem.objects.bulk_create(new)
    PlanItem.objects.bulk_update(
        old,
        _BUILT,
    )
    supports = {one.code: set(one.supporting) for one in found.wanted}
    _set_supporting(plan, supports)


def _begin(item: PlanItem, wanted: Wanted) -> None:
    action = wanted.action
    item.kind, item.pillar, item.area = wanted.kind, action.pillar, action.area
    item.effort, item.repeat = action.effort, action.repeat
    item.modules = list(action.modules)


def _follow(item: PlanItem, wanted: Wanted) -> None:
    item.start = str(wanted.start or "")
    item.later_reason = wanted.later_reason
    if "length" not in item.edited:
        item.length = wanted.length
    item.responsible_id = wanted.responsible
    item.responsible_role = wanted.action.responsible[0]
    item.reasons = list(wanted.reasons)
    item.needs, item.after = list(wanted.needs), list(wanted.after)
    item.required_by = list(wanted.required_by)


def _set_supporting(plan: Plan, wanted: Mapping[str, set[int]]) -> None:
    """Set who supports which line, in two or three queries."""
    through = PlanItem.supporting.through.objects
    items = dict(plan.items.values_list("code", "pk"))
    ids = {items[code]: others for code, others in wanted.items()}
    rows = through.filter(planitem_id__in=ids)
    there = {(one.planitem_id, one.institution_id): one.pk for one in rows}
    asked = {(item, body) for item, others in ids.items() for body in others}
    through.filter(
        pk__in=[pk for pair, pk in there.items() if pair not in asked]
    ).delete()
    through.bulk_create(
        PlanItem.supporting.through(planitem_id=item, institution_id=body)
        for item, body in sorted(asked - there.keys())
    )


def _give_to_institutions(plan: Plan) -> None:
    """Let lines that nobody edited follow the roles, whatever their quarters."""
    task = task_of(plan)
    now = greedy(task)
    wanted = {one.code: one for one in changes(task, now, plan.roles).wanted}
    items = [one for one in plan.items.all() if one.code in wanted]
    for one in items:
        one.responsible_id = wanted[one.code].responsible
    PlanItem.objects.bulk_update(items, ["responsible"])
    _set_supporting(plan, {one.code: set(wanted[one.code].supporting) for one in items})
