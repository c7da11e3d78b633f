"""What the lines of a plan have brought, offered as evidence for their questions.

Sentences with the day and the deliverables: never a level. Only what is done and was
checked by somebody other than the owner is said.
"""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.maturity.facts import Fact, register
from lms.accounts.models import Country
from toolkit.plans.models import Deliverable, Plan, PlanItem
from toolkit.plans.plan_reading import content_of

#: The most lines that are spoken of: the newest.
MOST = 60
#: Questions of each dimension of the framework: any of them can be lifted by a line.
QUESTIONS = {
    **dict.fromkeys("ABCDEFGIJ", 5),
    "H": 6,
}


def register_all() -> None:
    """Say about which questions done lines speak."""
    questions = [
        f"{dimension}{number}"
        for dimension, last in QUESTIONS.items()
        for number in range(1, last + 1)
    ]
    register("plans.done", questions, done_lines)


def done_lines(country: Country, today: date) -> list[Fact]:
    """Say which lines were done and checked, when, and what they brought."""
    rows = PlanItem.objects.filter(
        plan__country=country,
        plan__framework__key=settings.FRAMEWORK_KEY,
        status=PlanItem.Status.DONE,
        dropped_at=None,
        done_on__lte=today,
    ).exclude(plan__state=Plan.State.DRAFT)
    items = {one.pk: one for one in rows.order_by("-done_on", "-pk")[:MOST]}
    if not items:
        return []
    plans = Plan.objects.with_places().filter(
        pk__in={one.plan_id for one in items.values()}
    )
    lines = {
        line.pk: (plan, line)
        for plan in plans
        for line in content_of(plan, today=today).lines
    }
    brought: dict[int, list[str]] = {}
    files = Deliverable.objects.filter(item__in=items, removed_at=None)
    for item, title in files.order_by("added_at", "pk").values_list("item", "title"):
        brought.setdefault(item, []).append(title)
    return [
        _fact(*lines[pk], brought.get(pk, []))
        for pk in items
        if lines[pk][1].reasons and lines[pk][1].done_on
    ]


def _fact(plan: Plan, line, titles: list[str]) -> Fact:
    words = {
        "line": line.title,
        "code": line.code,
        "date": date_format(line.done_on),
        "titles": "; ".join(titles),
    }
    if titles:
        text = _(
            "Action %(code)s “%(line)s” was done and checked on %(date)s. Deliverable: "
            "%(titles)s."
        )
    else:
        text = _("Action %(code)s “%(line)s” was done and checked on %(date)s.")
    return Fact(
        questions=tuple(one.question for one in line.reasons),
        text=text % words,
        source=plan.title,
        url=reverse("plans:line", args=[plan.pk, line.code]),
        as_of=line.done_on,
    )
