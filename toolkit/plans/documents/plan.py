"""The plan as PDF: to be signed, handed on, and hung up in an office."""

import contextlib
import datetime as dt
import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessments.maturity.answers import number_of
from assessments.maturity.result_pages import level_shown, stage_shown
from lms.core.pdf import render_pdf
from lms.core.private_files import private_storage, store_private
from toolkit.plans import content as values
from toolkit.plans import gantt
from toolkit.plans.comparing import levels_after
from toolkit.plans.content import Line, PlanContent, from_data
from toolkit.plans.making import Task
from toolkit.plans.models import Plan, PlanVersion
from toolkit.plans.plan_pages import LATER, Chapter, chapters, money
from toolkit.plans.plan_reading import content_of, task_of
from toolkit.plans.quarter_words import quarter_words
from toolkit.plans.targets import outlook

TEMPLATE, STYLESHEET = "plans/pdf/plan.html", "pdf/plan.css"
#: Empty rows of the block of who signs, while nobody has.
SIGNATURES = 3


@dataclass(frozen=True)
class PlanDocument:
    """A plan as it is put on paper.

    ``version``: the one that it is, or that it goes back to; None for a first draft.
    ``is_frozen``: exactly as that version was signed, otherwise as things are today.
    ``earlier``: the version with all before it, the first first. ``is_public``: for
    everybody, so without names of focal points, levels, costs, progress and the
    reasons that people wrote.
    """

    plan: Plan
    content: PlanContent
    version: PlanVersion | None
    is_frozen: bool
    earlier: tuple[PlanVersion, ...]
    today: dt.date
    is_public: bool = False

    @property
    def is_draft(self) -> bool:
        """Whether what stands in it is not approved."""
        return self.version is None or (
            not self.is_frozen and self.plan.state == Plan.State.AMENDING
        )


def document_of(
    plan: Plan,
    *,
    number: int | None = None,
    is_public: bool = False,
    today: dt.date | None = None,
) -> PlanDocument:
    """Return a plan as it is today, or as a version was signed.

    Raises PlanVersion.DoesNotExist.
    """
    today = today or timezone.localdate()
    versions = list(plan.versions.order_by("number"))
    if number is None:
        content, version = content_of(plan, today=today), None
        version = versions[-1] if versions else None
    else:
        version = next((one for one in versions if one.number == number), None)
        if version is None:
            raise PlanVersion.DoesNotExist
        content = from_data(version.content)
        today = timezone.localdate(version.recorded_at)
    return PlanDocument(
        plan=plan,
        content=content,
        version=version,
        is_frozen=number is not None,
        earlier=tuple(
            one for one in versions if version and one.number <= version.number
        ),
        today=today,
        is_public=is_public,
    )


def plan_pdf(document: PlanDocument) -> bytes:
    """Return the plan in the active language, A4. Raises the exceptions of render_pdf.

    A version as it was signed is made once for everybody who may read the same, and
    kept under a name that its content gives.
    """
    context, language = plan_context(document), get_language()
    if not document.is_frozen:
        return render_pdf(TEMPLATE, context, stylesheet=STYLESHEET, language=language)
    name = f"plans/{document.plan.pk}/{_digest(context, language)}.pdf"
    storage = private_storage()
    if storage.exists(name):
        with storage.open(name) as file:
            return file.read()
    content = render_pdf(TEMPLATE, context, stylesheet=STYLESHEET, language=language)
    # A full disk is no reason to keep the plan from anybody.
    with contextlib.suppress(OSError):
        store_private(name, content)
    return content


def _digest(context: dict, language: str) -> str:
    """Return what the words and the looks of a plan come down to."""
    words = {"language": language, "direction": ""}
    digest = hashlib.sha256(render_to_string(TEMPLATE, context | words).encode())
    for style in (STYLESHEET, "pdf/page.css"):
        with open(finders.find(style), "rb") as file:  # noqa: PTH123 - finders return text
            digest.update(file.read())
    return digest.hexdigest()


def plan_context(document: PlanDocument) -> dict:
    """Return what the document says."""
    content, today = _shown(document), document.today
    if document.is_public:
        # Nothing about progress: everything is still to begin.
        today = content.first.first_day - dt.timedelta(days=1)
    document = replace(document, content=content)
    task = replace(
        task_of(document.plan, content, today=today),
        levels=content.levels,
        targets=content.targets,
        lines=content.lines,
    )
    names = {one.key: one for one in _chapters(document, task)}
    return {
        "document": document,
        "plan": document.plan,
        "content": content,
        "status": status_words(document),
        "signatories": _signatories(document),
        "blanks": range(SIGNATURES),
        "summary": summary(document, task),
        "decisions": _decisions(document),
        "chapters": [
            (names[group.key], [_told(one, today) for one in group.lines])
            for group in values.by_pillar(content.kept)
            if group.key
        ],
        "targets": targets_shown(content, task),
        "quarters": [
            (quarter_words(quarter), [_told(one, today) for one in lines])
            for quarter, lines in values.by_quarter(content.scheduled)
        ],
        "tables": gantt.tables(
            content.scheduled,
            content.quarters,
            today,
            known={one.code for one in content.kept},
        ),
        "costs": costs(content),
        "uncosted": [one for one in content.scheduled if one.cost is None],
        "learning": learning_shown(content),
        "later": [(one, str(LATER.get(one.later_reason, ""))) for one in content.later],
        "versions": document.earlier,
    }


