"""A country's page: public parts for everybody, the rest for the people of the record."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from lms.accounts.models import AuditEntry, Role
from tests.accounts.factories import (
    CountryFactory,
    InstitutionFactory,
    MembershipFactory,
    UserFactory,
)
from tests.toolkit.indicators.factories import DataSourceFactory, MinimumSetFactory
from tests.toolkit.network.factories import (
    FocalPointFactory,
    MeetingFactory,
    ProfileFactory,
    WorkingGroupFactory,
)
from toolkit.network import country_page
from toolkit.network.models import PublicItem, TermsVersion
from toolkit.network.publishing import Item, is_public, may_see
from toolkit.network.services.contact_errors import NotYours
from toolkit.network.services.publishing import make_public, make_restricted

pytestmark = pytest.mark.django_db


@pytest.fixture
def country():
    return CountryFactory(iso2="XA", iso3="XAA", name={"en": "Arvania"})


@pytest.fixture
def keeper(country):
    return MembershipFactory(role=Role.COUNTRY_ADMINISTRATOR, country=country).person


@pytest.fixture
def record(country):
    """Something in every part, with words that must or must not be seen."""
    border = InstitutionFactory(
        country=country, kind="border", name={"en": "Border Service"}
    )
    ProfileFactory(
        institution=border,
        email="office@border.example",
        telephone="+999 1 000",
        website="https://border.example/",
    )
    FocalPointFactory(
        institution=border,
        full_name="Daro Lenko",
        email="daro@border.example",
        telephone="+999 1 777",
    )
    FocalPointFactory(
        institution=border,
        full_name="Somebody Before",
        ended_on=timezone.localdate(),
    )
    group = WorkingGroupFactory(
        country=country, terms=[{"key": "a", "title": "Draft", "text": "Not agreed."}]
    )
    TermsVersion.objects.create(
        group=group,
        number=1,
        terms=[{"key": "purpose", "title": "Purpose", "text": "To agree figures."}],
        approved_on=date(2027, 1, 12),
        approved_by="A. Person, deputy minister",
        recorded_by=UserFactory(),
    )
    for title, state in (
        ("First meeting", "held"),
        ("Called off", "cancelled"),
        ("Never written up", "planned"),
    ):
        MeetingFactory(
            country=country,
            title=title,
            state=state,
            place="Room 12",
            minutes="Secret minutes.",
            starts_at=datetime(2025, 3, 3, 10, tzinfo=UTC),
            ends_at=datetime(2025, 3, 3, 12, tzinfo=UTC),
        )
    DataSourceFactory(
        country=country,
        owner=border,
        name="Border cards",
        topics=["border"],
        problems="Half of them are lost.",
    )
    MinimumSetFactory(
        country=country,
        state="approved",
        approved_on=date(2027, 5, 12),
        approved_by="B. Person",
        frozen={
            "rows": [
                {
                    "code": "FOR_STOCK",
                    "name": {"en": "Foreign citizens"},
                    "owner": {"name": {"en": "Statistics Office"}},
                    "sources": [{"key": "r", "name": "Population register"}],
                    "words": {"definition": "Persons on 1 January."},
                }
            ]
        },
    )
    MinimumSetFactory(country=country, number=2)


def page(client, country, query="") -> str:
    """The page of the country."""
    response = client.get(
        reverse("network:country", args=[country.iso3.lower()]) + query
    )
    assert response.status_code == 200
    return response.content.decode()


#: What is on the page when a part is public, and what never is.
SEEN = {
    Item.INSTITUTIONS: ("office@border.example", "https://border.example/"),
    Item.FOCAL_POINTS: ("Daro Lenko", "Head of department"),
    Item.TERMS: ("To agree figures.", "A. Person, deputy minister"),
    Item.MEETINGS: ("First meeting", "3 March 2025"),
    Item.SOURCES: ("Border cards", "Border crossings"),
    Item.INDICATORS: ("Foreign citizens", "Persons on 1 January."),
}
NEVER = (
    "daro@border.example",
    "+999 1 777",
    "+999 1 000",
    "Somebody Before",
    "Not agreed.",
    "Secret minutes.",
    "Room 12",
    "Called off",
    "Never written up",
    "Half of them are lost.",
)


class TestStrangers:
    def test_a_country_with_nothing_public_says_so(self, client, country, record):
        html = page(client, country)
        assert "Arvania has published nothing here yet" in html
        assert "Border" not in html

    @pytest.mark.parametrize("item", SEEN)
    def test_they_see_what_is_public_and_nothing_else(
        self, client, country, record, item
    ):
        PublicItem.objects.create(
            country=country, item=item, made_public_by=UserFactory()
        )
        html = page(client, country)
        for words in SEEN[item]:
            assert words in html
        for other, words in SEEN.items():
            if other != item:
                assert words[0] not in html
        for words in NEVER:
            assert words not in html

    @pytest.mark.parametrize(
        ("item", "name"),
        [(Item.SOURCES, "indicators:sources"), (Item.INDICATORS, "indicators:set")],
    )
    def test_they_find_the_pages_that_are_open_to_them(
        self, client, country, record, item, name
    ):
        PublicItem.objects.create(
            country=country, item=item, made_public_by=UserFactory()
        )
        address = reverse(name, args=["xaa"])
        assert f'href="{address}"' in page(client, country)

    def test_an_empty_part_is_left_out(self, client, country):
        PublicItem.objects.create(
            country=country, item=Item.MEETINGS, made_public_by=UserFactory()
        )
        assert "published nothing here yet" in page(client, country)

    def test_people_of_another_country_are_strangers(self, client, country, record):
        person = MembershipFactory(role=Role.COORDINATOR).person
        client.force_login(person)
        assert "Border" not in page(client, country)

    @pytest.mark.parametrize("code", ["zzz", "XAA", "xa"])
    def test_there_is_no_page_for_other_codes(self, client, country, code):
        assert client.get(f"/en/countries/{code}/").status_code == 404


class TestPeopleOfTheRecord:
    def test_they_see_everything_with_its_mark(self, client, country, record, keeper):
        make_public(country, Item.TERMS, by=keeper)
        client.force_login(keeper)
        html = page(client, country)
        for words in SEEN.values():
            assert words[0] in html
        assert html.count("Restricted") == len(country_page.kept_items()) - 1
        assert "Decide what is public" in html

    def test_who_only_reads_decides_nothing(self, client, country, record):
        person = MembershipFactory(role=Role.FOCAL_POINT, country=country).person
        client.force_login(person)
        assert "Decide what is public" not in page(client, country)

    def test_they_can_look_as_a_stranger(self, client, country, record, keeper):
        client.force_login(keeper)
        html = page(client, country, "?as=stranger")
        assert "as everybody on the internet sees it" in html
        assert "Daro Lenko" not in html

    def test_parts_without_content_say_so(self, client, country, keeper):
        client.force_login(keeper)
        assert "There is nothing to show here yet." in page(client, country)

    def test_queries_do_not_grow_with_the_rows(
        self, client, country, record, keeper, django_assert_max_num_queries
    ):
        for number in range(8):
            one = InstitutionFactory(country=country)
            ProfileFactory(institution=one)
            FocalPointFactory(institution=one)
            DataSourceFactory(country=country, owner=one, key=f"s{number}")
        client.force_login(keeper)
        page(client, country)
        with django_assert_max_num_queries(18):
            page(client, country)


class TestDeciding:
    def address(self, item="terms"):
        return reverse("network:publish", args=["xaa", item])

    def test_it_is_said_what_strangers_will_see(self, client, country, keeper):
        client.force_login(keeper)
        html = client.get(self.address("focal_points")).content.decode()
        assert "names and titles of focal points" in html
        assert "never shown" in html

    def test_it_is_made_public_once_and_logged(self, client, country, keeper):
        client.force_login(keeper)
        for _twice in range(2):
            response = client.post(self.address(), {"do": "public"})
            assert response.url == reverse("network:publishing", args=["xaa"])
        row = PublicItem.objects.get()
        assert (row.item, row.made_public_by) == ("terms", keeper)
        entry = AuditEntry.objects.get(verb="record_made_public")
        assert (entry.country, entry.details) == (country, {"item": "terms"})

    def test_it_is_taken_back_once_and_logged(self, client, country, keeper):
        make_public(country, Item.TERMS, by=keeper)
        client.force_login(keeper)
        for _twice in range(2):
            client.post(self.address(), {"do": "restricted"})
        assert not PublicItem.objects.exists()
        assert AuditEntry.objects.filter(verb="record_restricted").count() == 1

    @pytest.mark.parametrize(("item", "do"), [("terms", ""), ("secrets", "public")])
    def test_anything_else_is_not_found(self, client, country, keeper, item, do):
        client.force_login(keeper)
        assert client.post(self.address(item), {"do": do}).status_code == 404
        assert not PublicItem.objects.exists()

    def test_others_are_refused(self, country):
        with pytest.raises(NotYours):
            make_public(country, Item.TERMS, by=UserFactory())
        with pytest.raises(NotYours):
            make_restricted(country, Item.TERMS, by=UserFactory())

    def test_the_list_says_since_when_and_by_whom(self, client, country, keeper):
        make_public(country, Item.TERMS, by=keeper, at=datetime(2027, 3, 3, tzinfo=UTC))
        client.force_login(keeper)
        html = client.get(reverse("network:publishing", args=["xaa"])).content.decode()
        assert f"since 3 March 2027, by {keeper}" in html

    def test_only_parts_that_a_room_keeps_are_offered(
        self, client, country, keeper, monkeypatch
    ):
        monkeypatch.setattr(country_page, "_parts", {})
        client.force_login(keeper)
        assert client.get(self.address()).status_code == 404


class TestDocuments:
    """What others ask before they serve a document."""

    def test_what_is_public_is_seen_by_everybody(self, country, keeper):
        assert not may_see(AnonymousUser(), country, Item.TERMS)
        make_public(country, Item.TERMS, by=keeper)
        assert may_see(AnonymousUser(), country, Item.TERMS)
        assert not may_see(AnonymousUser(), country, Item.MEETINGS)
        assert is_public(country, Item.TERMS)


class TestManyCountries:
    def test_those_with_something_public_are_listed_by_name(
        self, client, country, keeper
    ):
        other = CountryFactory(name={"en": "Aldonia"})
        CountryFactory(name={"en": "Silent"})
        for one in (country, other):
            for item in (Item.TERMS, Item.SOURCES):
                PublicItem.objects.create(country=one, item=item, made_public_by=keeper)
        html = client.get(reverse("network:countries")).content.decode()
        assert html.index("Aldonia") < html.index("Arvania")
        assert html.count(">Arvania<") == 1
        assert "Silent" not in html

    def test_without_any_the_list_says_so(self, client):
        html = client.get(reverse("network:countries")).content.decode()
        assert "No country has a public page yet" in html

    @pytest.mark.parametrize(
        ("role", "target"),
        [(Role.FOCAL_POINT, "country"), (Role.LEARNER, "country"), (None, "countries")],
    )
    def test_home_leads_to_the_own_country(self, client, country, role, target):
        person = UserFactory()
        if role:
            MembershipFactory(person=person, role=role, country=country)
        client.force_login(person)
        args = ["xaa"] if target == "country" else []
        response = client.get(reverse("network:home"))
        assert response.url == reverse(f"network:{target}", args=args)

    def test_home_asks_which_of_several(self, client, country):
        person = UserFactory()
        for one in (country, CountryFactory(name={"en": "Aldonia"})):
            MembershipFactory(person=person, role=Role.COORDINATOR, country=one)
        client.force_login(person)
        html = client.get(reverse("network:home")).content.decode()
        assert html.index("Aldonia") < html.index("Arvania")
