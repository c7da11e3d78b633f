"""What stands in the place of a person who has closed the account."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override


def addresses_of(person) -> list[str]:
    """Return the address to sign in with, and other confirmed ones, in small letters."""
    others = EmailAddress.objects.filter(user=person, verified=True)
    found = {person.email, *others.values_list("email", flat=True)}
    return sorted(address.lower() for address in found)


def closed_name(person) -> str:
    """Return "Closed account 17", in the language of the platform.

    The number only tells closed accounts apart.
    """
    with override(settings.LANGUAGE_CODE):
        return _("Closed account %(number)s") % {"number": person.pk}


def closed_email(person) -> str:
    """Return an address that no mail can reach (RFC 2606) and nobody else has."""
    return f"closed-{person.pk}@account.invalid"
