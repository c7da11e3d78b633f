"""Adding, changing, closing sources: who may, what is refused, what is kept."""

import pytest

from lms.accounts.models import AuditEntry
from tests.accounts.factories import InstitutionFactory
from toolkit.indicators.models import DataSource
from toolkit.indicators.services.sources import (
    add_source,
    change_source,
    close_source,
    reopen_source,
)
from toolkit.indicators.services.sources_errors import (
    ChangedByAnother,
    NameTaken,
    NotOfCountry,
    NotYours,
    OwnerGone,
    SourceClosed,
)


def add(world, by=None, **fields):
    return add_source(world.country, world.values(**fields), by=by or world.keeper)


def change(source, world, by=None, edit_number=None, **fields):
    return change_source(
        source,
        world.values(source) | {"owner": source.owner} | fields,
        by=by or world.keeper,
        edit_number=source.edit_number if edit_number is None else edit_number,
    )


def test_a_source_gets_a_free_key_and_a_line_in_the_log(world):
    first = add(world, name="Permit register")
    second = add(world, name="Permit register", owner=world.police)
    arabic = add(world, name="سجل")
    assert [first.key, second.key, arabic.key] == [
        "permit-register",
        "permit-register-2",
        "source",
    ]
    entry = AuditEntry.objects.filter(verb="source_added").order_by("pk").first()
    assert (entry.actor_id, entry.country) == (world.keeper.pk, world.country)


def test_the_same_again_gives_the_row_there_is(world):
    first = add(world, name="Census", topics=["population"])
    assert add(world, name="Census", topics=["population"]) == first
    assert DataSource.objects.count() == 1
    with pytest.raises(NameTaken, match="has a data source of this name already"):
        add(world, name="CENSUS", topics=["work"])
    close_source(first, "Over.", by=world.keeper)
    with pytest.raises(NameTaken, match="which is closed"):
        add(world, name="Census", topics=["population"])


def test_texts_are_kept_tidy_and_topics_in_order(world):
    source = add(
        world,
        name="  A\u00a0 list ",
        topics=["work", "population", "work"],
        problems=" one  line \r\n\r\n two\x07 ",
    )
    assert source.name == "A list"
    assert source.topics == ["population", "work"]
    assert source.problems == "one line\n\ntwo"


def test_focal_points_write_for_their_own_institution_alone(world):
    own = add(world, by=world.focal_point, name="Own")
    assert own.changed_by == world.focal_point
    with pytest.raises(NotYours):
        add(world, by=world.focal_point, owner=world.police)
    with pytest.raises(NotYours):
        # Neither may they give a source away.
        change(own, world, by=world.focal_point, owner=world.police)
    foreign = world.source(owner=world.police)
    for attempt in (
        lambda: change(foreign, world, by=world.focal_point, owner=world.labour),
        lambda: close_source(foreign, "?", by=world.focal_point),
        lambda: reopen_source(foreign, by=world.focal_point),
        lambda: add(world, by=world.reader),
    ):
        with pytest.raises(NotYours):
            attempt()


def test_an_owner_of_another_country_is_refused(world):
    with pytest.raises(NotOfCountry):
        add(world, owner=InstitutionFactory.create())


def test_an_owner_that_left_is_refused_unless_it_was_the_owner(world):
    source = world.source()
    world.labour.is_active = False
    world.labour.save()
    with pytest.raises(OwnerGone, match="Ministry of Labour is no longer"):
        add(world, name="New", owner=world.labour)
    source.refresh_from_db()
    assert change(source, world, unit="a person").unit == "a person"


def test_a_change_counts_up_and_names_the_fields(world):
    source = world.source()
    saved = change(source, world, unit="a case", since_year=2019)
    assert (saved.edit_number, saved.since_year) == (1, 2019)
    entry = AuditEntry.objects.get(verb="source_changed")
    assert entry.details["fields"] == "unit, since_year"
    same = change(saved, world, unit="a case")
    assert same.edit_number == 1
    assert AuditEntry.objects.filter(verb="source_changed").count() == 1


def test_two_at_once_are_told_apart(world):
    source = world.source()
    change(source, world, by=world.focal_point, unit="a person")
    with pytest.raises(ChangedByAnother, match="Fay Point changed this source"):
        change(source, world, problems="late", edit_number=0)
    # Whoever writes the same as is saved has lost nothing.
    assert change(source, world, unit="a person", edit_number=0).edit_number == 1


def test_a_closed_source_keeps_its_row_and_opens_again(world):
    source = world.source()
    closed = close_source(source, " Replaced. ", by=world.keeper)
    assert (closed.is_active, closed.closed_note) == (False, "Replaced.")
    assert close_source(source, "Again", by=world.keeper).closed_note == "Replaced."
    with pytest.raises(SourceClosed):
        change(source, world, unit="?", edit_number=closed.edit_number)
    again = reopen_source(source, by=world.keeper)
    assert (again.is_active, again.closed_note, again.closed_on) == (True, "", None)
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"source_closed", "source_reopened"} <= verbs


def test_a_name_of_another_source_is_refused(world):
    source, other = world.source(name="One"), world.source(name="Two")
    with pytest.raises(NameTaken):
        change(source, world, name="two")
    moved = change(source, world, name="Two", owner=world.police)
    assert (moved.name, other.name) == ("Two", "Two")
