"""Which rows of this room somebody may see, and other named selections.

Every model has visible_to(user); what it does not name is not seen. Nothing
here writes.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lms.accounts.roles import Capability

NOTHING = Q(pk__in=[])


class CountryQuerySet(models.QuerySet):
    """Countries."""

    def visible_to(self, user) -> models.QuerySet:
        """Return the countries whose people this person may see and manage."""
        return self.where_allowed(user, Capability.MANAGE_PEOPLE)

    def where_allowed(self, user, capability: str) -> models.QuerySet:
        """Return the countries in which this person may do something."""
        return self.filter(scope_of(user, "", capability))

    def real(self) -> models.QuerySet:
        """Return the countries that were not invented for the demonstration."""
        return self.filter(is_demo=False)


class InstitutionQuerySet(models.QuerySet):
    """Institutions."""

    def visible_to(self, user) -> models.QuerySet:
        """Return the institutions of the countries this person may invite into."""
        return self.filter(scope_of(user, "country__", Capability.INVITE))

    def active(self) -> models.QuerySet:
        """Return the institutions that still exist."""
        return self.filter(is_active=True)


class UserQuerySet(models.QuerySet):
    """People."""

    def visible_to(self, user) -> models.QuerySet:
        """Return the people this person manages, and always the person alone.

        Somebody belongs to a country through a membership there, current or
        ended: those who left stay in the list as such. People without any
        country are seen only by those who manage people everywhere.
        """
        if not user.is_authenticated:
            return self.none()
        if user.may_everywhere(Capability.MANAGE_PEOPLE):
            return self.all()
        inside = self._memberships().filter(placed(user, Capability.MANAGE_PEOPLE))
        return self.filter(Q(pk__in=inside.values("person")) | Q(pk=user.pk))

    def of_country(self, country) -> models.QuerySet:
        """Return the people with a membership, current or ended, in a country."""
        inside = self._memberships().filter(country=country)
        return self.filter(pk__in=inside.values("person"))

    def with_current_role(self, role, country=None) -> models.QuerySet:
        """Return the people who hold this role now, in a country if one is given."""
        held = self._memberships().current().filter(role=role)
        if country is not None:
            held = held.filter(country=country)
        return self.filter(pk__in=held.values("person"))

    def holding(self, memberships) -> models.QuerySet:
        """Return the people who have one of these memberships."""
        return self.filter(pk__in=memberships.values("person"))

    def not_holding(self, memberships) -> models.QuerySet:
        """Return the people who have none of these memberships."""
        return self.exclude(pk__in=memberships.values("person"))

    def search(self, text: str) -> models.QuerySet:
        """Return the people in whose name, in either script, or e-mail each word is.

        SQLite ignores case for Latin letters only, so the usual ways to write
        a name are tried one by one.
        """
        return self.filter(each_word(text, "email", "full_name", "latin_name"))

    def _memberships(self):
        return self.model._meta.get_field("memberships").related_model.objects.all()


class MembershipQuerySet(models.QuerySet):
    """Memberships."""

    def current(self) -> models.QuerySet:
        """Return the memberships that have not ended."""
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user) -> models.QuerySet:
        """Return the memberships where this person manages people, and own ones."""
        if not user.is_authenticated:
            return self.none()
        if user.may_everywhere(Capability.MANAGE_PEOPLE):
            return self.all()
        return self.filter(placed(user, Capability.MANAGE_PEOPLE) | Q(person=user))


class InvitationQuerySet(models.QuerySet):
    """Invitations."""

    def pending(self) -> models.QuerySet:
        """Return those neither accepted nor withdrawn, run out or not."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def open(self, at=None) -> models.QuerySet:
        """Return those that can be accepted at a time (now by default)."""
        return self.pending().filter(expires_at__gt=at or timezone.now())

    def visible_to(self, user) -> models.QuerySet:
        """Return the invitations into places this person may invite into."""
        if not user.is_authenticated:
            return self.none()
        if user.may_everywhere(Capability.INVITE):
            return self.all()
        return self.filter(placed(user, Capability.INVITE))


