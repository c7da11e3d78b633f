"""The raw layer holds documented faults, and nothing else differs from the truth."""

from modules.practice.country import LAST_DAY
from modules.practice.faults import (
    EXTRA,
    FAULTS,
    cleaned,
    register_bridge,
)
from modules.practice.linking import (
    ferry_sample,
    protect,
    refugees_table,
    two_lists,
)
from modules.practice.people import citizenship_name
from modules.practice.reported import table_checks


def test_raw_register_without_its_faults_is_the_clean_register(country):
    """Clean = raw minus documented faults, person by person."""
    clean = sorted(
        (person for person in country.people if person.counted_on(LAST_DAY)),
        key=lambda person: person.number,
    )
    assert cleaned(country.raw, country.late) == tuple(clean)


def test_register_bridge_ends_at_the_clean_register(country):
    """The bridge counts the same people as the cleaning."""
    row = register_bridge(country.raw, country.late)
    assert row.clean == sum(person.counted_on(LAST_DAY) for person in country.people)


def test_raw_register_holds_every_kind_of_fault(country):
    """Each documented fault occurs, and no other one."""
    assert {fault for row in country.raw for fault in row.faults} == set(FAULTS)


def test_raw_values_differ_only_where_a_fault_says_so(country):
    """A line without a fault inside repeats the person's true values."""
    for row in country.raw:
        if row.person is None:
            continue
        found = set()
        if row.citizenship != citizenship_name(row.person.citizenship):
            found.add("country")
        if row.sex != row.person.sex:
            found.add("sex")
        if row.born != row.person.born.isoformat():
            found.add("birth date")
        assert found == set(row.faults) - set(EXTRA)


def test_departed_lines_belong_to_people_who_left(country):
    """No resident carries the mark of a departure."""
    marked = [row.person for row in country.raw if "departed" in row.faults]

    assert [person.way_out for person in marked] == ["emigration"] * len(marked)
    assert not any(person.counted_on(LAST_DAY) for person in marked)


def test_two_lists_find_the_workers_on_both(country):
    """The three kinds of links find every person on both lists, and no other."""
    holders = {person.number for person in country.permit_holders}
    both = [row for row in country.insured if row.person.number in holders]
    row = two_lists(country)

    assert row.by_number + row.by_name + row.by_spelling == len(both)


def test_ferry_sample_explains_every_overdue_entry(country):
    """Overdue entries are mistyped exits, exits elsewhere, or true overstays."""
    row = ferry_sample(country.crossings)

    assert row.linked + row.elsewhere + row.overstayed == row.overdue
    assert min(row.linked, row.elsewhere, row.overstayed) > 0


def test_protect_leaves_no_cell_to_be_calculated(country):
    """Every row and column with a hidden cell has at least two of them."""
    hidden = [cell for cell in protect(refugees_table(country)) if cell.sign]

    for side in ("row", "column"):
        places = [getattr(cell, side) for cell in hidden]
        assert min(places.count(place) for place in places) >= 2


def test_table_checks_find_the_planted_mistakes(country):
    """Each rule of the monthly tables finds what was planted for it."""
    row = table_checks(country)
    found = (row.sum, row.ratio, row.empty, row.balance, row.chain)
    assert found == (2, 2, 1, 2, 1)
