"""Words for entries of the activity log."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from lms.accounts import audit
from lms.accounts.roles import Role

register = template.Library()


@register.simple_tag
def verb(entry) -> str:
    """Return what the log calls the entry's verb."""
    return audit.verb_words(entry.verb)


@register.filter
def lines(entry, many=False) -> list[str]:
    """Return the details worth reading, one per line; the network last.

    many: the list holds entries of several countries, so each names its own.
    """
    found = []
    details = entry.details
    if details.get("role"):
        role = dict(Role.choices).get(details["role"], details["role"])
        found.append(_("Role: %(role)s") % {"role": role})
    if many and entry.country_id:
        found.append(str(entry.country))
    if details.get("people") is not None:
        found.append(
            _("People: %(count)s") % {"count": number_format(details["people"])}
        )
    if details.get("mails") is not None:
        found.append(
            _("E-mails: %(count)s") % {"count": number_format(details["mails"])}
        )
    if details.get("reason"):
        found.append(_("Reason: %(reason)s") % {"reason": details["reason"]})
    if entry.address:
        found.append(_("Network: %(address)s") % {"address": entry.address})
    return found
