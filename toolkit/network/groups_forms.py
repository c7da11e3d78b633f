"""Forms of the working group, its terms of reference and its seats."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from assessments.maturity.round_forms import DayInput, institutions_of
from lms.accounts.models import Institution
from lms.accounts.models.people import NAME_LENGTH
from toolkit.network.models import FocalPoint, GroupMember
from toolkit.network.terms_skeleton import skeleton

#: Longest title and text of a section of the terms, in characters.
TITLE_LENGTH, TEXT_LENGTH = 200, 8000
DAY_ERRORS = {"invalid": _("Write the date like 2027-09-30.")}


def words_input() -> forms.TextInput:
    """Return a line that may be written in any direction."""
    return forms.TextInput(attrs={"dir": "auto"})


class EditNumberForm(forms.Form):
    """A form that knows which version of a row the person has seen."""

    edit_number = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, required=False, initial=0
    )

    def clean_edit_number(self):
        """Return the number, 0 when it is missing."""
        return self.cleaned_data["edit_number"] or 0


class GroupForm(EditNumberForm):
    """Name, decision and secretariat of the working group."""

    name = forms.CharField(
        label=_("Name of the group"),
        max_length=250,
        widget=words_input(),
        error_messages={"required": _("Write the name of the group.")},
    )
    founded_by = forms.CharField(
        label=_("Decision that creates it"),
        help_text=_("Type, number and date, for example Order 214 of 3 March 2027."),
        max_length=250,
        required=False,
        widget=words_input(),
    )
    founded_on = forms.DateField(
        label=_("Founded on"),
        required=False,
        widget=DayInput(),
        error_messages=DAY_ERRORS,
    )
    secretariat = forms.ModelChoiceField(
        Institution.objects.none(),
        label=_("Secretariat"),
        help_text=_("It writes the minutes and keeps the log of decisions."),
        required=False,
        empty_label=_("Not decided yet"),
    )

    def __init__(self, *args, country, **options):
        super().__init__(*args, **options)
        now = self.initial.get("secretariat")
        self.fields["secretariat"].queryset = institutions_and(country, now)

    def clean_founded_on(self):
        """Refuse a day to come."""
        return not_in_future(self.cleaned_data["founded_on"])

    def values(self) -> dict:
        """Return what the services take."""
        names = ("name", "founded_by", "founded_on", "secretariat")
        return {name: self.cleaned_data[name] for name in names}


class FoundForm(GroupForm):
    """The same, and the language in which the terms are drafted."""

    language = forms.ChoiceField(
        label=_("Language of the terms of reference"),
        help_text=_("You get a draft to change, with your country's names in it."),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        there = skeleton().languages
        self.fields["language"].choices = [
            (code, get_language_info(code)["name_local"].capitalize())
            for code, _name in settings.LANGUAGES
            if code in there
        ]
        mine = get_language()
        self.initial.setdefault("language", mine if mine in there else there[0])


class SectionForm(forms.Form):
    """One section of the terms; key: of the skeleton, or "own-3"."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    title = forms.CharField(
        label=_("Title"),
        max_length=TITLE_LENGTH,
        widget=words_input(),
        error_messages={"required": _("Write the title of the section, or remove it.")},
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": _("Write the text of the section, or remove it.")},
    )


class ApproveForm(EditNumberForm):
    """Who approved the terms, and when."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    approved_by = forms.CharField(
        label=_("Approved by"),
        help_text=_("Name and post, for example the deputy minister of the interior."),
        max_length=250,
        widget=words_input(),
        error_messages={"required": _("Write who approved them.")},
    )
    approved_on = forms.DateField(
        label=_("Approved on"),
        widget=DayInput(),
        error_messages=DAY_ERRORS | {"required": _("Write when they were approved.")},
    )

    def clean_approved_on(self):
        """Refuse a day to come."""
        return not_in_future(self.cleaned_data["approved_on"])


class NameForm(EditNumberForm):
    """Who somebody in the group is."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=NAME_LENGTH,
        widget=words_input(),
        error_messages={"required": _("Write the full name.")},
    )
    title = forms.CharField(
        label=pgettext_lazy("of a person", "Title"),
        max_length=200,
        required=False,
        widget=words_input(),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        error_messages={
            "invalid": _("Write the e-mail address like name@institution.org.")
        },
    )
    institution = forms.ModelChoiceField(
        Institution.objects.none(),
        label=_("Institution"),
        required=False,
        empty_label=_("None, for example an observer"),
    )

    def __init__(self, *args, country, **options):
        super().__init__(*args, **options)
        now = self.initial.get("institution")
        self.fields["institution"].queryset = institutions_and(country, now)

    def values(self) -> dict:
        """Return what the services take."""
        names = ("full_name", "title", "email", "institution")
        return {name: self.cleaned_data[name] for name in names}


