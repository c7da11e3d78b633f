"""The logframe of a plan: goal, purpose, outputs, activities, as donors ask for them.

The goal is the introduction of the plan, the purpose the stage that it leads to. Each
pillar, and each area of other lines, is an output; each line is an activity with its
criterion as indicator, its deliverable as means of verification, and as assumptions
what it needs first and the money it lacks.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.maturity.result_pages import stage_shown
from lms.accounts.sheets import Sheet, workbook
from lms.core.pdf import render_pdf
from toolkit.plans.comparing import levels_after
from toolkit.plans.content import Line, PlanContent, by_pillar, total_cost
from toolkit.plans.documents.plan import document_of, status_words
from toolkit.plans.models import Plan
from toolkit.plans.plan_pages import money
from toolkit.plans.plan_reading import task_of
from toolkit.plans.quarter_words import quarter_words, span_words
from toolkit.plans.targets import outlook

TEMPLATE, STYLESHEET = "plans/pdf/logframe.html", "pdf/logframe.css"


@dataclass(frozen=True)
class Row:
    """One row of the frame. ``kind``: goal, purpose, output or activity.

    ``number``: "1", "1.2", or "". ``cost``: None where it was not estimated.
    """

    kind: str
    number: str
    words: str
    indicators: tuple[str, ...] = ()
    verification: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    who: str = ""
    when: str = ""
    cost: object = None
    code: str = ""

    @property
    def kind_words(self) -> str:
        """What kind of row it is, in words."""
        names = {
            "goal": _("Goal"),
            "purpose": _("Purpose"),
            "output": _("Output %(number)s") % {"number": self.number},
            "activity": _("Activity %(number)s") % {"number": self.number},
        }
        return names[self.kind]


@dataclass(frozen=True)
class Logframe:
    """The frame of one plan."""

    title: str
    country: str
    status: str
    currency: str
    rows: tuple[Row, ...]
    total: str


def logframe_of(plan: Plan) -> Logframe:
    """Return the logframe of a plan as it is today."""
    document = document_of(plan)
    content = document.content
    task = task_of(plan, content)
    after = levels_after(task, [one.code for one in content.scheduled])
    found = outlook(task.framework, content.levels, after)
    now, then = (
        stage_shown(task.framework, one.national_stage).sign
        for one in (found.today, found.then)
    )
    rows = [_goal(content), _purpose(content, after, now, then)]
    for place, (name, lines) in enumerate(_outputs(content), start=1):
        rows.append(_output(str(place), name, lines))
        rows += [
            _activity(f"{place}.{number}", line, content)
            for number, line in enumerate(lines, start=1)
        ]
    return Logframe(
        title=content.title,
        country=content.country,
        status=status_words(document),
        currency=content.currency,
        rows=tuple(rows),
        total=money(total_cost(content.scheduled), content.currency),
    )


def logframe_pdf(frame: Logframe) -> bytes:
    """Return the frame as PDF, A4 landscape. Raises the exceptions of render_pdf."""
    context = {"frame": frame}
    return render_pdf(TEMPLATE, context, stylesheet=STYLESHEET, language=get_language())


def logframe_workbook(frame: Logframe) -> bytes:
    """Return the frame as XLSX."""
    heads = [
        _("Row"),
        _("What"),
        _("Indicators"),
        _("Means of verification"),
        _("Assumptions"),
        _("Responsible entity"),
        _("Timeline"),
        _("Cost (%(currency)s)") % {"currency": frame.currency},
        _("Line of the plan"),
    ]
    rows = [
        [
            one.kind_words,
            one.words,
            "\n".join(one.indicators),
            "\n".join(one.verification),
            "\n".join(one.assumptions),
            one.who,
            one.when,
            None if one.cost is None else float(one.cost),
            one.code,
        ]
        for one in frame.rows
    ]
    about = [
        [_("Plan"), frame.title],
        [_("Country"), frame.country],
        [_("State"), frame.status],
        [_("Cost"), frame.total],
    ]
    return workbook(
        _("Logframe: %(plan)s") % {"plan": frame.title},
        [
            Sheet(_("Logframe"), heads, rows, frozen=2, width=28),
            Sheet(_("About"), [_("What"), _("Value")], about, width=40),
        ],
    )


def _goal(content: PlanContent) -> Row:
    words = content.introduction.strip() or _(
        "%(country)s makes, shares and uses migration data of its own, so that "
        "decisions about migration rest on evidence."
    ) % {"country": content.country}
    return Row(
        "goal",
        "",
        words,
        assumptions=(_("The government keeps migration data among its priorities."),),
    )


def _purpose(content: PlanContent, after: dict, now: str, then: str) -> Row:
    last = {"quarter": quarter_words(content.last), "stage": then, "now": now}
    if now == then:
        words = _(
            "By the end of %(quarter)s the targets of the plan are reached; the country "
            "keeps stage %(stage)s and is ready for the next one."
        )
    else:
        words = _(
            "By the end of %(quarter)s the country goes from stage %(now)s to stage "
            "%(stage)s of the self-assessment."
        )
    raised = tuple(
        _("%(question)s %(title)s: from level %(from)s to level %(to)s")
        % {
            "question": question,
            "title": content.questions[question],
            "from": content.levels[question],
            "to": after[question],
        }
        for question in content.essentials
        if isinstance(level := content.levels.get(question), int)
        and after.get(question, level) > level
    )
    return Row(
        "purpose",
        "",
        words % last,
        indicators=raised,
        verification=(_("The next round of the self-assessment, validated"),),
        assumptions=(
            _("The institutions of the network keep their focal points."),
            _("What the lines bring is used after the plan ends."),
        ),
    )


def _outputs(content: PlanContent) -> list[tuple[str, list[Line]]]:
    """Return the three pillars, then the areas of the other lines in their order."""
    found: list[tuple[str, list[Line]]] = []
    for group in by_pillar(content.scheduled):
        if group.key:
            found.append((group.name, list(group.lines)))
            continue
        areas: dict[str, list[Line]] = defaultdict(list)
        for line in group.lines:
            areas[line.area_name or _("Other actions")].append(line)
        found += areas.items()
    return found


def _output(number: str, name: str, lines: list[Line]) -> Row:
    lifted: dict[str, tuple] = {}
    for line in lines:
        for reason in line.reasons:
            before = lifted.get(reason.question)
            to = max(reason.to, before[2]) if before else reason.to
            lifted[reason.question] = (reason.title, reason.level, to)
    costed = [one for one in lines if one.cost is not None]
    return Row(
        "output",
        number,
        name,
        indicators=tuple(
            _("%(question)s %(title)s: from level %(from)s to level %(to)s")
            % {"question": question, "title": title, "from": level, "to": to}
            for question, (title, level, to) in sorted(lifted.items())
        ),
        verification=(_("Quarterly reviews of the plan"),) if lines else (),
        assumptions=()
        if lines
        else (_("For the targets of this plan nothing has to be done."),),
        cost=total_cost(costed) if costed else None,
    )


def _activity(number: str, line: Line, content: PlanContent) -> Row:
    there = content.by_code
    assumptions = [
        _("%(code)s is finished first: %(title)s")
        % {"code": code, "title": there[code].title}
        for code in line.needs
        if code in there and not there[code].dropped and code not in line.waivers
    ]
    if line.cost is None:
        assumptions.append(_("Its cost is estimated in time."))
    elif line.cost and not line.funding:
        assumptions.append(_("A source of money is found."))
    who = line.responsible or _("nobody yet")
    if line.supporting:
        who = _("%(name)s, with %(others)s") % {
            "name": who,
            "others": "; ".join(line.supporting),
        }
    return Row(
        "activity",
        number,
        line.title,
        indicators=(line.criterion,) if line.criterion else (),
        verification=(line.deliverable,) if line.deliverable else (),
        assumptions=tuple(assumptions),
        who=who,
        when=span_words(line.start, line.end),
        cost=line.cost,
        code=line.code,
    )
