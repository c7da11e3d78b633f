"""The page of roles: who leads and who supports, with their focal points."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from assessments.maturity.showing import language_of_page
from assessments.questions.languages import pick
from lms.accounts.models import Institution
from toolkit.plans.models import Plan
from toolkit.plans.plan_reading import focal_points_of
from toolkit.plans.roles import COLLECTIVE


class RolesForm(forms.Form):
    """For each role of the library the institution that leads, and others."""

    edit_number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, plan: Plan, **options):
        super().__init__(*args, **options)
        self.plan, self.library = plan, plan.library.library()
        self.bodies = {
            one.pk: one
            for one in plan.country.institutions.order_by("kind", "key")
            if one.is_active
        }
        self.initial = {"edit_number": plan.edit_number}
        choices = [(pk, str(one)) for pk, one in self.bodies.items()]
        for role, name in self.library.roles.items():
            taken = [pk for pk in plan.roles.get(role, ()) if pk in self.bodies]
            words = pick(name, language_of_page())
            self.fields[f"{role}-leads"] = forms.TypedChoiceField(
                label=_("%(role)s: who leads") % {"role": words},
                choices=[("", _("Nobody yet")), *choices],
                coerce=int,
                required=False,
                empty_value=None,
            )
            self.initial[f"{role}-leads"] = taken[0] if taken else ""
            if role in COLLECTIVE:
                self.fields[f"{role}-others"] = forms.TypedMultipleChoiceField(
                    label=_("%(role)s: who supports") % {"role": words},
                    choices=choices,
                    coerce=int,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )
                self.initial[f"{role}-others"] = taken[1:]

    def cleaned(self) -> dict:
        """Return what set_roles takes."""
        found = {}
        for role in self.library.roles:
            leads = self.cleaned_data.get(f"{role}-leads")
            others = self.cleaned_data.get(f"{role}-others") or ()
            if leads:
                found[role] = [leads, *(one for one in others if one != leads)]
        return {"roles": found, "edit_number": self.cleaned_data["edit_number"]}

    def renew(self, plan: Plan) -> None:
        """Look at the plan as it is now, so that what was typed can be saved again."""
        self.data = self.data.copy()
        self.data["edit_number"] = plan.edit_number


@dataclass(frozen=True)
class RoleRow:
    """A role with its fields, how many lines it leads, and a warning."""

    name: str
    leads: forms.BoundField
    others: forms.BoundField | None
    lines: int
    problem: str
    people: str


def roles_context(plan: Plan, form: RolesForm) -> dict:
    """What the page shows; roles that lead lines come first."""
    items = plan.items.kept().values_list("responsible_role", flat=True)
    counts: dict[str, int] = {}
    for role in items:
        counts[role] = counts.get(role, 0) + 1
    people = focal_points_of(form.bodies)
    gone = _gone(plan, form)
    rows = []
    for role, name in form.library.roles.items():
        leader = form[f"{role}-leads"].value()
        pk = int(leader) if str(leader or "").isdecimal() else None
        rows.append(
            RoleRow(
                name=pick(name, language_of_page()),
                leads=form[f"{role}-leads"],
                others=form[f"{role}-others"] if role in COLLECTIVE else None,
                lines=counts.get(role, 0),
                problem=_problem(role, counts, pk, gone),
                people=_(", ").join(people.get(pk, ())),
            )
        )
    rows.sort(key=lambda one: -bool(one.lines))
    return {"form": form, "rows": rows, "bodies": len(form.bodies)}


def _gone(plan: Plan, form: RolesForm) -> dict[str, str]:
    """Return role > name of an institution that led it and left the network."""
    left = {
        role: ids[0]
        for role, ids in plan.roles.items()
        if ids and ids[0] not in form.bodies
    }
    names = {
        one.pk: str(one) for one in Institution.objects.filter(pk__in=left.values())
    }
    return {role: names.get(pk, "") for role, pk in left.items()}


def _problem(role: str, counts, leader: int | None, gone) -> str:
    if leader:
        return ""
    if role in gone:
        return _("%(institution)s has left the network. Choose another one.") % {
            "institution": gone[role]
        }
    return _("Nobody takes this role yet.") if counts.get(role) else ""
