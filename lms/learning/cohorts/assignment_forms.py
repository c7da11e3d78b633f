"""Forms with which modules and paths are given out, and cohorts copied."""

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lms.learning.models import Assignment
from modules.choices import Role as PathRole
from modules.outline import all_outlines

from .forms import DayInput

WHOLE = "cohort"


class DatesForm(forms.Form):
    """When something opens and is due, and what the learner should know about it."""

    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        widget=DayInput(),
        help_text=_("Learners see it on their page and are reminded."),
        error_messages={"invalid": _("Write the date like 2027-09-30.")},
    )
    opens_on = forms.DateField(
        label=_("Opens on"),
        required=False,
        widget=DayInput(),
        help_text=_("The day from which it is meant to be studied."),
        error_messages={"invalid": _("Write the date like 2027-09-01.")},
    )
    note = forms.CharField(
        label=_("Note to the learner"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def clean(self):
        """Refuse what is due before it opens."""
        cleaned = super().clean()
        opens, due = cleaned.get("opens_on"), cleaned.get("due_on")
        if opens and due and due < opens:
            self.add_error(
                "due_on", _("The due date is before the day on which it opens.")
            )
        return cleaned

    def dates(self) -> dict:
        """Return what the services take."""
        return {
            name: self.cleaned_data[name] for name in ("due_on", "opens_on", "note")
        }


class AssignForm(DatesForm):
    """What to give to whom, and by when."""

    what = forms.ChoiceField(
        label=_("Module or learning path"),
        error_messages={"required": _("Choose a module or a learning path.")},
    )
    whom = forms.ChoiceField(
        label=_("For"), error_messages={"required": _("Choose for whom it is.")}
    )
    field_order = ("what", "whom", "due_on", "opens_on", "note")

    def __init__(self, *args, cohort, **options):
        super().__init__(*args, **options)
        self.cohort = cohort
        modules = [
            (
                f"module:{outline.key}",
                _("Module %(key)s: %(title)s")
                % {"key": outline.key, "title": outline.title},
            )
            for outline in all_outlines(get_language()).values()
            if outline.is_published
        ]
        paths = [(f"path:{value}", label) for value, label in PathRole.choices]
        self.fields["what"].choices = [
            ("", _("Choose a module or a learning path")),
            (_("Modules"), modules),
            (_("Learning paths"), paths),
        ]
        members = cohort.members.current().select_related("person")
        self.people = {str(one.person_id): one.person for one in members}
        people = sorted((str(one), key) for key, one in self.people.items())
        self.fields["whom"].choices = [
            (WHOLE, _("The whole cohort")),
            (_("One learner"), [(key, name) for name, key in people]),
        ]

    @property
    def target(self):
        """Return the cohort or the person it is for."""
        whom = self.cleaned_data["whom"]
        return self.cohort if whom == WHOLE else self.people[whom]


def words_for(assignment: Assignment) -> str:
    """Return the module or the path of an assignment in the active language."""
    if assignment.path_role:
        return _("Learning path: %(name)s") % {
            "name": assignment.get_path_role_display()
        }
    outline = all_outlines(get_language()).get(assignment.module_key)
    names = {"key": assignment.module_key, "title": outline.title if outline else ""}
    if outline is None:
        return _("Module %(key)s") % names
    return _("Module %(key)s: %(title)s") % names


class CopyForm(forms.Form):
    """What the copy of a cohort is called, when it begins, who comes along."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Write a name.")},
    )
    starts_on = forms.DateField(
        label=_("First day"),
        widget=DayInput(),
        help_text=_(
            "All dates move by as many days. By whole weeks, weekdays stay the same."
        ),
        error_messages={
            "required": _("Write the first day."),
            "invalid": _("Write the date like 2028-09-01."),
        },
    )
    learners = forms.BooleanField(label=_("The learners come along"), required=False)
