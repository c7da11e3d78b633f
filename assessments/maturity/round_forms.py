"""Forms of a round: opening it, who answers, until when, and the reason of a step."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.maturity.models import FrameworkVersion, Round
from assessments.maturity.models.lengths import REASON_LENGTH
from lms.accounts.models import Institution, Membership, User
from lms.accounts.models.people import NAME_LENGTH

#: What the core of a national network is made of, as a start; countries edit it.
CORE_KINDS = frozenset(
    {
        Institution.Kind.INTERIOR,
        Institution.Kind.BORDER,
        Institution.Kind.FOREIGN_AFFAIRS,
        Institution.Kind.LABOUR,
        Institution.Kind.MIGRATION,
        Institution.Kind.STATISTICS,
    }
)
#: Days that institutions get to answer, unless the coordinator says otherwise.
DAYS_TO_ANSWER = 21


class DayInput(forms.DateInput):
    """A day, chosen from the browser's calendar."""

    input_type = "date"

    def __init__(self, **options):
        super().__init__(format="%Y-%m-%d", **options)


class FrameworkChoice(forms.ModelChoiceField):
    """A published version, by title and number."""

    def label_from_instance(self, framework):
        """Return title and version."""
        return f"{framework.title} {framework.version}"


def due_field() -> forms.DateField:
    """Return the field of the day by which answers are awaited."""
    return forms.DateField(
        label=_("Answers due on"),
        help_text=_("Three weeks are usual. Those who are late get reminders."),
        widget=DayInput(),
        required=False,
        error_messages={"invalid": _("Write the date like 2027-09-30.")},
    )


