"""Forms of cohorts: the cohort itself, its filter, its members, its links."""

from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.accounts.models import Country, Membership, User
from lms.accounts.roles import Capability, roles_with
from lms.learning.models import LINK_LIMIT, Cohort
from lms.learning.permissions import cohort_places


class DayInput(forms.DateInput):
    """A day, chosen from the browser's calendar."""

    input_type = "date"

    def __init__(self, **options):
        super().__init__(format="%Y-%m-%d", **options)


class PersonChoice(forms.ModelMultipleChoiceField):
    """People to tick, named with their institution."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, person):
        """Return the name and the address: two people may have one name."""
        return f"{person.display_name} · {person.email}"


class CohortForm(forms.Form):
    """What is said of a cohort. The place is chosen when it is made, and stays."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"),
        help_text=_("For example: Statisticians, autumn 2027."),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Write a name.")},
    )
    place = forms.ChoiceField(
        label=_("Country or region"),
        error_messages={"required": _("Choose a country or a region.")},
    )
    starts_on = forms.DateField(
        label=_("First day"),
        widget=DayInput(),
        error_messages={
            "required": _("Write the first day."),
            "invalid": _("Write the date like 2027-09-01."),
        },
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DayInput(),
        error_messages={"invalid": _("Write the date like 2027-12-18.")},
    )
    description = forms.CharField(
        label=_("Description"),
        help_text=_("Learners read it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    trainers = PersonChoice(
        User.objects.none(),
        label=_("Trainers"),
        required=False,
        help_text=_("They see and run this cohort together."),
    )
    prerequisites_bind = forms.BooleanField(
        label=_(
            "Learners take the modules in order: the check of a module opens "
            "after the modules that come before it"
        ),
        required=False,
    )

    def __init__(self, *args, by: User, cohort: Cohort | None = None, **options):
        super().__init__(*args, **options)
        self.by, self.cohort = by, cohort
        if cohort is None:
            trainers = self._offer_places()
        else:
            del self.fields["place"]
            trainers = trainers_of_place(cohort.country, cohort.region)
            trainers |= Q(pk__in=cohort.trainers.values("pk"))
            for name in self.fields:
                self.initial.setdefault(name, getattr(cohort, name))
            self.initial["trainers"] = list(cohort.trainers.all())
        self.fields["trainers"].queryset = User.objects.filter(trainers).order_by(
            "full_name", "email"
        )
        if cohort is None and not by.may(Capability.OVERSEE_COHORTS):
            self.initial.setdefault("trainers", [by])

    def _offer_places(self) -> Q:
        countries, regions = cohort_places(self.by)
        self.places = {f"country:{one.iso2}": one for one in countries}
        self.places |= {f"region:{one.key}": one for one in regions}
        choices = [(key, self._place_words(one)) for key, one in self.places.items()]
        choices.sort(key=lambda choice: choice[1])
        if len(choices) == 1:
            self.initial["place"] = choices[0][0]
            self.fields["place"].widget = forms.HiddenInput()
        else:
            choices = [("", _("Choose a country or a region")), *choices]
        self.fields["place"].choices = choices
        return possible_trainers(countries, regions)

    @staticmethod
    def _place_words(place) -> str:
        if isinstance(place, Country):
            return str(place)
        return _("Region: %(name)s") % {"name": place}

    def clean(self):
        """Refuse an end before the start, and trainers of somewhere else."""
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day is before the first day."))
        place = self._place(cleaned)
        if place is not None and cleaned.get("trainers"):
            inside = User.objects.filter(trainers_of_place(**place))
            known = set(inside.values_list("pk", flat=True)) | {
                person.pk for person in self.initial.get("trainers", []) if self.cohort
            }
            for person in cleaned["trainers"]:
                if person.pk not in known:
                    words = _("%(name)s is no trainer in this place.")
                    self.add_error("trainers", words % {"name": person})
        return cleaned

    def _place(self, cleaned) -> dict | None:
        if self.cohort is not None:
            return {"country": self.cohort.country, "region": self.cohort.region}
        found = self.places.get(cleaned.get("place"))
        if found is None:
            return None
        country = isinstance(found, Country)
        return {
            "country": found if country else None,
            "region": None if country else found,
        }

    def values(self) -> dict:
        """Return what the services take."""
        found = {
            name: value for name, value in self.cleaned_data.items() if name != "place"
        } | {"trainers": list(self.cleaned_data["trainers"])}
        return found if self.cohort else found | self._place(self.cleaned_data)


def possible_trainers(countries, regions) -> Q:
    """Return the condition "may run cohorts in one of these places, and can sign in"."""
    there = Q(country__in=countries) | Q(country__region__in=regions)
    held = Membership.objects.current().filter(
        there | Q(region__in=regions), role__in=roles_with(Capability.RUN_COHORTS)
    )
    return Q(is_active=True, pk__in=held.values("person"))


def trainers_of_place(country, region) -> Q:
    """Return the condition for the one place of a cohort."""
    return possible_trainers([country] if country else [], [region] if region else [])


class CohortFilter(forms.Form):
    """What narrows the list of cohorts."""

    STATES = (
        ("", _("Running and coming")),
        ("archived", _("Archived")),
        ("all", _("All")),
    )
    q = forms.CharField(label=_("Name"), required=False, max_length=120)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["q"].widget.input_type = "search"

    def narrowed(self, cohorts):
        """Return the cohorts asked for; what is wrong counts as empty."""
        self.full_clean()
        wanted = getattr(self, "cleaned_data", {})
        state = wanted.get("state")
        if state == "archived":
            cohorts = cohorts.archived()
        elif state != "all":
            cohorts = cohorts.current()
        return cohorts.search(wanted.get("q", ""))


class LinkForm(forms.Form):
    """How many people an invitation link lets in, and until when."""

    limit = forms.IntegerField(
        label=_("How many people"),
        min_value=1,
        max_value=LINK_LIMIT,
        initial=30,
        error_messages={
            "required": _("Write how many people the link is for."),
            "invalid": _("Write a whole number, for example 30."),
            "min_value": _("Write a number from 1 to 2000."),
            "max_value": _("Write a number from 1 to 2000."),
        },
    )
    last_day = forms.DateField(
        label=_("Works until the end of"),
        widget=DayInput(),
        error_messages={
            "required": _("Write the last day."),
            "invalid": _("Write the date like 2027-09-30."),
        },
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["last_day"].initial = timezone.localdate() + timedelta(days=14)

    def clean_last_day(self):
        """Refuse a day that has passed, and one that is more than a year away."""
        day = self.cleaned_data["last_day"]
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError(
                _("This day has passed. Choose today or later.")
            )
        if day > today + timedelta(days=366):
            raise forms.ValidationError(_("Choose a day within a year."))
        return day


class MemberFilter(forms.Form):
    """What narrows the list of a cohort's learners."""

    STATES = (("", _("Learning now")), ("left", _("Have left")))
    q = forms.CharField(label=_("Name or e-mail"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["q"].widget.input_type = "search"

    @property
    def shows_left(self) -> bool:
        """Return whether those who have left are asked for."""
        return getattr(self, "cleaned_data", {}).get("state") == "left"

    def narrowed(self, members):
        """Return the members asked for; what is wrong counts as empty."""
        self.full_clean()
        members = members.former() if self.shows_left else members.current()
        return members.search(self.cleaned_data.get("q", ""))


class PersonSearch(forms.Form):
    """Whom to look for among the people of a country."""

    q = forms.CharField(
        label=_("Name or e-mail"),
        help_text=_("At least 3 letters of a name, or of an e-mail address."),
        min_length=3,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto"}),
        error_messages={
            "required": _("Write at least 3 letters."),
            "min_length": _("Write at least 3 letters."),
        },
    )

    def narrowed(self, people):
        """Return the people with all the words in name or address."""
        return people.search(self.cleaned_data["q"]).order_by("full_name", "email")


class CountryForm(forms.Form):
    """Of which country somebody becomes a learner; asked only where it is open."""

    country_code = forms.ChoiceField(
        label=_("Your country"),
        error_messages={"required": _("Choose your country.")},
    )

    def __init__(self, *args, countries, **options):
        super().__init__(*args, **options)
        self.countries = {country.iso2: country for country in countries}
        if len(countries) > 1:
            self.fields["country_code"].choices = [
                ("", _("Choose your country")),
                *((code, str(one)) for code, one in self.countries.items()),
            ]
        else:
            del self.fields["country_code"]

    @property
    def country(self):
        """Return the country chosen, the only one there is, or None."""
        if "country_code" in self.fields:
            return self.countries.get(self.cleaned_data["country_code"])
        return next(iter(self.countries.values()), None)


class JoinForm(CountryForm):
    """Where to send the way into a cohort."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Use an address of your institution."),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write the e-mail address like name@institution.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("email", "country_code")
