"""The inventory in the browser: list, form, two versions, closing, the picture."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from openpyxl import Workbook

from lms.accounts.demo import load_demo_people
from lms.accounts.models import Country, User
from tests.accounts.factories import InstitutionFactory
from toolkit.indicators.demo_sources import SOURCES, load
from toolkit.indicators.inventory import is_well_described
from toolkit.indicators.inventory_topics import picture_of
from toolkit.indicators.models import DataSource, Indicator
from toolkit.network.models import PublicItem

from .world import posted


@pytest.fixture
def keeper(client, world):
    """A browser in which the coordinator is signed in."""
    client.force_login(world.keeper)
    return client


def test_the_list_is_grouped_by_owner_and_costs_the_same_for_many(
    keeper, world, django_assert_num_queries
):
    world.source(name="Permits", topics=["work"], unit="a permit")
    for number in range(20):
        world.source(name=f"List {number}", owner=world.police)
    keeper.get(world.home)
    with django_assert_num_queries(6):
        page = keeper.get(world.home)
    groups = page.context["groups"]
    assert [str(group["owner"]) for group in groups] == [
        "Border Police",
        "Ministry of Labour",
    ]
    assert "1 of 16 facts" in page.text
    assert "21 data sources" in page.text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=permit", ["Permits"]),
        ("q=TRAVAIL", ["Permits"]),
        ("q=secret", ["Crossings"]),
        ("topic=border", ["Crossings"]),
        ("kind=border", ["Crossings"]),
        ("state=closed", ["Cards"]),
        ("owner=999999&kind=x&topic=y&state=z", ["Crossings", "Permits"]),
    ],
)
def test_the_list_can_be_searched_and_narrowed(keeper, world, query, names):
    world.source(name="Permits", topics=["work"])
    world.source(
        name="Crossings",
        owner=world.police,
        kind="border",
        topics=["border"],
        problems="A secret",
    )
    world.source(name="Cards", is_active=False)
    page = keeper.get(f"{world.home}?{query}")
    found = [
        row["source"].name for group in page.context["groups"] for row in group["rows"]
    ]
    assert sorted(found) == names


def test_strangers_see_names_owners_and_topics_only(client, world):
    world.source(
        name="Permits", topics=["work"], problems="Hidden words", unit="a case"
    )
    world.source(name="Old cards", is_active=False)
    for address in (world.home, f"{world.home}topics/"):
        assert "login" in client.get(address).url
    PublicItem.objects.create(
        country=world.country, item=PublicItem.Item.SOURCES, made_public_by=world.keeper
    )
    for address in (world.home, f"{world.home}topics/"):
        page = client.get(address).text
        assert "Permits" in page
        assert "Ministry of Labour" in page
        for words in ("Hidden words", "a case", "16 facts", "Old cards", "/edit/"):
            assert words not in page, (address, words)
    # Nor do they learn by asking.
    assert "Permits" not in client.get(f"{world.home}?q=hidden").text
    assert "Permits" in client.get(f"{world.home}?kind=census&state=closed").text
    pk = DataSource.objects.get(name="Permits").pk
    assert client.get(f"{world.home}{pk}/").status_code == 302


def test_a_source_is_added_with_a_name_an_owner_and_a_kind(keeper, world):
    data = {"name": "Census", "owner": world.police.pk, "kind": "census"}
    answer = keeper.post(f"{world.home}new/", data)
    again = keeper.post(f"{world.home}new/", data)
    source = DataSource.objects.get()
    assert answer.url == again.url == f"{world.home}{source.pk}/"
    page = keeper.get(answer.url).text
    assert "0 of 16 facts filled in." in page
    assert "not filled in" in page


def test_what_is_wrong_is_said_beside_the_field_and_kept(keeper, world):
    page = keeper.post(
        f"{world.home}new/",
        {"unit": "a crossing", "since_year": "1066", "topics": ["work", "weather"]},
    )
    assert page.status_code == 422
    for words in (
        "Write the name.",
        "Choose the owner.",
        "Choose the kind.",
        "Write a year from 1800 to",
        "a crossing",
        "Error:",
    ):
        assert words in page.text
    world.source(name="Census")
    data = {"name": "census", "owner": world.labour.pk, "kind": "survey"}
    again = keeper.post(f"{world.home}new/", data)
    assert again.status_code == 422
    assert "has a data source of this name already" in again.text
    same = keeper.post(f"{world.home}new/", data | {"name": "Census"})
    assert same.status_code == 422
    assert "has a data source of this name already" in same.text


def test_focal_points_choose_their_own_institution_alone(client, world):
    client.force_login(world.focal_point)
    form = client.get(f"{world.home}new/").context["form"]
    assert [str(one) for one in form.fields["owner"].queryset] == ["Ministry of Labour"]
    data = {"name": "Census", "owner": world.police.pk, "kind": "census"}
    page = client.post(f"{world.home}new/", data)
    assert page.status_code == 422
    assert "one that you write for" in page.text
    foreign = world.source(owner=world.police)
    assert client.get(f"{world.home}{foreign.pk}/").status_code == 200
    assert client.get(f"{world.home}{foreign.pk}/edit/").status_code == 403


def test_two_versions_are_shown_and_chosen_field_by_field(keeper, client, world):
    source = world.source(name="Permits", unit="a permit")
    seen = keeper.get(f"{world.home}{source.pk}/edit/").context["form"]["seen"].value()
    mine = posted(
        source, unit="a person", problems="Mine\nin two lines", format="paper"
    )
    mine |= {"seen": seen}
    theirs = posted(source, unit="a case", problems="Theirs", topics=["work"])
    edit = f"{world.home}{source.pk}/edit/"
    assert keeper.post(edit, theirs).status_code == 302
    page = keeper.post(edit, mine)
    assert page.status_code == 409
    for words in ("Ola Keep changed this source", "a person", "a case", "Theirs"):
        assert words in page.text
    # What only the other person changed is chosen already.
    chosen = {row["name"]: row["keep"] for row in page.context["rows"]}
    assert chosen == {
        "topics": "theirs",
        "unit": "mine",
        "format": "mine",
        "problems": "mine",
    }
    source.refresh_from_db()
    assert source.unit == "a case"
    # The form of that page holds everything that was typed.
    form = page.context["form"]
    again = {name: form.data.get(name, "") for name in mine} | {"topics": []}
    again |= {"keep_unit": "theirs", "keep_topics": "theirs", "keep_problems": "mine"}
    assert keeper.post(edit, again).status_code == 302
    source.refresh_from_db()
    assert (source.unit, source.topics) == ("a case", ["work"])
    assert (source.problems, source.format) == ("Mine\nin two lines", "paper")


def test_the_same_sent_twice_is_no_conflict(keeper, world):
    source = world.source()
    data = posted(source, unit="a case")
    edit = f"{world.home}{source.pk}/edit/"
    assert [keeper.post(edit, data).status_code for _time in range(2)] == [302, 302]
    source.refresh_from_db()
    assert source.edit_number == 1


def test_closing_asks_why_and_can_be_undone(keeper, world):
    source = world.source(name="Cards")
    here = f"{world.home}{source.pk}/"
    assert "Write in a sentence why." in keeper.post(f"{here}close/").text
    keeper.post(f"{here}close/", {"note": "Replaced."})
    page = keeper.get(here).text
    assert "Replaced." in page
    assert "Change this source" not in page
    assert "Cards" not in keeper.get(world.home).context["groups"].__str__()
    refused = keeper.post(f"{here}edit/", posted(source, unit="a card"))
    assert refused.status_code == 422
    assert "Open it again before you change it." in refused.text
    assert "a card" in refused.text
    keeper.post(f"{here}reopen/")
    assert "Change this source" in keeper.get(here).text


def test_an_owner_that_left_is_warned_about(keeper, world):
    source = world.source(name="Permits")
    world.labour.is_active = False
    world.labour.save()
    words = "Ministry of Labour is no longer in the network"
    assert words in keeper.get(world.home).text
    assert words in keeper.get(f"{world.home}{source.pk}/").text
    # It can still be changed, and given to another.
    data = posted(source, owner=world.police.pk)
    assert keeper.post(f"{world.home}{source.pk}/edit/", data).status_code == 302
    assert words not in keeper.get(world.home).text


def test_an_empty_inventory_says_how_to_begin(client, world):
    client.force_login(world.keeper)
    page = client.get(world.home).text
    assert "The inventory is empty" in page
    assert f"{world.home}import/" in page
    client.force_login(world.reader)
    page = client.get(world.home).text
    assert "The coordinator and the focal points" in page
    assert f"{world.home}new/" not in page
    assert "There is nothing to show yet" in client.get(f"{world.home}topics/").text


def test_the_picture_names_its_gaps(keeper, world, django_assert_num_queries):
    silent = InstitutionFactory.create(country=world.country, name={"en": "Tax Office"})
    world.source(name="Permits", topics=["work", "permits"])
    keeper.get(f"{world.home}topics/")
    with django_assert_num_queries(6):
        page = keeper.get(f"{world.home}topics/")
    picture = page.context["picture"]
    assert len(picture.gaps) == len(Indicator.Topic.values) - 2
    assert "8 topics have no data source: Population and its change;" in page.text
    assert str(silent) in picture.silent_words
    assert "Border Police" in picture.silent_words


def test_another_country_is_not_found(keeper, world):
    foreign = InstitutionFactory.create()
    code = foreign.country.iso3.lower()
    assert keeper.get(f"/en/countries/{code}/sources/").status_code == 404
    assert keeper.get(world.home.replace("xqq", "XQQ")).status_code == 404
    source = world.source()
    wrong = f"/en/countries/{code}/sources/{source.pk}/"
    assert keeper.get(wrong).status_code == 404


def test_arvania_has_a_believable_inventory(db, settings):
    settings.DEMO_MODE = True
    load_demo_people()
    country = Country.objects.get(iso2="XA")
    by = User.objects.get(email="coordinator@arvania.example")
    first = load(country, by)
    assert len(first) == len(SOURCES) == 15
    assert load(country, by) == first
    kept = DataSource.objects.of_country(country).kept().by_owner()
    picture = picture_of(kept)
    assert picture.finding == "One topic has no data source: Remittances."
    described = sum(map(is_well_described, kept))
    assert 6 <= described < len(kept)
    for source in first:
        source.full_clean()


def test_the_record_is_filled_in_demo_mode_only(db, settings):
    settings.DEMO_MODE = False
    with pytest.raises(Exception, match="needs demo mode"):
        call_command("load_demo_record")


def test_what_of_a_file_is_not_read_is_told(keeper, world):
    book = Workbook()
    book.active.append(["Name", "Owner", "Kind", "Colour"])
    book.active.append(["Census", "Border Police", "census", "blue"])
    more = book.create_sheet("South")
    more.append(["Name", "Owner", "Kind"])
    buffer = BytesIO()
    book.save(buffer)
    file = SimpleUploadedFile("file.xlsx", buffer.getvalue())
    page = keeper.post(f"{world.home}import/", {"file": file}, follow=True).text
    assert "This column is not known and is not read: Colour" in page
    assert "Only sheet “Sheet” is read. Not read: South." in page
