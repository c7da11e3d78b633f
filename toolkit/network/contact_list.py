"""The contact list of a network in the columns of Annex 4, on any day.

Source of the columns: Creating a Generic Model for Migration-Related Data Management
(2005), Annex 4; unit, post, languages and confirmation are added.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.accounts.models import Country, Institution
from toolkit.network.models import FocalPoint, InstitutionProfile
from toolkit.network.network_page import profile_of
from toolkit.network.verifying import is_overdue

#: Heads of the list, as page and files have them.
INSTITUTION = _("Institution")
UNIT = pgettext_lazy("of an institution", "Unit")
POST = _("Post")
# In a context of their own: in some languages a thing and a person have other names,
# and the title of a text is no post. Two heads must never read the same.
NAME = pgettext_lazy("of a person", "Name")
TITLE = pgettext_lazy("of a person", "Title")
ADDRESS = _("Address")
TELEPHONE = _("Telephone")
FAX = _("Fax")
EMAIL = _("E-mail address")
WEBSITE = _("Website")
LANGUAGES = _("Languages")
VERIFIED = _("Verified on")


@dataclass(frozen=True)
class Line:
    """A line of the list: somebody in a post, or an institution without anybody.

    Address and website are the institution's where the person has no own ones.
    """

    institution: Institution
    profile: InstitutionProfile
    row: FocalPoint | None
    verified_on: date | None = None
    overdue: bool = False

    @property
    def unit(self) -> str:
        """Return the name of the unit, or nothing."""
        return str(self.row.unit) if self.row and self.row.unit else ""

    @property
    def address(self) -> str:
        """Return the address in one line, see contact_of."""
        return self._contact("address")

    @property
    def telephone(self) -> str:
        """Return the person's telephone; the office's where nobody is named."""
        return self.row.telephone if self.row else self.profile.telephone

    @property
    def fax(self) -> str:
        """Return the person's fax; the office's where nobody is named."""
        return self.row.fax if self.row else self.profile.fax

    @property
    def email(self) -> str:
        """Return the person's address; the role mailbox where nobody is named."""
        return self.row.email if self.row else self.profile.email

    @property
    def website(self) -> str:
        """Return the website, see contact_of."""
        return self._contact("website")

    def _contact(self, field: str) -> str:
        return contact_of(self.row, self.profile, field)


def contact_of(row: FocalPoint | None, profile: InstitutionProfile, field: str) -> str:
    """Return address or website: the person's own, else the institution's."""
    own = getattr(row, field) if row else ""
    return own or getattr(profile, field)


def lines_of(country: Country, *, on: date | None = None) -> list[Line]:
    """Return the list of a day, today by default; two queries.

    Today's list names the institutions without anybody too; a past day's only who was
    in a post then, because nobody knows which posts were open.
    """
    today = timezone.localdate()
    on = on or today
    order = {kind: place for place, kind in enumerate(Institution.Kind.values)}
    bodies = sorted(
        Institution.objects.filter(country=country).select_related("profile"),
        key=lambda one: (order[one.kind], str(one), one.pk),
    )
    people: dict[int, list[FocalPoint]] = {}
    rows = FocalPoint.objects.current(on).filter(institution__country=country)
    for row in rows.select_related("unit"):
        people.setdefault(row.institution_id, []).append(row)
    found = []
    for body in bodies:
        profile = profile_of(body)
        there = people.get(body.pk, [])
        there.sort(key=lambda row: (row.post != FocalPoint.Post.FOCAL_POINT, row.pk))
        found += [_line(body, profile, row, on) for row in there]
        if not there and body.is_active and on == today:
            found.append(Line(body, profile, None))
    return found


def _line(body: Institution, profile, row: FocalPoint, on: date) -> Line:
    # What was confirmed later was not known on that day.
    known = row.verified_on if row.verified_on and row.verified_on <= on else None
    return Line(body, profile, row, known, is_overdue(known, today=on))
