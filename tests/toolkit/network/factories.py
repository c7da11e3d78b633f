"""Institutions with units and focal points, a working group and its meetings."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.accounts.factories import (
    CountryFactory,
    InstitutionFactory,
    NamedFactory,
    UserFactory,
)
from toolkit.network.models import (
    Decision,
    FocalPoint,
    GroupMember,
    InstitutionProfile,
    Meeting,
    Participant,
    TermsVersion,
    Unit,
    WorkingGroup,
)


class ProfileFactory(DjangoModelFactory):
    """Contact data of a core institution that produces and uses data."""

    institution = factory.SubFactory(InstitutionFactory)
    address = "1 Lamp Street"
    telephone = "+999 1 100"
    email = factory.Sequence(lambda n: f"office{n}@example.org")

    class Meta:
        model = InstitutionProfile


class UnitFactory(NamedFactory):
    """A unit of an institution."""

    institution = factory.SubFactory(InstitutionFactory)
    name = factory.Sequence(lambda n: {"en": f"Unit {n}"})

    class Meta:
        model = Unit


class FocalPointFactory(DjangoModelFactory):
    """A focal point since a year, never verified, without account or letter."""

    institution = factory.SubFactory(InstitutionFactory)
    full_name = factory.Sequence(lambda n: f"Contact {n}")
    title = "Head of department"
    email = factory.Sequence(lambda n: f"contact{n}@example.org")
    telephone = "+999 1 200"
    started_on = factory.LazyFunction(
        lambda: timezone.localdate() - timedelta(days=365)
    )

    class Meta:
        model = FocalPoint


class WorkingGroupFactory(DjangoModelFactory):
    """A working group without terms of reference."""

    country = factory.SubFactory(CountryFactory)
    name = "Working group on migration data"

    class Meta:
        model = WorkingGroup


class TermsVersionFactory(DjangoModelFactory):
    """Terms of one section, approved this year as version 1."""

    group = factory.SubFactory(WorkingGroupFactory)
    number = 1
    terms = [{"key": "purpose", "title": "Purpose", "text": "To agree figures."}]
    approved_on = date(2026, 2, 1)
    approved_by = "Deputy Minister Lea Brand"
    recorded_by = factory.SubFactory(UserFactory)

    class Meta:
        model = TermsVersion


class GroupMemberFactory(DjangoModelFactory):
    """A member of a working group, from an institution of its country."""

    group = factory.SubFactory(WorkingGroupFactory)
    institution = factory.SubFactory(
        InstitutionFactory, country=factory.SelfAttribute("..group.country")
    )
    full_name = factory.Sequence(lambda n: f"Member {n}")
    email = factory.Sequence(lambda n: f"member{n}@example.org")
    joined_on = date(2026, 1, 15)

    class Meta:
        model = GroupMember


class MeetingFactory(DjangoModelFactory):
    """A meeting of the working group in two weeks, for two hours."""

    country = factory.SubFactory(CountryFactory)
    title = factory.Sequence(lambda n: f"Meeting {n}")
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))
    ends_at = factory.LazyAttribute(
        lambda meeting: meeting.starts_at + timedelta(hours=2)
    )
    place = "Ministry of the Interior, room 12"
    created_by = factory.SubFactory(UserFactory)

    class Meta:
        model = Meeting


class ParticipantFactory(DjangoModelFactory):
    """Somebody invited to a meeting."""

    meeting = factory.SubFactory(MeetingFactory)
    full_name = factory.Sequence(lambda n: f"Guest {n}")
    email = factory.Sequence(lambda n: f"guest{n}@example.org")

    class Meta:
        model = Participant


class DecisionFactory(DjangoModelFactory):
    """An open decision of a meeting, due in a month."""

    meeting = factory.SubFactory(MeetingFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"Decision {n}")
    owner = factory.SubFactory(
        InstitutionFactory, country=factory.SelfAttribute("..meeting.country")
    )
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))

    class Meta:
        model = Decision