class OpenRoundForm(forms.Form):
    """By which framework, for which day, which questions, until when, and who."""

    framework = FrameworkChoice(
        FrameworkVersion.objects.none(), label=_("Framework"), empty_label=None
    )
    reference_date = forms.DateField(
        label=_("Reference date"),
        help_text=_("The answers describe how things are on this day."),
        widget=DayInput(),
        error_messages={
            "required": _("Write the reference date."),
            "invalid": _("Write the date like 2027-06-30."),
        },
    )
    scope = forms.ChoiceField(
        label=_("Questions"), choices=Round.Scope, widget=forms.RadioSelect
    )
    due_on = due_field()
    institutions = forms.ModelMultipleChoiceField(
        Institution.objects.none(),
        label=_("Core institutions"),
        help_text=_(
            "They answer the same questions, each for itself. You can change the "
            "list, and add one that is missing, until answers are closed."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, country, **options):
        super().__init__(*args, **options)
        published = FrameworkVersion.objects.published().newest_first()
        newest = published.called(settings.FRAMEWORK_KEY).first() or published.first()
        self.fields["framework"].queryset = published
        there = institutions_of(country)
        self.fields["institutions"].queryset = there
        today = timezone.localdate()
        self.initial = {
            "framework": newest,
            "reference_date": today,
            "scope": Round.Scope.FULL,
            "due_on": today + timedelta(days=DAYS_TO_ANSWER),
            "institutions": [one.pk for one in there if one.kind in CORE_KINDS],
        } | self.initial

    def clean_due_on(self):
        """Refuse a day that has passed."""
        return _not_passed(self.cleaned_data["due_on"])


class DueForm(forms.Form):
    """Until when answers are awaited."""

    due_on = due_field()


class InstitutionsForm(forms.Form):
    """For each institution of the country: does it answer, and is it core?"""

    CORE, MORE, NO = "core", "more", "no"
    CHOICES = (
        (CORE, _("Answers, core institution")),
        (MORE, _("Answers, not core")),
        (NO, _("Does not answer")),
    )
    #: The list as the person saw it, to tell whether somebody has changed it since.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, round, **options):
        super().__init__(*args, **options)
        rows = {row.institution_id: row for row in round.institutions.all()}
        self.now = ",".join(
            f"{pk}{'+' if row.is_core else '-'}" for pk, row in rows.items()
        )
        self.initial["seen"] = self.now
        self.bodies = {
            f"institution_{one.pk}": one
            for one in (
                institutions_of(round.country)
                | Institution.objects.filter(pk__in=list(rows))
            ).distinct()
        }
        for name, body in self.bodies.items():
            row = rows.get(body.pk)
            self.fields[name] = forms.ChoiceField(
                label=str(body),
                choices=self.CHOICES,
                error_messages={"required": _("Say whether it answers.")},
                initial=self.NO
                if row is None
                else self.CORE
                if row.is_core
                else self.MORE,
            )

    def clean_seen(self):
        """Refuse to write over what somebody else has changed meanwhile."""
        if self.cleaned_data["seen"] != self.now:
            raise forms.ValidationError(
                _(
                    "Somebody else has changed the list while you had the page open. "
                    "Look at it again before you decide."
                )
            )
        return self.now

    def wanted(self) -> list[tuple[Institution, bool]]:
        """Return (institution, is core) of those that answer."""
        return [
            (body, self.cleaned_data[name] == self.CORE)
            for name, body in self.bodies.items()
            if self.cleaned_data[name] != self.NO
        ]


class NewInstitutionForm(forms.Form):
    """An institution that the country's list lacks."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Write the name of the institution.")},
    )
    kind = forms.ChoiceField(
        label=_("What it answers for"),
        choices=[("", _("Choose one")), *Institution.Kind.choices],
        error_messages={"required": _("Choose what it answers for.")},
    )
    is_core = forms.BooleanField(
        label=_("It is a core institution of the network"), required=False, initial=True
    )


class PersonChoice(forms.ModelChoiceField):
    """Somebody of the country, named with the institution."""

    def __init__(self, *args, institutions=None, **options):
        super().__init__(*args, **options)
        self.institutions = institutions or {}

    def label_from_instance(self, person):
        """Return name and institution."""
        return ", ".join(
            filter(None, [person.display_name, self.institutions.get(person.pk)])
        )


class InviteForm(forms.Form):
    """Who is asked to answer: somebody who is here already, or a new address."""

    institution = forms.ModelChoiceField(
        None,
        label=_("Institution"),
        empty_label=_("Choose an institution"),
        error_messages={"required": _("Choose an institution.")},
    )
    person = PersonChoice(
        User.objects.none(),
        label=_("Somebody who has an account"),
        empty_label=_("Nobody of the list"),
        required=False,
    )
    email = forms.EmailField(
        label=_("Or an e-mail address"),
        help_text=_("Who has no account gets an invitation to open one."),
        max_length=254,
        required=False,
        error_messages={
            "invalid": _("Write the e-mail address like name@institution.org.")
        },
    )
    full_name = forms.CharField(
        label=_("Full name"),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=settings.LANGUAGES
    )

    def __init__(self, *args, round, **options):
        super().__init__(*args, **options)
        self.fields["institution"].queryset = round.institutions.select_related(
            "institution"
        )
        field = self.fields["person"]
        field.queryset = people_of(round.country)
        field.institutions = _institutions_of_people(round.country)

    def clean(self):
        """Ask for one of the two."""
        cleaned = super().clean()
        if cleaned.get("person") and cleaned.get("email"):
            self.add_error(
                "email",
                _("Choose somebody of the list, or write an address. Not both."),
            )
        elif not (cleaned.get("person") or cleaned.get("email")) and (
            "email" not in self.errors
        ):
            self.add_error(
                "person", _("Choose somebody of the list, or write an e-mail address.")
            )
        return cleaned

    def asked(self) -> dict:
        """Return what invite_respondent takes beside the institution."""
        person = self.cleaned_data["person"]
        return {
            "email": person.email if person else self.cleaned_data["email"],
            "full_name": self.cleaned_data["full_name"],
            "language": self.cleaned_data["language"],
        }


class MoveForm(forms.Form):
    """The reason of a step, and which step the person has seen."""

    move_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everybody who works on the round will read it."),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args, needs_reason: bool, **options):
        super().__init__(*args, **options)
        if needs_reason:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = _(
                "Write the reason. Everybody who works on the round will read it."
            )


def institutions_of(country):
    """Return the institutions of a country that still exist."""
    return Institution.objects.active().filter(country=country)


def people_of(country):
    """Return who works in the country and can sign in, by name."""
    held = Membership.objects.current().filter(country=country)
    return User.objects.filter(is_active=True, pk__in=held.values("person")).order_by(
        "full_name", "email"
    )


def _institutions_of_people(country) -> dict[int, str]:
    """Return person > name of the institution; one query."""
    rows = (
        Membership.objects.current()
        .filter(country=country, institution__isnull=False)
        .select_related("institution")
    )
    return {row.person_id: str(row.institution) for row in rows}


def _not_passed(day):
    if day is not None and day < timezone.localdate():
        raise forms.ValidationError(_("This day has passed. Choose today or later."))
    return day
