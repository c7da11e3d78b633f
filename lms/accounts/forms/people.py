"""Forms of those who look after a country's people."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.accounts import audit, permissions
from lms.accounts.models import Country, Institution, Membership, User
from lms.accounts.models.memberships import scope_error
from lms.accounts.roles import Role

from .fields import NameField


class PeopleFilter(forms.Form):
    """What narrows the list of people; every field may stay empty."""

    STATES = (
        ("", _("Anybody")),
        ("active", _("With a role now")),
        ("left", _("Without a role now")),
        ("deactivated", _("Account deactivated")),
    )
    q = forms.CharField(label=_("Name or e-mail"), required=False, max_length=200)
    country = forms.ModelChoiceField(
        Country.objects.none(),
        label=_("Country"),
        required=False,
        to_field_name="iso2",
        empty_label=_("All countries"),
    )
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("Any role")), *Role.choices]
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def __init__(self, *args, countries, **options):
        super().__init__(*args, **options)
        self.fields["q"].widget.input_type = "search"
        if len(countries) > 1:
            self.fields["country"].queryset = Country.objects.filter(
                pk__in=[country.pk for country in countries]
            )
        else:
            del self.fields["country"]

    def narrowed(self, people, *, user: User):
        """Return the people that the filter asks for; what is wrong counts as empty.

        Judged by the memberships that user may see: what somebody does in
        another country must not show through a filter either.
        """
        self.full_clean()
        people = people.filter(closed_at__isnull=True)
        wanted = getattr(self, "cleaned_data", {})
        held = Membership.objects.visible_to(user).current()
        country, role, state = (
            wanted.get(name) for name in ("country", "role", "state")
        )
        if country:
            people = people.of_country(country)
            held = held.filter(country=country)
        if wanted.get("q"):
            people = people.search(wanted["q"])
        if role:
            people = people.holding(held.filter(role=role))
        if state == "deactivated":
            people = people.filter(is_active=False)
        elif state == "active":
            people = people.filter(is_active=True).holding(held)
        elif state == "left":
            people = people.filter(is_active=True).not_holding(held)
        return people


class RoleForm(forms.Form):
    """One more role for somebody, at one place.

    Offers only what the person who grants may grant there; a role written
    into the request by hand is no valid choice.
    """

    role = forms.ChoiceField(
        label=_("Role"),
        error_messages={
            "required": _("Choose a role."),
            "invalid_choice": _("You cannot give this role here."),
        },
    )
    institution = forms.ModelChoiceField(
        Institution.objects.none(),
        label=_("Institution"),
        required=False,
        empty_label=_("No institution"),
    )

    def __init__(
        self, *args, by: User, country: Country | None, region=None, **options
    ):
        super().__init__(*args, **options)
        self.by, self.country, self.region = by, country, region
        roles = [
            (role.value, role.label)
            for role in Role
            if permissions.can_grant(by, role, country=country, region=region)
            and not scope_error(role, country=country, region=region, institution=None)
        ]
        self.fields["role"].choices = [("", _("Choose a role")), *roles]
        if country is None:
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = Institution.objects.active().filter(
                country=country
            )

    @property
    def has_roles(self) -> bool:
        """Return whether there is any role to give here."""
        return len(self.fields["role"].choices) > 1

    def scope(self) -> dict:
        """Return the place and institution as the services take them."""
        return {
            "role": self.cleaned_data["role"],
            "country": self.country,
            "region": self.region,
            "institution": self.cleaned_data.get("institution"),
        }


class InviteForm(RoleForm):
    """Whom to invite, as what."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The invitation goes there. Use an address of the institution."),
        error_messages={
            "required": _("Write the e-mail address."),
            "invalid": _("Write the e-mail address like name@institution.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    full_name = NameField(
        label=_("Full name"),
        required=False,
        help_text=_("The person can change it when accepting."),
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=settings.LANGUAGES
    )
    field_order = ("email", "full_name", "role", "institution", "language")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["full_name"].widget.attrs["autocomplete"] = "off"


class ActivityFilter(forms.Form):
    """What narrows the activity log; every field may stay empty."""

    q = forms.CharField(label=_("Name or e-mail"), required=False, max_length=200)
    verb = forms.ChoiceField(label=_("What"), required=False)
    country = forms.ModelChoiceField(
        Country.objects.none(),
        label=_("Country"),
        required=False,
        to_field_name="iso2",
        empty_label=_("All countries"),
    )
    since = forms.DateField(
        label=_("From day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("To day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, countries, **options):
        super().__init__(*args, **options)
        self.fields["verb"].choices = [("", _("Anything")), *audit.verb_choices()]
        if len(countries) > 1:
            self.fields["country"].queryset = Country.objects.filter(
                pk__in=[country.pk for country in countries]
            )
        else:
            del self.fields["country"]

    def narrowed(self, entries):
        """Return the entries that the filter asks for; what is wrong counts as empty."""
        self.full_clean()
        wanted = getattr(self, "cleaned_data", {})
        if wanted.get("q"):
            entries = entries.search(wanted["q"])
        if wanted.get("verb"):
            entries = entries.filter(verb=wanted["verb"])
        if wanted.get("country"):
            entries = entries.filter(country=wanted["country"])
        if wanted.get("since"):
            entries = entries.filter(at__date__gte=wanted["since"])
        if wanted.get("until"):
            entries = entries.filter(at__date__lte=wanted["until"])
        return entries
