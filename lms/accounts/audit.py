"""Writing the activity log, and the words it is read in.

Every room records through record(). A room names its verbs once, in its
AppConfig.ready(), with name_verbs().
"""

import ipaddress

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import AuditEntry, Country

#: What the log says for each verb; the subject is shown beside it.
VERBS: dict[str, object] = {
    "signed_in": _("signed in"),
    "signed_out": _("signed out"),
    "sign_in_failed": _("failed to sign in"),
    "locked_out": _("was locked out after too many failed sign-ins"),
    "signed_up": _("opened an account"),
    "password_changed": _("changed the password"),
    "email_changed": _("changed the e-mail address"),
    "second_factor_added": _("added a second factor"),
    "second_factor_removed": _("removed a second factor"),
    "profile_changed": _("changed the profile"),
    "invited": _("invited"),
    "invitation_resent": _("sent the invitation again"),
    "invitation_withdrawn": _("withdrew the invitation"),
    "invitation_accepted": _("accepted the invitation"),
    "role_granted": _("gave a role to"),
    "role_ended": _("ended a role of"),
    "person_deactivated": _("deactivated"),
    "person_reactivated": _("reactivated"),
    "people_exported": _("exported the list of people"),
    "activity_exported": _("exported the activity log"),
}


def name_verbs(verbs: dict[str, object]) -> None:
    """Add a room's verbs with their words (lazy translations).

    Raises ValueError when a verb already has other words.
    """
    for verb, words in verbs.items():
        if str(VERBS.setdefault(verb, words)) != str(words):
            raise ValueError(f"The verb {verb} of the activity log is already named.")


def record(
    actor,
    verb: str,
    subject=None,
    *,
    country: Country | None = None,
    address: str = "",
    **details,
) -> AuditEntry:
    """Write one line of the activity log and return it.

    actor is a person, or None when nobody is signed in; subject a saved object
    or a text. Without a country the subject's own, then the actor's is taken.
    Details must be plain values (numbers, texts): no passwords, no answers.
    """
    person = actor if getattr(actor, "pk", None) else None
    if country is None:
        country = getattr(subject, "country", None)
        if not isinstance(country, Country):
            country = person.country if person else None
    saved = isinstance(subject, models.Model)
    return AuditEntry.objects.create(
        actor_id=person.pk if person else None,
        actor_name=str(actor or "")[:254],
        verb=verb,
        subject_kind=subject._meta.label if saved else "",
        subject_id=str(subject.pk) if saved else "",
        subject_name=str("" if subject is None else subject)[:254],
        country=country,
        address=shortened(address),
        details=details,
    )


def shortened(address: str) -> str:
    """Return a network address without the part that names one machine.

    The last of four numbers of IPv4 and the last 80 bits of IPv6 become zero;
    text that is no address becomes empty.
    """
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    bits = 24 if found.version == 4 else 48
    return str(ipaddress.ip_network((found, bits), strict=False).network_address)
