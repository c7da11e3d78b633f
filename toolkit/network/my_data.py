"""What this room holds about a person, and what becomes of it at closing.

Posts and seats belong to the country's record; at closing the name and the address
leave them. The other rows only name who wrote them.
"""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.my_data import exempt, register
from lms.accounts.my_data.closed import addresses_of, closed_email, closed_name
from toolkit.network.models import FocalPoint, GroupMember, Participant


def _mine(person) -> Q:
    return Q(person=person) | Q(email__in=addresses_of(person))


def _posts(person):
    return FocalPoint.objects.filter(_mine(person)).select_related("institution")


def _letters(person):
    """Give the person the letters of designation."""
    for row in _posts(person):
        if row.letter and row.letter.storage.exists(row.letter.name):
            with row.letter.open("rb") as letter:
                yield f"designation-{row.pk}/{row.letter_name}", letter.read()


def _leave_posts(person, wishes) -> None:
    """End current posts; name, address and numbers out of all of them."""
    found = FocalPoint.objects.filter(pk__in=[row.pk for row in _posts(person)])
    today = timezone.localdate()
    found.filter(ended_on=None, started_on__lte=today).update(ended_on=today)
    # Designated for a day to come: it never began.
    found.filter(ended_on=None).update(started_on=today, ended_on=today)
    found.update(
        email=closed_email(person),
        full_name=closed_name(person),
        title="",
        telephone="",
        fax="",
        languages="",
        address="",
        website="",
    )


def _seats(person):
    rows = GroupMember.objects.filter(_mine(person))
    return rows.select_related("group", "institution")


def _leave_seats(person, wishes) -> None:
    found = GroupMember.objects.filter(pk__in=[row.pk for row in _seats(person)])
    found.update(email=closed_email(person), full_name=closed_name(person))


def _attended(person):
    rows = Participant.objects.filter(_mine(person))
    return rows.select_related("meeting", "institution")


def _leave_meetings(person, wishes) -> None:
    # One at a time: a person may stand in the list of a meeting only once.
    for row in _attended(person):
        row.email, row.full_name = closed_email(person), closed_name(person)
        row.save(update_fields=["email", "full_name"])


def register_all() -> None:
    """Say what this room holds."""
    register(
        "focal_points",
        title=_("Institutions you are or were a focal point of"),
        about=_(
            "Your contact data in the list of your country's network. Those who "
            "read the record of your country see it."
        ),
        kept=_(
            "As long as the country keeps its record. When you close the account, "
            "without your name, address and numbers; the letter of designation is "
            "the institution's and stays."
        ),
        relations=("network.FocalPoint.person",),
        labels={
            "institution": _("institution"),
            "unit": _("unit"),
            "post": _("post"),
            "full_name": _("full name"),
            "title": _("title"),
            "telephone": _("telephone"),
            "email": _("e-mail address"),
            "languages": _("languages"),
            "started_on": _("designated on"),
            "valid_until": _("valid until"),
            "ended_on": _("ended on"),
            "nominated_by": _("nominated by"),
            "verified_on": _("verified on"),
        },
        rows=_posts,
        anonymise=_leave_posts,
        files=_letters,
    )
    register(
        "group_seats",
        title=_("Your seats in a working group"),
        about=_(
            "What you are or were in your country's working group. Those who read "
            "the record of your country see it."
        ),
        kept=_(
            "As long as the country keeps its record. When you close the account, "
            "without your name and address."
        ),
        relations=("network.GroupMember.person",),
        labels={
            "group": _("working group"),
            "institution": _("institution"),
            "seat": _("seat"),
            "full_name": _("full name"),
            "email": _("e-mail address"),
        },
        rows=_seats,
        anonymise=_leave_seats,
    )
    register(
        "meetings",
        title=_("Meetings you were invited to"),
        about=_(
            "Invitations to meetings and whether you came. Those who read the "
            "record of your country see it."
        ),
        kept=_(
            "As long as the country keeps its record. When you close the account, "
            "without your name and address."
        ),
        relations=("network.Participant.person",),
        labels={
            "meeting": _("meeting"),
            "institution": _("institution"),
            "full_name": _("full name"),
            "email": _("e-mail address"),
            "invited_at": _("invited"),
            "attendance": _("attendance"),
        },
        rows=_attended,
        anonymise=_leave_meetings,
    )
    exempt(
        "Names who wrote, confirmed or decided for an institution or a country; "
        "then a closed account.",
        "network.ContactImport.made_by",
        "network.ContactNote.done_by",
        "network.DecisionFollowUp.by",
        "network.FocalPoint.verified_by",
        "network.Meeting.created_by",
        "network.PublicItem.made_public_by",
        "network.TermsVersion.recorded_by",
    )
