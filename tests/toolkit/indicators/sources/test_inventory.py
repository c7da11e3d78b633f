"""How much is told of a source, and the picture of sources by topics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.accounts.factories import InstitutionFactory
from toolkit.indicators import inventory
from toolkit.indicators.inventory_topics import picture_of
from toolkit.indicators.models import DataSource, Indicator


def source(**fields) -> DataSource:
    return DataSource(name="Register", kind="register", **fields)


def test_sixteen_facts_are_asked_for():
    assert len(inventory.FACTS) == 16
    assert set(inventory.FACTS) | set(inventory.NEEDED) == set(inventory.FIELDS)
    assert len(inventory.FIELDS) == len(set(inventory.FIELDS))


def test_facts_are_counted():
    assert inventory.filled(source()) == 0
    assert inventory.filled_words(source(unit="a person")) == "1 of 16 facts"
    # What is not shared is shared with nobody: two facts at once.
    assert inventory.filled(source(access="none")) == 2
    assert inventory.filled(source(access="regular")) == 1
    full = source(
        topics=["work"],
        since_year=2000,
        frequency="yearly",
        access="none",
        **dict.fromkeys((*inventory.LINES, "unit", "format"), "x"),
    )
    assert inventory.filled(full) == 16
    assert inventory.is_well_described(full)


@given(st.text(), st.text(), st.lists(st.sampled_from(Indicator.Topic.values)))
def test_tidy_texts_stay_as_they_are(name, problems, topics):
    once = inventory.tidy({"name": name, "problems": problems, "topics": topics})
    assert inventory.tidy(once) == once
    assert "\n" not in once["name"]
    assert "\r" not in once["problems"]
    assert len(once["topics"]) == len(set(topics))


@pytest.mark.django_db
def test_gaps_and_silent_institutions_are_named():
    one, two, three = InstitutionFactory.create_batch(3)
    rows = [
        DataSource(pk=1, name="A", owner=one, topics=["work", "border"]),
        DataSource(pk=2, name="B", owner=one, topics=["work"]),
        DataSource(pk=3, name="C", owner=two, topics=[]),
    ]
    picture = picture_of(rows, [one, two, three])
    assert [group.owner for group in picture.groups] == [one, two]
    assert [len(group.rows) for group in picture.groups] == [2, 1]
    assert {column.topic: len(column.rows) for column in picture.columns}["work"] == 2
    assert len(picture.gaps) == len(Indicator.Topic.values) - 2
    assert "8 topics have no data source: Population and its change;" in picture.finding
    assert picture.silent == (three,)
    assert picture.silent_words.endswith(f": {three}.")


@pytest.mark.django_db
def test_a_whole_picture_says_so_and_an_empty_one_too():
    owner = InstitutionFactory.create()
    whole = DataSource(name="All", owner=owner, topics=Indicator.Topic.values)
    assert picture_of([whole]).finding == "Every topic has at least one data source."
    assert picture_of([whole]).silent_words == ""
    assert picture_of([]).finding == "No data source is in the inventory yet."
    # A topic that is no longer one does no harm.
    odd = DataSource(name="Odd", owner=owner, topics=["weather"])
    assert len(picture_of([odd]).gaps) == len(Indicator.Topic.values)


@pytest.mark.django_db
def test_strangers_do_not_learn_how_well_a_source_is_described():
    owner = InstitutionFactory.create()
    row = DataSource(name="A", owner=owner, topics=["work"])
    words = {
        cell.word
        for with_facts in (True, False)
        for cell in picture_of([row], with_facts=with_facts).groups[0].rows[0].cells
    }
    assert words == {"", "named", "yes"}
