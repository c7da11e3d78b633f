"""People, countries and roles for tests."""

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory
from i18nfield.strings import LazyI18nString

from lms.accounts.models import (
    Country,
    Institution,
    Invitation,
    Membership,
    Region,
    Role,
    User,
)

PASSWORD = "a quiet street at night"


class NamedFactory(DjangoModelFactory):
    """Something with a name in several languages, given as a dict."""

    class Meta:
        abstract = True

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        return kwargs | {"name": LazyI18nString(kwargs["name"])}


class RegionFactory(NamedFactory):
    """A region; the same one for the same key."""

    key = "central"
    name = factory.LazyAttribute(lambda region: {"en": region.key.title()})

    class Meta:
        model = Region
        django_get_or_create = ["key"]


class CountryFactory(NamedFactory):
    """A country with codes nobody else has."""

    iso2 = factory.Sequence(
        lambda n: (
            "X" + chr(65 + n % 26)
            if n < 26
            else chr(65 + n // 26 % 26) + chr(65 + n % 26)
        )
    )
    iso3 = factory.LazyAttribute(lambda country: country.iso2 + "A")
    name = factory.LazyAttribute(lambda country: {"en": f"Country {country.iso2}"})
    region = factory.SubFactory(RegionFactory)
    working_languages = ["en"]

    class Meta:
        model = Country
        django_get_or_create = ["iso2"]


class InstitutionFactory(NamedFactory):
    """A border service of its own country."""

    country = factory.SubFactory(CountryFactory)
    key = factory.Sequence(lambda n: f"institution-{n}")
    kind = Institution.Kind.BORDER
    name = factory.LazyAttribute(
        lambda body: {"en": body.key.replace("-", " ").title()}
    )

    class Meta:
        model = Institution


class UserFactory(DjangoModelFactory):
    """A person without any role. The password is PASSWORD."""

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    full_name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)

    class Meta:
        model = User
        skip_postgeneration_save = True

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        """Confirm the e-mail address unless verified=False is given."""
        if create and extracted is not False:
            EmailAddress.objects.create(
                user=self, email=self.email, verified=True, primary=True
            )


class MembershipFactory(DjangoModelFactory):
    """A learner's membership of a country."""

    person = factory.SubFactory(UserFactory)
    role = Role.LEARNER
    country = factory.SubFactory(CountryFactory)

    class Meta:
        model = Membership


class InvitationFactory(DjangoModelFactory):
    """An open invitation for a learner, by its country's administrator.

    The token is the digest's source; see lms.accounts.invitations.digest.
    """

    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    full_name = "Invited Person"
    role = Role.LEARNER
    country = factory.SubFactory(CountryFactory)

    class Meta:
        model = Invitation


def make_person(
    role: str | None = None, country: Country | None = None, **fields
) -> User:
    """Return a person with a confirmed address, and a role if one is given."""
    person = UserFactory.create(**fields)
    if role:
        region = None
        MembershipFactory.create(
            person=person, role=role, country=country, region=region
        )
    return person
