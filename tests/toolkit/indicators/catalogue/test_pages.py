"""The catalogue as people read it."""

import pytest
from django.urls import reverse

from lms.accounts.roles import Role
from tests.accounts.factories import CountryFactory, make_person
from tests.toolkit.indicators.factories import DataSourceFactory, IndicatorFactory
from toolkit.indicators.loader import load_catalogue
from toolkit.indicators.models import Indicator

pytestmark = pytest.mark.django_db
LIST = "/en/indicators/"


@pytest.fixture
def shipped():
    """The catalogue that ships."""
    load_catalogue()


def codes(response) -> list[str]:
    return [row["indicator"].code for row in response.context["rows"]]


def test_all_36_stand_in_the_list_with_three_queries(
    client, shipped, django_assert_num_queries
):
    with django_assert_num_queries(2):
        page = client.get(LIST)
    assert len(codes(page)) == 36
    assert "36 indicators" in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=remittances+cost", ["REMIT_COST"]),
        ("q=for_stock", ["FOR_STOCK"]),
        ("q=STOCK+temporary", ["TP_STOCK"]),
        ("topic=education", ["INT_STUD"]),
        ("kind=events", ["ENT_FOR", "EXT_FOR", "REFUSED_ENTRY"]),
        (
            "pack=dsm-six",
            ["FOR_STOCK", "WP_PROC", "ENT_FOR", "EXT_FOR", "ASY_APP", "RSD_DEC"],
        ),
        ("owner=education", ["INT_STUD"]),
        ("kind=events&sex=no", ["REFUSED_ENTRY"]),
        ("kind=events&sex=yes&q=leaving", ["EXT_FOR"]),
        ("q=10.c.1", ["REMIT_COST"]),
        ("q=sdg+10.7.2", ["POLICY_10_7_2"]),
        ("q=nothing+like+this", []),
    ],
)
def test_it_can_be_searched_and_narrowed(client, shipped, query, found):
    assert codes(client.get(f"{LIST}?{query}")) == found


def test_wrong_filters_count_as_empty(client, shipped):
    page = client.get(f"{LIST}?topic=weather&pack=none&sex=maybe&kind=%00")
    assert page.status_code == 200
    assert len(codes(page)) == 36


def test_words_of_every_language_are_found_without_case_and_accents(client):
    IndicatorFactory.create(code="X", name={"en": "Stock", "fr": "Étrangers résidents"})
    assert has(client, "etrangers") == ["X"]
    IndicatorFactory.create(code="Y", name={"en": "Flow", "ru": "Приток за год"})
    assert has(client, "ПРИТОК") == ["Y"]


def has(client, words) -> list[str]:
    return codes(client.get(LIST, {"q": words}))


def test_before_anything_is_loaded_the_page_says_so(client):
    assert "There are no indicators to read yet" in client.get(LIST).text


def test_one_indicator_tells_everything(client, shipped):
    page = client.get(reverse("indicators:indicator", args=["CIT_ACQ"])).text
    for words in (
        "Acquisition of citizenship",
        "Residents who obtained the citizenship",
        "Residence and citizenship",
        "flow",
        "Decisions on citizenship, civil registry",
        "Regulation (EC) No 862/2007, Article 3(1)(d)",
        "Citizenship passed on at birth",
        "GCM 16",
        "It enters the balance",
        "COUNTERPART_AREA",
        "former citizenship",
        "OBS_STATUS",
        "missing: suppressed",
        "Country of destination",
    ):
        assert words in page, words


def test_a_code_in_small_letters_leads_to_the_page(client, shipped):
    answer = client.get("/en/indicators/cit_acq/")
    assert answer.status_code == 302
    assert answer.url.endswith("/indicators/CIT_ACQ/")
    assert client.get("/en/indicators/NONE/").status_code == 404


def test_what_left_the_catalogue_is_kept_for_sets_and_not_listed(client, shipped):
    Indicator.objects.filter(code="CIT_ACQ").update(is_active=False)
    page = client.get(reverse("indicators:indicator", args=["CIT_ACQ"]))
    assert "no longer in the catalogue" in page.text
    assert "CIT_ACQ" not in codes(client.get(LIST))


def test_readers_see_the_sources_of_their_country_on_the_topic(client, shipped):
    country = CountryFactory.create()
    fits = DataSourceFactory.create(country=country, topics=["permits"])
    other = DataSourceFactory.create(country=country, topics=["work"])
    foreign = DataSourceFactory.create(topics=["permits"])
    address = reverse("indicators:indicator", args=["CIT_ACQ"])
    client.force_login(make_person(Role.RESPONDENT, country))
    page = client.get(address).text
    assert fits.get_absolute_url() in page
    assert other.name not in page
    assert foreign.name not in page
    client.force_login(make_person(Role.LEARNER, country))
    assert fits.name not in client.get(address).text
