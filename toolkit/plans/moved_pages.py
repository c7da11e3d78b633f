"""What the page "what moved since last time" shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.maturity.comparison import Compared, compared_with
from assessments.maturity.models import Round
from assessments.maturity.result_pages import (
    ShownChange,
    ShownLevel,
    change_shown,
    level_shown,
)
from assessments.maturity.services.results import result_of
from assessments.maturity.showing import said
from toolkit.plans import moved
from toolkit.plans.content import Line
from toolkit.plans.models import Plan
from toolkit.plans.moved import FELL, ROSE, SAME, Moved, Movement
from toolkit.plans.plan_reading import content_of
from toolkit.plans.tracking import lines_of
from toolkit.plans.tracking_pages import Chip, chip_of


@dataclass(frozen=True)
class Aimed:
    """A line of the plan that aimed at a question, with its state."""

    line: Line
    chip: Chip


@dataclass(frozen=True)
class MovedRow:
    """One question of the page."""

    question: Moved
    title: str
    before: ShownLevel
    after: ShownLevel
    target: int | None
    change: ShownChange | None
    aimed: tuple[Aimed, ...]


@dataclass(frozen=True)
class MovedGroup:
    """The questions of one dimension."""

    id: str
    title: str
    rows: tuple[MovedRow, ...]


def rounds_after(user, plan: Plan) -> list[Round]:
    """Return the validated rounds of the country after the plan's, the newest first."""
    rounds = Round.objects.visible_to(user).frozen()
    return list(
        rounds.filter(
            country=plan.country_id,
            reference_date__gt=plan.round.reference_date,
        ).select_related("country", "framework")
    )


def moved_context(user, plan: Plan, wanted: str = "") -> dict:
    """Return what the page shows; without a later round only that there is none.

    wanted: the id of a round as text; otherwise the newest.
    """
    rounds = rounds_after(user, plan)
    round = next((one for one in rounds if str(one.pk) == wanted), None)
    round = round or next(iter(rounds), None)
    found = {"plan": plan, "country": plan.country, "rounds": rounds, "round": round}
    if round is None:
        return found
    result = result_of(round)
    compared = compared_with(plan.round, round, result)
    content = content_of(plan)
    movement = moved.movement(
        content, result.framework, result.levels, change=compared.change
    )
    return found | {
        "comparable": compared.change is not None,
        "finding": finding(movement),
        "facts": facts(movement, compared),
        "groups": groups(movement, chips_of(plan), compared, result),
        "without_effect": _ids(movement.done_without_effect),
        "without_action": _ids(movement.without_action),
    }


def finding(movement: Movement) -> str:
    """Return in one sentence how many levels moved."""
    numbers = {
        "rose": movement.count(ROSE),
        "fell": movement.count(FELL),
        "same": movement.count(SAME),
    }
    if not numbers["rose"] and not numbers["fell"]:
        return _("No level moved.")
    return (
        ngettext(
            "%(rose)s level rose; fallen: %(fell)s, unchanged: %(same)s.",
            "%(rose)s levels rose; fallen: %(fell)s, unchanged: %(same)s.",
            numbers["rose"],
        )
        % numbers
    )


def facts(movement: Movement, compared: Compared) -> list[dict]:
    """Return the summary strip: levels, targets, actions, index."""
    lines = {
        line.code: line
        for one in movement.questions
        for line in one.lines
        if not line.dropped and line.start
    }
    done = sum(line.status == moved.DONE for line in lines.values())
    found = [
        {"label": _("Levels that rose"), "value": movement.count(ROSE)},
        {
            "label": _("Targets reached"),
            "value": _("%(number)s of %(total)s")
            % {"number": movement.targets_reached, "total": len(movement.aims)},
        },
        {
            "label": _("Actions done"),
            "value": _("%(number)s of %(total)s")
            % {"number": done, "total": len(lines)},
        },
    ]
    change = change_shown(compared.change.index) if compared.change else None
    if change:
        found.append(
            {
                "label": _("Index"),
                "value": change.text,
                "text": _("since %(year)s")
                % {"year": compared.round.reference_date.year},
            }
        )
    return found


def chips_of(plan: Plan) -> dict[str, Chip]:
    """Return how far each line of a plan is, by its code."""
    today = timezone.localdate()
    return {line.code: chip_of(line, today) for line in lines_of(plan)}


def groups(
    movement: Movement, chips: Mapping[str, Chip], compared: Compared, result
) -> list[MovedGroup]:
    """Return the questions that moved, were aimed at, or both, by dimension."""
    old, framework = compared.result.framework, result.framework
    titles = {one.id: one.title for one in framework.dimensions}
    changes = compared.change.questions if compared.change else {}
    found: dict[str, list[MovedRow]] = {}
    for one in movement.questions:
        if not one.lines and one.way in (SAME, moved.UNKNOWN):
            continue
        row = MovedRow(
            question=one,
            title=said(framework.by_id[one.question].title),
            before=level_shown(old, one.before),
            after=level_shown(framework, one.after),
            target=one.target,
            change=change_shown(changes.get(one.question)),
            aimed=tuple(Aimed(line, chips[line.code]) for line in one.lines),
        )
        found.setdefault(one.dimension, []).append(row)
    return [
        MovedGroup(key, said(titles[key]), tuple(rows)) for key, rows in found.items()
    ]


def _ids(questions) -> list[str]:
    return [one.question for one in questions]
