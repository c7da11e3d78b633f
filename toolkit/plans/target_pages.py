"""The page of targets: a level for each question, by dimension, and what they reach."""

from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.maturity.explaining import headline, text_in
from assessments.maturity.instrument import Framework
from assessments.maturity.result_pages import (
    ShownLevel,
    level_shown,
    mean_shown,
    stage_shown,
)
from assessments.maturity.round_reading import framework_of
from assessments.maturity.showing import said
from assessments.maturity.targets import default_targets, dimension_target
from lms.core.charts import Strip
from toolkit.plans.models import Plan
from toolkit.plans.targets import Outlook, outlook

#: Buttons that fill in defaults, and the years of their horizon.
RESETS = {"one_year": Plan.Horizon.ONE, "three_years": Plan.Horizon.THREE}
_PREFIX = "target-"


class TargetsForm(forms.Form):
    """A level for each question that applies, and how far the targets reach."""

    years = forms.TypedChoiceField(
        label=gettext_lazy("How far the targets reach"),
        choices=Plan.Horizon,
        coerce=int,
    )
    edit_number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, plan: Plan, years: int | None = None, **options):
        self.plan, self.framework = plan, framework_of(plan.round)
        targets = dict(plan.targets)
        if years:
            targets = default_targets(self.framework, plan.levels, years=years)
        initial = {"years": years or plan.years, "edit_number": plan.edit_number}
        initial |= {f"{_PREFIX}{key}": level for key, level in targets.items()}
        super().__init__(*args, initial=initial, **options)
        levels = [
            (one.value, f"{one.value} · {text_in(one.name)}")
            for one in self.framework.levels
        ]
        for question in self.framework.questions:
            if question.id in plan.targets:
                now = _today(self.framework, plan.levels.get(question.id))
                field = forms.TypedChoiceField(
                    label=f"{question.id} {text_in(question.title)}",
                    choices=[one for one in levels if one[0] >= now],
                    coerce=int,
                    # With script the effect is fetched at every choice.
                    widget=forms.Select(
                        attrs={"hx-post": reverse("plans:targets", args=[plan.pk])}
                    ),
                    error_messages={
                        "invalid_choice": gettext_lazy(
                            "Choose the level of today or a higher one."
                        )
                    },
                )
                self.fields[f"{_PREFIX}{question.id}"] = field

    def targets(self) -> dict[str, int]:
        """Return what is chosen now; where it is wrong, what stood there."""
        found = {}
        for name in self.fields:
            if name.startswith(_PREFIX):
                question = name.removeprefix(_PREFIX)
                data = getattr(self, "cleaned_data", None) or self.initial
                found[question] = data.get(name, self.initial.get(name))
        return {key: level for key, level in found.items() if level is not None}

    def cleaned(self) -> dict:
        """Return what set_targets takes."""
        return {
            "targets": self.targets(),
            "years": self.cleaned_data["years"],
            "edit_number": self.cleaned_data["edit_number"],
        }

    def renew(self, plan: Plan) -> None:
        """Look at the plan as it is now, so that what was typed can be saved again."""
        self.data = self.data.copy()
        self.data["edit_number"] = plan.edit_number


@dataclass(frozen=True)
class TargetRow:
    """A question with its strip, today's level and the field of its target."""

    id: str
    title: str
    essential: bool
    level: ShownLevel
    strip: Strip
    field: forms.BoundField


@dataclass(frozen=True)
class TargetBlock:
    """A dimension: mean of today and mean of the targets."""

    id: str
    title: str
    now: str
    then: str
    rows: list[TargetRow]


def targets_context(plan: Plan, form: TargetsForm, *, asked: str = "") -> dict:
    """What the page shows; asked: the field that was just chosen, with its row."""
    framework, chosen = form.framework, form.targets()
    found = outlook(framework, plan.levels, chosen)
    blocks = [
        _block(plan, framework, dimension, form, found, chosen)
        for dimension in framework.dimensions
    ]
    rows = [
        (block, row)
        for block in blocks
        for row in block.rows
        if row.field.html_name == asked
    ]
    return {
        "form": form,
        "block": rows[0][0] if rows else None,
        "chosen": rows[0][1] if rows else None,
        "blocks": blocks,
        "effect": effect_facts(framework, found),
    }


def effect_facts(framework: Framework, found: Outlook) -> list[dict]:
    """Return stage and index with all targets met, beside today's."""
    now = stage_shown(framework, found.today.national_stage)
    then = stage_shown(framework, found.then.national_stage)
    return [
        {
            "label": _("National stage when all targets are met"),
            "value": f"{then.sign} · {then.word}",
            "text": _("Today: %(stage)s") % {"stage": f"{now.sign} · {now.word}"},
        },
        {
            "label": _("Index when all targets are met"),
            "value": headline(found.then.index),
            "text": _("Today: %(index)s of 100")
            % {"index": headline(found.today.index)},
        },
        {"label": _("Questions to raise"), "value": str(found.raised)},
    ]


def _block(plan, framework, dimension, form, found: Outlook, chosen) -> TargetBlock:
    rows = [
        _row(plan, framework, question, form, chosen)
        for question in dimension.questions
        if f"{_PREFIX}{question.id}" in form.fields
    ]
    return TargetBlock(
        id=dimension.id,
        title=said(dimension.title),
        now=mean_shown(found.today.dimensions[dimension.id].mean),
        then=mean_shown(dimension_target(dimension, chosen)),
        rows=rows,
    )


def _row(plan, framework, question, form, chosen) -> TargetRow:
    given = plan.levels.get(question.id)
    now, target = _today(framework, given), chosen.get(question.id)
    title = text_in(question.title)
    return TargetRow(
        id=question.id,
        title=said(question.title),
        essential=question.essential,
        level=level_shown(framework, given),
        strip=Strip(
            label=_("%(question)s: level %(level)s, target %(target)s")
            % {"question": title, "level": now, "target": target},
            minimum=framework.minimum,
            maximum=framework.maximum,
            now=now,
            target=target,
        ),
        field=form[f"{_PREFIX}{question.id}"],
    )


def _today(framework: Framework, given) -> int:
    return given if isinstance(given, int) else framework.minimum
