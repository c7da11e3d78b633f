"""What narrows the lines of a plan to those somebody asks for."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toolkit.plans import content as values
from toolkit.plans.content import PlanContent
from toolkit.plans.models import PlanItem
from toolkit.plans.quarter_words import quarter_words
from toolkit.plans.quarters import NoQuarter, read_quarter


class LineFilter(forms.Form):
    """What narrows the lines of a plan; every field may stay empty."""

    institution = forms.ChoiceField(label=gettext_lazy("Institution"), required=False)
    pillar = forms.ChoiceField(label=gettext_lazy("Pillar"), required=False)
    quarter = forms.ChoiceField(label=gettext_lazy("Quarter"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, *args, content: PlanContent, **options):
        super().__init__(*args, **options)
        groups = values.by_institution(content.kept)
        self.fields["institution"].choices = [
            ("", _("All institutions")),
            *((one.key or "none", one.name or _("Nobody yet")) for one in groups),
        ]
        self.fields["pillar"].choices = [
            ("", _("All pillars")),
            *((key, name) for key, name in values.PILLAR_NAMES.items()),
            ("other", _("Other actions")),
        ]
        self.fields["quarter"].choices = [
            ("", _("All quarters")),
            *((str(one), quarter_words(one)) for one in content.quarters),
            ("later", _("Later")),
        ]
        self.fields["status"].choices = [
            ("", _("All states")),
            ("late", _("Late")),
            *PlanItem.Status.choices,
        ]

    def wanted(self) -> dict:
        """Return what was asked for; what is wrong counts as empty."""
        self.full_clean()
        return {name: one for name, one in self.cleaned_data.items() if one}

    def keeps(self, line: values.Line) -> bool:
        """Whether a line is in the list."""
        wanted = self.wanted_now
        owner = str(line.responsible_id or "none")
        return (
            wanted.get("institution", owner) == owner
            and wanted.get("pillar", line.pillar or "other") == (line.pillar or "other")
            and _in_quarter(line, wanted.get("quarter"))
            and _in_state(line, wanted.get("status"))
        )

    def lines(self, lines) -> tuple[values.Line, ...]:
        """Return the lines that are wanted."""
        self.wanted_now = self.wanted()
        return tuple(one for one in lines if self.keeps(one))

    def active(self, request) -> list[dict]:
        """Return what narrows the list now, each with the address without it."""
        found = []
        for name, value in self.wanted_now.items():
            query = request.GET.copy()
            query.pop(name)
            words = dict(self.fields[name].choices)[value]
            rest = f"?{query.urlencode()}" if query else ""
            found.append({"text": words, "remove_url": request.path + rest})
        return found


def _in_quarter(line: values.Line, wanted: str | None) -> bool:
    if not wanted:
        return True
    try:
        return line.runs_in(read_quarter(wanted))
    except NoQuarter:
        return line.start is None


def _in_state(line: values.Line, wanted: str | None) -> bool:
    if not wanted:
        return True
    return line.late if wanted == "late" else line.status == wanted