def _shown(document: PlanDocument) -> PlanContent:
    """Return what whoever reads the document may see of the plan."""
    content = document.content
    if not document.is_public:
        return content
    lines = tuple(
        replace(
            line,
            focal_points=(),
            reasons=(),
            waivers={},
            cost=None,
            funding="",
            status=values.PLANNED,
            percent=0,
            done_on=None,
            late=False,
        )
        for line in content.kept
    )
    return replace(content, lines=lines)


def status_words(document: PlanDocument) -> str:
    """Say in one sentence what the document is worth."""
    version = document.version
    if version is None:
        return _("Draft. It is not approved and can still change.")
    words = {
        "number": version.number,
        "date": date_format(version.approved_on, "DATE_FORMAT"),
        "today": date_format(document.today, "DATE_FORMAT"),
    }
    if document.is_frozen:
        return _("Version %(number)s, approved on %(date)s.") % words
    if document.is_draft:
        return (
            _(
                "Draft of an amendment to version %(number)s, which was approved on "
                "%(date)s. It can still change."
            )
            % words
        )
    return (
        _(
            "Version %(number)s, approved on %(date)s, with progress and new dates by "
            "decision as of %(today)s."
        )
        % words
    )


def summary(document: PlanDocument, task: Task) -> list[tuple[str, str]]:
    """Return the page that can be read alone: what, and a sentence about it."""
    content, opened = document.content, not document.is_public
    scheduled = content.scheduled
    rows = _reached_rows(content, task) if opened else []
    rows += [(one.name, one.sentence) for one in _chapters(document, task)]
    rows.append((_("Lines"), _lines_words(content)))
    if scheduled:
        span = gantt.span_words(content.first, content.last)
        length = gantt.length_words(len(content.quarters))
        rows.append((_("Time"), f"{span} ({length})"))
    if opened:
        rows.append((_("Cost"), cost_words(content)))
    if content.later:
        words = ngettext(
            "%(count)s line is for later. It stands at the end with the reason.",
            "%(count)s lines are for later. They stand at the end with the reasons.",
            len(content.later),
        )
        rows.append((_("For later"), words % {"count": len(content.later)}))
    late = [one for one in scheduled if one.late]
    done = [one for one in content.kept if one.status == values.DONE]
    if opened and (late or done):
        words = _("Done and checked: %(done)s. Late on %(date)s: %(late)s.")
        numbers = {"done": len(done), "late": len(late)}
        numbers["date"] = date_format(document.today, "DATE_FORMAT")
        rows.append((_("Progress"), words % numbers))
    return rows


def _reached_rows(content: PlanContent, task: Task) -> list[tuple[str, str]]:
    """Return what the plan leads to: stage and targets."""
    scheduled = content.scheduled
    after = levels_after(task, [one.code for one in scheduled])
    found = outlook(task.framework, content.levels, after)
    now, then = (
        stage_shown(task.framework, one.national_stage)
        for one in (found.today, found.then)
    )
    stages = {"now": _named(now), "then": _named(then)}
    if now.sign == then.sign:
        stage = _(
            "The country stands at stage %(now)s. The lines of this plan prepare the "
            "next one; they do not reach it alone."
        )
    else:
        stage = _(
            "The country stands at stage %(now)s. With every line done it can reach "
            "stage %(then)s; a new assessment decides."
        )
    return [(_("Stage"), stage % stages), (_("Targets"), _targets_words(content))]


def _named(stage) -> str:
    return f"{stage.sign} ({stage.word})" if stage.word else stage.sign


def _targets_words(content: PlanContent) -> str:
    raised = raised_targets(content)
    if not raised:
        return _("No question has a target above its level of today.")
    essential = sum(one in content.essentials for one in raised)
    words = ngettext(
        "%(count)s question is to reach a higher level; essential among them: "
        "%(essential)s.",
        "%(count)s questions are to reach a higher level; essential among them: "
        "%(essential)s.",
        len(raised),
    )
    return words % {"count": len(raised), "essential": essential}


def raised_targets(content: PlanContent) -> list[str]:
    """Return the questions whose target is above the level of today, in order."""
    found = []
    for question in content.questions:
        level, target = content.levels.get(question), content.targets.get(question)
        if level == "na" or target is None:
            continue
        if (number_of(level) or 0) < target:
            found.append(question)
    return found