class AuditEntryQuerySet(models.QuerySet):
    """Entries of the activity log."""

    def visible_to(self, user) -> models.QuerySet:
        """Return the entries of countries whose activity log this person may read."""
        if not user.is_authenticated:
            return self.none()
        if user.may_everywhere(Capability.VIEW_ACTIVITY_LOG):
            return self.all()
        return self.filter(scope_of(user, "country__", Capability.VIEW_ACTIVITY_LOG))

    def search(self, text: str) -> models.QuerySet:
        """Return the entries in whose person or subject, by name or address, each word is."""
        return self.filter(
            each_word(text, "actor_name", "subject_name", "actor__email")
        )

    def of_person(self, person) -> models.QuerySet:
        """Return what a person did and what was done about that person."""
        about = Q(subject_kind=person._meta.label, subject_id=str(person.pk))
        return self.filter(Q(actor=person) | about)

    def about(self, obj) -> models.QuerySet:
        """Return the entries about one object."""
        return self.filter(subject_kind=obj._meta.label, subject_id=str(obj.pk))


class DataExportQuerySet(models.QuerySet):
    """Archives of people's data."""

    def visible_to(self, user) -> models.QuerySet:
        """Return the person's own archives: nobody else takes them."""
        return self.filter(person=user) if user.is_authenticated else self.none()

    def asked_before(self, moment) -> models.QuerySet:
        """Return those asked for before a time."""
        return self.filter(asked_at__lt=moment)


class OutgoingMailQuerySet(models.QuerySet):
    """E-mails of the outbox."""

    def visible_to(self, user) -> models.QuerySet:
        """Return the e-mails of the countries whose people this person manages.

        Those of no country (a registration, a region) only for those who manage
        people everywhere.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(scope_of(user, "country__", Capability.MANAGE_PEOPLE))

    def waiting(self) -> models.QuerySet:
        """Return those that have not left and will be tried again."""
        return self.filter(state="waiting")

    def due(self, at=None) -> models.QuerySet:
        """Return those to try at a time (now by default), the longest due first."""
        at = at or timezone.now()
        return self.waiting().filter(next_try_at__lte=at).order_by("next_try_at", "pk")

    def open(self) -> models.QuerySet:
        """Return those that have not left: waiting, or not sent after many tries."""
        return self.filter(state__in=("waiting", "given_up"))

    def troubled(self, before) -> models.QuerySet:
        """Return those given up, and those that wait since before a time."""
        return self.filter(
            Q(state="given_up") | Q(state="waiting", created_at__lt=before)
        )

    def held_up_by_server(self) -> models.QuerySet:
        """Return those that wait because the mail server did not work."""
        return self.waiting().filter(problem__in=("server", "login"))

    def about(self, person) -> models.QuerySet:
        """Return those to a person: to the account, or to its address."""
        return self.filter(Q(person=person) | Q(recipient=person.email))


def scope_of(user, prefix: str = "", capability: str = Capability.MANAGE_PEOPLE) -> Q:
    """Return the condition "in a country where this person may do that".

    prefix leads from the model to its country ("country__"). Rows without a
    country are within reach only of those who may do it everywhere.
    """
    if not user.is_authenticated:
        return NOTHING
    if user.may_everywhere(capability):
        return Q()
    countries, regions = _places(user, capability)
    condition = NOTHING
    if countries:
        condition |= Q(**{f"{prefix}pk__in": countries})
    if regions:
        condition |= Q(**{f"{prefix}region__in": regions})
    return condition


def each_word(text: str, *fields: str) -> Q:
    """Return the condition that each word of a text is in one of the fields.

    At most ten words; the usual ways to write a name, for SQLite's sake.
    """
    condition = Q()
    for word in text.split()[:10]:
        match = NOTHING
        for spelling in sorted({word, word.lower(), word.upper(), word.title()}):
            for field in fields:
                match |= Q(**{f"{field}__icontains": spelling})
        condition &= match
    return condition


def placed(user, capability: str, prefix: str = "") -> Q:
    """Return the same condition for rows that carry a country or a region.

    prefix leads from the model to the row that carries them.
    """
    condition = scope_of(user, f"{prefix}country__", capability)
    regions = _places(user, capability)[1]
    return condition | Q(**{f"{prefix}region__in": regions}) if regions else condition


def _places(user, capability: str) -> tuple[list[int], list[int]]:
    """Return the ids of the countries and regions where something is allowed."""
    held = user.scopes(capability)
    return (
        [membership.country_id for membership in held if membership.country_id],
        [membership.region_id for membership in held if membership.region_id],
    )
