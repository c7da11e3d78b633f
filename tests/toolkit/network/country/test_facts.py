"""What the network says about questions: whole sentences with the right figures."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import resolve
from django.utils.translation import override

from assessments.maturity.facts import facts_for
from lms.accounts.models import Institution, Role
from lms.learning.models import Completion
from tests.accounts.factories import (
    CountryFactory,
    InstitutionFactory,
    MembershipFactory,
    UserFactory,
)
from tests.toolkit.network.factories import (
    DecisionFactory,
    FocalPointFactory,
    GroupMemberFactory,
    MeetingFactory,
    ProfileFactory,
    WorkingGroupFactory,
)
from toolkit.network.models import Decision, DecisionFollowUp, FocalPoint, PublicItem

pytestmark = pytest.mark.django_db
TODAY = date(2027, 8, 20)
Kind = Institution.Kind


@pytest.fixture
def country():
    return CountryFactory(iso2="XA", iso3="XAA")


def core(country, kind=Kind.OTHER, **fields):
    """A core institution of the country."""
    one = InstitutionFactory(country=country, kind=kind)
    ProfileFactory(institution=one, **fields)
    return one


def point(institution, **fields):
    """A focal point since the beginning of the year before."""
    return FocalPointFactory(
        institution=institution, **{"started_on": date(2026, 1, 5)} | fields
    )


def held(country, day, **fields):
    """A meeting held on a day at ten."""
    start = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    return MeetingFactory(
        country=country,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        **{"state": "held", "minutes": "Agreed."} | fields,
    )


def said(country, question) -> list[str]:
    """The sentences about a question."""
    return [one.text for one in facts_for(country, question, today=TODAY)]


@pytest.mark.parametrize(
    "question", ["A2", "B1", "B2", "B3", "B4", "B5", "H3", "I3", "I5", "J5"]
)
def test_nothing_is_said_of_an_empty_record(country, question):
    core(country)
    assert said(country, question) == []


class TestFocalPoints:
    def test_how_many_are_designated_and_verified_this_quarter(self, country):
        institutions = [core(country) for _ in range(7)]
        for number, one in enumerate(institutions[:6]):
            verified = date(2027, 7, 1) if number else date(2027, 6, 30)
            point(one, verified_on=verified, nominated_by=f"Letter {number}")
        point(institutions[0], post=FocalPoint.Post.DEPUTY)
        assert said(country, "B1") == [
            "6 of 7 core institutions have a designated focal point; verified this "
            "quarter: 5.",
            "1 of 7 core institutions have a deputy to their focal point.",
            "6 of 6 focal points are designated in writing.",
        ]

    def test_others_than_core_institutions_are_not_counted(self, country):
        point(core(country))
        point(core(country, is_core=False))
        closed = core(country)
        closed.is_active = False
        closed.save()
        point(closed)
        assert said(country, "B1")[0].startswith("1 of 1 core institution has a")

    def test_an_institution_without_contact_data_is_core(self, country):
        point(InstitutionFactory(country=country))
        assert said(country, "B1")[0].startswith("1 of 1 core institution has")

    def test_who_has_left_counts_for_the_handover_only(self, country):
        one = core(country)
        point(one, ended_on=date(2027, 2, 1), handover_note="The list is in room 12.")
        point(one, started_on=date(2027, 2, 1), ended_on=TODAY)
        texts = said(country, "B1")
        assert texts[0].startswith("0 of 1 core institution")
        assert texts[-1] == (
            "2 focal points and deputies have left their post since the list began; "
            "handover notes that are kept: 1."
        )

    def test_another_country_is_not_counted(self, country):
        point(core(country))
        point(core(CountryFactory()))
        assert said(country, "B1")[0].startswith("1 of 1 ")

    def test_it_names_its_source_with_page_and_day(self, country):
        point(core(country))
        (fact, *_more) = facts_for(country, "B1", today=TODAY)
        assert (fact.source, fact.as_of) == ("Network contact list", TODAY)
        assert resolve(fact.url).view_name == "network:network"


class TestGroup:
    def test_its_beginning_secretariat_terms_and_members(self, country):
        first, second, _third = (core(country) for _ in range(3))
        group = WorkingGroupFactory(
            country=country,
            founded_on=date(2026, 3, 3),
            founded_by="Order 214.",
            secretariat=first,
            terms_version=2,
            approved_on=date(2027, 1, 12),
            approved_by="A. Person, deputy minister",
        )
        for one in (first, first, second):
            GroupMemberFactory(group=group, institution=one)
        GroupMemberFactory(group=group, institution=None)
        GroupMemberFactory(group=group, left_on=date(2027, 1, 1))
        created = "The working group was created on 3 March 2026 by Order 214."
        leads = f"{first} is the secretariat of the working group."
        terms = (
            "Version 2 of the terms of reference of the working group was approved on "
            "12 January 2027 by A. Person, deputy minister."
        )
        # The institution of the seat that has ended stands in the network as well.
        seats = "2 of 4 core institutions have a seat in the working group."
        assert said(country, "A2") == [created, leads, terms]
        assert said(country, "B2") == [leads, terms]
        assert said(country, "B3") == [created, terms, seats]

    def test_a_draft_of_the_terms_says_nothing(self, country):
        WorkingGroupFactory(country=country, terms=[{"key": "purpose", "text": "x"}])
        assert said(country, "B3") == []


class TestMeetings:
    def test_how_often_the_group_met_in_a_year(self, country):
        held(country, TODAY)
        held(country, TODAY - timedelta(days=364), minutes=" ")
        held(country, TODAY - timedelta(days=365))
        held(country, TODAY + timedelta(days=1))
        held(country, date(2027, 3, 1), state="planned")
        assert said(country, "B3") == [
            "The working group held 2 meetings in the last 12 months; with minutes: 1."
        ]

    def test_visits_and_regional_workshops_are_said_elsewhere(self, country):
        held(country, date(2027, 3, 1), kind="visit")
        words = (
            "1 national visit or regional workshop was held in the last 12 months; "
            "with minutes: 1."
        )
        assert said(country, "I5") == said(country, "J5") == [words]
        assert said(country, "B3") == []


class TestDecisions:
    def test_what_became_of_them(self, country):
        meeting = held(country, date(2027, 1, 20))
        rows = [
            DecisionFactory(meeting=meeting, due_on=date(2027, 4, number), state=state)
            for number, state in enumerate(("done", "done", "open", "dropped"), start=1)
        ]
        DecisionFactory(meeting=meeting, due_on=date(2027, 12, 1))
        DecisionFollowUp.objects.create(
            decision=rows[0],
            state=Decision.State.DONE,
            by=meeting.created_by,
        )
        done = (
            "2 of 4 decisions that were due in the last 12 months are done (50%); "
            "dropped by decision: 1."
        )
        followed = (
            "1 of 5 decisions taken in the last 12 months were followed up (20%)."
        )
        assert said(country, "B4") == [done]
        assert said(country, "B3")[1:] == [done, followed]


class TestBreadth:
    def test_what_is_missing_of_the_core_and_what_is_beyond(self, country):
        for kind in (Kind.INTERIOR, Kind.BORDER, Kind.STATISTICS, Kind.EDUCATION):
            point(InstitutionFactory(country=country, kind=kind))
        group = WorkingGroupFactory(country=country)
        seat = InstitutionFactory(country=country, kind=Kind.GOVERNMENT_IT)
        GroupMemberFactory(group=group, institution=seat)
        InstitutionFactory(country=country, kind=Kind.LABOUR)
        assert said(country, "B5") == [
            "4 of 7 kinds of institutions that every network needs take part; "
            "missing: Foreign affairs, Labour and employment, Migration and asylum.",
            "Beyond the core these take part: Education.",
        ]

    def test_when_nothing_is_missing(self, country):
        for kind in ("interior", "foreign_affairs", "labour", "border"):
            point(InstitutionFactory(country=country, kind=kind))
        for kind in ("migration", "statistics", "government_it", "other"):
            point(InstitutionFactory(country=country, kind=kind))
        assert said(country, "B5") == [
            "All 7 kinds of institutions that every network needs take part."
        ]


def pass_modules(person, *keys):
    """Let somebody have passed modules."""
    for key in keys:
        Completion.objects.create(
            person=person,
            kind=Completion.Kind.MODULE,
            key=key,
            translation_key=f"00000000-0000-0000-0000-0000000000{key}",
            at=datetime(2027, 5, 1, tzinfo=UTC),
            rule_version=1,
        )


class TestLearning:
    def test_who_of_the_designated_has_the_foundation(self, country):
        people = [UserFactory() for _ in range(2)]
        for person in (*people, None):
            point(InstitutionFactory(country=country), person=person)
        pass_modules(people[0], "06", "08", "10", "01")
        pass_modules(people[1], "06", "08", "09")
        assert said(country, "I3") == [
            "1 of 3 designated people have passed the foundation modules 06, 08, 10 "
            "(33%)."
        ]

    def test_how_many_people_learned_in_a_year(self, country):
        person = MembershipFactory(country=country, role=Role.LEARNER).person
        pass_modules(person, "01", "02")
        pass_modules(UserFactory(), "01")
        assert said(country, "I2") == [
            "1 person of the country completed a module in the last 12 months; "
            "certificates issued: 0."
        ]


def test_who_administers_and_what_is_public(country):
    person = MembershipFactory(country=country, role=Role.COUNTRY_ADMINISTRATOR).person
    for item in ("terms", "meetings"):
        PublicItem.objects.create(country=country, item=item, made_public_by=person)
    assert said(country, "H3") == [
        "1 country administrator is named; parts of the record that are public: 2 of 7."
    ]


def test_the_number_of_queries_stays_the_same(country, django_assert_max_num_queries):
    for number in range(6):
        one = core(country)
        point(one)
        DecisionFactory(meeting=held(country, date(2027, 1, 1 + number)))
    # Two for each provider that opens a savepoint inside a transaction.
    with django_assert_max_num_queries(17):
        facts_for(country, "B3", today=TODAY)


def test_sentences_come_in_the_language_of_the_page(country):
    point(core(country))
    with override("ru"):
        assert len(said(country, "B1")) == 3