def _lines_words(content: PlanContent) -> str:
    scheduled = content.scheduled
    bodies = {one.responsible_id for one in scheduled} - {None}
    # Translators: 22 lines, 5 institutions are responsible.
    words = ngettext(
        "%(count)s line with a quarter", "%(count)s lines with quarters", len(scheduled)
    ) % {"count": len(scheduled)}
    owners = ngettext(
        "%(count)s institution is responsible.",
        "%(count)s institutions are responsible.",
        len(bodies),
    ) % {"count": len(bodies)}
    return _("%(lines)s; %(owners)s") % {"lines": words, "owners": owners}


def cost_words(content: PlanContent) -> str:
    """Say what the plan costs, and for how many lines that is not known.

    What is for later is no cost of the plan; it is named beside it.
    """
    scheduled = content.scheduled
    without = sum(one.cost is None for one in scheduled)
    total, later = values.total_cost(scheduled), values.total_cost(content.later)
    open_words = ngettext(
        "%(count)s line has no estimate.", "%(count)s lines have no estimate.", without
    ) % {"count": without}
    if without == len(scheduled):
        return _("No line has a cost estimate yet.")
    texts = [
        _("%(total)s as far as it was estimated.")
        % {"total": money(total, content.currency)}
    ]
    if without:
        texts.append(open_words)
    if later:
        amount = money(later, content.currency)
        texts.append(_("For later: %(amount)s more.") % {"amount": amount})
    return " ".join(texts)


def targets_shown(content: PlanContent, task: Task) -> list[dict]:
    """Return the questions to be lifted with level, target, and the lines for them."""
    lifting: dict[str, list[str]] = defaultdict(list)
    for line in content.kept:
        for reason in line.reasons:
            lifting[reason.question].append(line.code)
    return [
        {
            "id": question,
            "title": content.questions[question],
            "essential": question in content.essentials,
            "level": level_shown(task.framework, content.levels.get(question)),
            "target": level_shown(task.framework, content.targets[question]),
            "lines": lifting[question],
        }
        for question in raised_targets(content)
    ]


def costs(content: PlanContent) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the sums by quarter, pillar and source of money; [] without any cost."""
    kept = content.kept
    if not any(one.cost is not None for one in kept):
        return []
    rows = [
        (quarter_words(quarter), cost)
        for quarter, cost in values.cost_by_quarter(kept).items()
        if cost
    ]
    if later := values.total_cost(content.later):
        rows.append((_("Later"), later))
    pillars = [(one.name, one.cost) for one in values.by_pillar(kept)]
    sources = [
        (name or _("No source named"), cost)
        for name, cost in values.cost_by_funding(kept).items()
    ]
    return [
        (title, [(name, money(cost, content.currency)) for name, cost in part])
        for title, part in (
            (_("By quarter in which a line begins"), rows),
            (_("By pillar"), pillars),
            (_("By source of money"), sources),
        )
    ]


def learning_shown(content: PlanContent) -> list[dict]:
    """Return who takes which module before when: one row a module and institution."""
    found: dict[tuple, list[Line]] = defaultdict(list)
    for line in content.scheduled:
        for module in line.modules:
            found[module, line.responsible or line.role_name].append(line)
    rows = [
        {
            "module": module,
            "who": who,
            "before": min(one.start for one in lines).first_day,
            "codes": [one.code for one in lines],
        }
        for (module, who), lines in found.items()
    ]
    return sorted(rows, key=lambda row: (row["before"], row["module"].key, row["who"]))


def _chapters(document: PlanDocument, task: Task) -> list[Chapter]:
    """Return the three pillars with a sentence each; for everybody without progress."""
    found = chapters(document.content, task)
    if not document.is_public:
        return found
    groups = {
        one.key: one.lines for one in values.by_pillar(document.content.scheduled)
    }
    return [
        replace(one, sentence=_span_words(groups[one.key]) or one.sentence)
        for one in found
    ]


def _span_words(lines) -> str:
    """Return "3 lines, Q1 to Q3 2027."; "" without any."""
    if not lines:
        return ""
    first, last = min(one.start for one in lines), max(one.end for one in lines)
    words = ngettext(
        "%(count)s line, %(span)s.", "%(count)s lines, %(span)s.", len(lines)
    )
    return words % {"count": len(lines), "span": gantt.span_words(first, last)}


def _signatories(document: PlanDocument) -> list[dict]:
    version = document.version
    return [] if version is None or document.is_draft else list(version.signatories)


def _decisions(document: PlanDocument) -> list[str]:
    """Return what whoever reads the first page is asked to decide."""
    content = document.content
    if not document.is_draft:
        return []
    found = [_("Approve this plan, or say what has to change first.")]
    if any(not one.has_owner for one in content.scheduled):
        found.append(_("Name a responsible institution for every line."))
    if any(not one.is_funded for one in content.scheduled):
        found.append(_("Say from which source the lines without money are paid."))
    return found


def _told(line: Line, today: dt.date) -> dict:
    return {
        "line": line,
        "span": gantt.span_words(line.start, line.end) if line.start else _("Later"),
        "state": gantt.state_of(line, today),
    }