class ChairMixin:
    """Offers to replace the chair, once the service has said that there is one."""

    def offer_chair(self, refusal, *, name: str) -> None:
        """Show the refusal at the seat, and the way to make this person chair."""
        self.add_error("seat", str(refusal))
        self.fields["replace_chair"].widget = forms.CheckboxInput()
        # What is shown was put together before the form was checked.
        shown = self["replace_chair"]
        names = {"new": name, "old": refusal.chair.full_name}
        shown.label = _("Make %(new)s chair instead of %(old)s") % names
        shown.help_text = _("%(old)s stays in the group as a member.") % names


class MemberForm(ChairMixin, NameForm):
    """Somebody who gets a seat."""

    seat = forms.ChoiceField(
        label=_("Seat"),
        choices=GroupMember.Seat.choices,
        initial=GroupMember.Seat.MEMBER,
    )
    replace_chair = forms.BooleanField(required=False, widget=forms.HiddenInput)
    joined_on = forms.DateField(
        label=_("Since"),
        widget=DayInput(),
        error_messages=DAY_ERRORS | {"required": _("Write since when.")},
    )
    change_note = forms.CharField(
        label=_("Decision that gives the seat"),
        help_text=_("For example the letter of the institution, with number and date."),
        max_length=250,
        required=False,
        widget=words_input(),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial.setdefault("joined_on", timezone.localdate())

    def seat_values(self) -> dict:
        """Return what add_member takes."""
        names = ("seat", "joined_on", "change_note", "replace_chair")
        return self.values() | {name: self.cleaned_data[name] for name in names}


class SeatForm(ChairMixin, EditNumberForm):
    """Another seat for a member, from a day on."""

    seat = forms.ChoiceField(label=_("New seat"), choices=GroupMember.Seat.choices)
    replace_chair = forms.BooleanField(required=False, widget=forms.HiddenInput)
    on = forms.DateField(
        label=_("From"),
        widget=DayInput(),
        error_messages=DAY_ERRORS | {"required": _("Write from when.")},
    )
    note = forms.CharField(
        label=_("Decision of the change"),
        max_length=250,
        required=False,
        widget=words_input(),
    )


class EndForm(EditNumberForm):
    """The end of a seat."""

    on = forms.DateField(
        label=_("Until"),
        help_text=_("From this day the seat is free."),
        widget=DayInput(),
        error_messages=DAY_ERRORS | {"required": _("Write until when.")},
    )
    note = forms.CharField(
        label=_("Decision of the change"),
        max_length=250,
        required=False,
        widget=words_input(),
    )


class FocalPointChoice(forms.ModelMultipleChoiceField):
    """Focal points, named with post and institution."""

    def label_from_instance(self, one: FocalPoint):
        """Return name, institution and post."""
        return _("%(name)s, %(institution)s (%(post)s)") % {
            "name": one.full_name,
            "institution": one.institution,
            "post": one.get_post_display(),
        }


class ProposeForm(forms.Form):
    """Which focal points and deputies get a seat."""

    focal_points = FocalPointChoice(
        FocalPoint.objects.none(),
        label=_("Focal points and deputies"),
        help_text=_("Focal points become members, deputies become alternates."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )
    joined_on = forms.DateField(
        label=_("Since"),
        widget=DayInput(),
        error_messages=DAY_ERRORS | {"required": _("Write since when.")},
    )
    change_note = forms.CharField(
        label=_("Decision that gives the seat"),
        max_length=250,
        required=False,
        widget=words_input(),
    )

    def __init__(self, *args, rows, **options):
        super().__init__(*args, **options)
        field = self.fields["focal_points"]
        field.queryset = rows
        self.initial.setdefault("focal_points", [one.pk for one in rows])
        self.initial.setdefault("joined_on", timezone.localdate())


class DayForm(forms.Form):
    """The day of which the group is shown."""

    on = forms.DateField(
        label=_("As of"), required=False, widget=DayInput(), error_messages=DAY_ERRORS
    )


def institutions_and(country, now: int | None):
    """Return the institutions of a country to choose from, and the one that is chosen
    now: it may have been closed since.
    """
    return institutions_of(country) | Institution.objects.filter(
        country=country, pk=now
    )


def not_in_future(day):
    """Return a day, or raise ValidationError when it is still to come."""
    if day is not None and day > timezone.localdate():
        raise forms.ValidationError(
            _("This day is still to come. Write today or earlier.")
        )
    return day
