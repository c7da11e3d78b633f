"""What the pages of the network and of one institution show, with few queries."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.accounts.models import Country, Institution
from toolkit.network.models import ContactNote, FocalPoint, InstitutionProfile, Unit
from toolkit.network.people_states import State, states_of
from toolkit.network.permissions import can_keep, own_institutions
from toolkit.network.verifying import is_overdue, quarter_of

Post = FocalPoint.Post


@dataclass
class Person:
    """Somebody in a post, as shown. ``may_confirm``: by the reader of the page."""

    row: FocalPoint
    states: list[State]
    overdue: bool
    may_confirm: bool = False
    may_change: bool = False
    notes: list[ContactNote] = field(default_factory=list)


@dataclass
class Body:
    """An institution as shown: contact data, units, who speaks for it."""

    institution: Institution
    profile: InstitutionProfile
    units: list[Unit]
    people: list[Person]
    may_change: bool = False

    @property
    def has_focal_point(self) -> bool:
        """Return whether a focal point is designated."""
        return any(one.row.post == Post.FOCAL_POINT for one in self.people)

    @property
    def has_deputy(self) -> bool:
        """Return whether a deputy is designated."""
        return any(one.row.post == Post.DEPUTY for one in self.people)


@dataclass(frozen=True)
class Figures:
    """How complete a network is. core: core institutions, of which designated."""

    core: int
    designated: int
    verified: int
    deputies: int
    people: int
    overdue: int


def network_context(user, country: Country) -> dict:
    """Return what the page of the network shows."""
    keeps = can_keep(user, country)
    bodies = bodies_of(country, user=user, keeps=keeps)
    figures = figures_of(bodies)
    active = [one for one in bodies if one.institution.is_active]
    own = [
        person
        for body in active
        if body.institution.pk in own_institutions(user)
        for person in body.people
        if person.overdue
    ]
    return {
        "country": country,
        "keeps": keeps,
        "groups": _grouped(active),
        "closed": [one for one in bodies if not one.institution.is_active],
        "figures": figures,
        "sentence": sentence(figures),
        "facts": _facts(figures),
        "overdue": [
            (body.institution, person)
            for body in active
            for person in body.people
            if person.overdue
        ],
        "own_overdue": own,
    }


def bodies_of(
    country: Country, *, user=None, keeps: bool = False, only: int | None = None
) -> list[Body]:
    """Return the institutions of a country in the order of their kinds.

    only: the id of the one institution that is asked for.
    """
    today = timezone.localdate()
    own = own_institutions(user) if user else set()
    people = FocalPoint.objects.current(today).select_related("unit", "person")
    notes = ContactNote.objects.open()
    asked = {"country": country} if only is None else {"country": country, "pk": only}
    rows = (
        Institution.objects.filter(**asked)
        .select_related("profile", "country")
        .prefetch_related(
            Prefetch("units", Unit.objects.filter(is_active=True)),
            Prefetch(
                "focal_points",
                people.prefetch_related(Prefetch("notes", notes, to_attr="waiting")),
            ),
        )
    )
    order = {kind: place for place, kind in enumerate(Institution.Kind.values)}
    return [
        _body(one, today, keeps=keeps, own=one.pk in own)
        for one in sorted(rows, key=lambda one: (order[one.kind], str(one), one.pk))
    ]


def profile_of(institution: Institution) -> InstitutionProfile:
    """Return the contact data of an institution; empty ones where nobody wrote any."""
    try:
        return institution.profile
    except InstitutionProfile.DoesNotExist:
        return InstitutionProfile(institution=institution)


def figures_of(bodies: list[Body]) -> Figures:
    """Return how complete a network is, of the institutions that are in it."""
    quarter = quarter_of(timezone.localdate())
    active = [one for one in bodies if one.institution.is_active]
    core = [one for one in active if one.profile.is_core]
    points = [
        person.row
        for one in core
        for person in one.people
        if person.row.post == Post.FOCAL_POINT
    ]
    people = [person for one in active for person in one.people]
    return Figures(
        core=len(core),
        designated=len(points),
        verified=sum(
            bool(row.verified_on and row.verified_on >= quarter.first_day)
            for row in points
        ),
        deputies=sum(one.has_deputy for one in core),
        people=len(people),
        overdue=sum(person.overdue for person in people),
    )


def sentence(figures: Figures) -> str:
    """Return the state of a network in a sentence."""
    if not figures.core:
        return _("No core institution is in the network yet.")
    words = ngettext(
        "%(designated)d of %(core)d core institution has a designated focal point, "
        "%(verified)d verified this quarter.",
        "%(designated)d of %(core)d core institutions have a designated focal point, "
        "%(verified)d verified this quarter.",
        figures.core,
    )
    return words % vars(figures)


def history_of(institution: Institution) -> list[FocalPoint]:
    """Return everybody who has ever had a post, the last first."""
    rows = FocalPoint.objects.filter(institution=institution)
    rows = rows.select_related("unit", "person")
    return list(rows.order_by("-started_on", "-pk"))


def _body(one: Institution, today: date, *, keeps: bool, own: bool) -> Body:
    rows = sorted(
        one.focal_points.all(), key=lambda row: (row.post != Post.FOCAL_POINT, row.pk)
    )
    return Body(
        institution=one,
        profile=profile_of(one),
        units=list(one.units.all()),
        people=[_person(row, today, own=own, keeps=keeps) for row in rows],
        may_change=keeps or own,
    )


def _person(row: FocalPoint, today: date, *, own: bool, keeps: bool) -> Person:
    # Who keeps the record is offered the button only where it is wanted.
    done = today if own else quarter_of(today).first_day
    waits = row.verified_on is None or row.verified_on < done
    return Person(
        row=row,
        states=states_of(row, today=today),
        overdue=is_overdue(row.verified_on, today=today),
        may_confirm=(own or keeps) and waits,
        may_change=own or keeps,
        notes=row.waiting if keeps else [],
    )


def _grouped(bodies: list[Body]) -> list[dict]:
    """Return the institutions by kind, kinds without any left out."""
    groups: dict[str, dict] = {}
    for body in bodies:
        kind = body.institution.kind
        words = body.institution.get_kind_display()
        groups.setdefault(kind, {"key": kind, "title": words, "bodies": []})
        groups[kind]["bodies"].append(body)
    return list(groups.values())


def _facts(figures: Figures) -> list[dict]:
    if not (figures.core or figures.people):
        return []
    people = ngettext(
        "of %(count)d person in the list",
        "of %(count)d people in the list",
        figures.people,
    )
    return [
        {
            "label": _("Focal points designated"),
            "value": _of(figures.designated, figures.core),
            "text": _("core institutions"),
        },
        {
            "label": _("Verified this quarter"),
            "value": _of(figures.verified, figures.designated),
            "text": _("focal points of core institutions"),
        },
        {
            "label": _("Deputies designated"),
            "value": _of(figures.deputies, figures.core),
            "text": _("core institutions"),
        },
        {
            "label": _("Overdue"),
            "value": str(figures.overdue),
            "text": people % {"count": figures.people},
        },
    ]


def _of(part: int, whole: int) -> str:
    # Translators: a part and the whole it is of: "6 of 7".
    return _("%(part)d of %(whole)d") % {"part": part, "whole": whole}
