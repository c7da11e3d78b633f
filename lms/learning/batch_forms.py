"""The form that orders certificates for many people."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Country, User
from lms.accounts.roles import Capability
from lms.learning.batches import Order
from lms.learning.certificate_lines import title_line
from lms.learning.contents import names_of, path_translation_key
from lms.learning.models import Attendance, Certificate, Cohort, Completion
from modules.outline import all_outlines, module_outline
from modules.paths import learning_path, learning_paths

LONGEST = 2000  # minutes attended


@dataclass(frozen=True)
class Preview:
    """Whom an order reaches: all that were meant, and those who get a new one."""

    people: list[int]
    new: list[int]


class BatchForm(forms.Form):
    """What is issued, to whom, and what is said on it."""

    what = forms.ChoiceField(
        label=_("Module or learning path"),
        error_messages={"required": _("Choose a module or a path.")},
    )
    kind = forms.ChoiceField(
        label=_("Certificate"),
        choices=Certificate.Kind,
        widget=forms.RadioSelect,
        help_text=_(
            "Achievement: for those who completed it and have no certificate yet. "
            "Participation: for those who took part; no check has to be passed."
        ),
        error_messages={"required": _("Choose a kind of certificate.")},
    )
    whom = forms.ChoiceField(
        label=_("For whom"),
        error_messages={"required": _("Choose a cohort or a country.")},
    )
    completed_by = forms.DateField(
        label=_("Only who completed it on or before"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Write the date like 2027-09-01.")},
    )
    present = forms.BooleanField(
        label=_("Only who was present at a classroom session of this module"),
        required=False,
    )
    minutes = forms.IntegerField(
        label=_("Minutes attended"),
        help_text=_("For participation. The time of the module if you leave it empty."),
        required=False,
        min_value=1,
        max_value=LONGEST,
        widget=forms.NumberInput(attrs={"class": "w-number"}),
    )
    trainer = forms.CharField(
        label=_("Trainer on the certificate"),
        help_text=_(
            "For participation. The trainers of the cohort if you leave it empty."
        ),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        language = get_language() or settings.LANGUAGE_CODE
        self.fields["what"].choices = [("", _("Choose")), *_what_choices(language)]
        self.fields["whom"].choices = [("", _("Choose")), *self._whom_choices()]
        self.fields["language"].choices = [
            ("", _("The language of each person")),
            *settings.LANGUAGES,
        ]

    def _whom_choices(self) -> list[tuple]:
        cohorts = [
            (f"cohort:{one.pk}", one.name)
            for one in Cohort.objects.visible_to(self.by).current()
        ]
        countries = [(f"country:{one.pk}", str(one.name)) for one in self._countries()]
        groups = ((_("Cohorts"), cohorts), (_("Countries"), countries))
        return [(title, choices) for title, choices in groups if choices]

    def _countries(self):
        return Country.objects.where_allowed(self.by, Capability.WITHDRAW_CERTIFICATES)

    def clean(self):
        """Refuse what contradicts itself, beside the field to change."""
        data = super().clean()
        taken_part = data.get("kind") == Certificate.Kind.PARTICIPATION
        if taken_part and data.get("what", "").startswith("path:"):
            self.add_error("what", _("Certificates of participation are for modules."))
        if taken_part and data.get("whom", "").startswith("country:"):
            self.add_error("whom", _("Choose the cohort that took part."))
        return data

    def order(self) -> Order:
        """Return what is to be issued."""
        data = self.cleaned_data
        scope, _colon, key = data["what"].partition(":")
        language = data["language"] or settings.LANGUAGE_CODE
        taken_part = data["kind"] == Certificate.Kind.PARTICIPATION
        return Order(
            what=learning_path(key, language)
            if scope == "path"
            else module_outline(key, language),
            kind=data["kind"],
            language=data["language"],
            trainer=(data["trainer"] or self._trainers()) if taken_part else "",
            minutes=data["minutes"] if taken_part else None,
        )

    def _trainers(self) -> str:
        """Return the names of the trainers of the chosen cohort."""
        return names_of(self.cohort.trainers.all()) if self.cohort else ""

    @cached_property
    def cohort(self) -> Cohort | None:
        """Return the chosen cohort, or None when a country was chosen."""
        scope, _colon, key = self.cleaned_data["whom"].partition(":")
        return Cohort.objects.get(pk=key) if scope == "cohort" else None

    @cached_property
    def country(self) -> Country | None:
        """Return the country that the order belongs to, None for a region's cohort."""
        if self.cohort:
            return self.cohort.country
        return Country.objects.get(pk=self.cleaned_data["whom"].partition(":")[2])

    def preview(self) -> Preview:
        """Return whom the order reaches."""
        order = self.order()
        key = (
            path_translation_key(order.what.key)
            if order.scope == "path"
            else order.what.translation_key
        )
        if self.cohort:
            members = self.cohort.members.current().order_by("pk")
            people = members.values_list("person_id", flat=True)
        else:
            people = (
                User.objects.of_country(self.country)
                .order_by("pk")
                .values_list("pk", flat=True)
            )
        if order.kind == Certificate.Kind.ACHIEVEMENT:
            people = people.filter(**self._completed(order, key))
        elif self.cleaned_data["present"]:
            people = people.filter(**self._present(order))
        people = list(dict.fromkeys(people))
        have = set(
            Certificate.objects.not_replaced()
            .filter(kind=order.kind, translation_key=key)
            .values_list("person_id", flat=True)
        )
        return Preview(people, [one for one in people if one not in have])

    def _completed(self, order: Order, key) -> dict:
        kinds = Completion.Kind
        rows = Completion.objects.filter(
            kind=kinds.PATH if order.scope == "path" else kinds.MODULE,
            translation_key=key,
        )
        if until := self.cleaned_data["completed_by"]:
            rows = rows.filter(at__date__lte=until)
        return {self._person_field: rows.values("person")}

    def _present(self, order: Order) -> dict:
        rows = Attendance.objects.filter(
            session__cohort=self.cohort,
            session__module_key=order.what.key,
            status=Attendance.Status.PRESENT,
        )
        return {self._person_field: rows.values("person")}

    @property
    def _person_field(self) -> str:
        return "person__in" if self.cohort else "pk__in"


def _what_choices(language: str) -> list[tuple]:
    modules = [
        (f"module:{one.key}", _line("module", one))
        for one in all_outlines(language).values()
        if one.is_published
    ]
    paths = [(f"path:{one.key}", one.title) for one in learning_paths(language)]
    groups = ((_("Modules"), modules), (_("Learning paths"), paths))
    return [(title, choices) for title, choices in groups if choices]


def _line(scope: str, one) -> str:
    return title_line(
        {"scope": scope, "module_key": one.key, "module_title": one.title}
    )
