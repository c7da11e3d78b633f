"""Quarters and overdue confirmations: rules without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.network.verifying import (
    VALID_FOR,
    Quarter,
    is_overdue,
    overdue_since,
    quarter_of,
)

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2027, 1, 1), "2027-Q1"),
        (date(2027, 3, 31), "2027-Q1"),
        (date(2027, 4, 1), "2027-Q2"),
        (date(2027, 12, 31), "2027-Q4"),
    ],
)
def test_a_year_has_four_quarters(day, quarter):
    assert str(quarter_of(day)) == quarter


@given(days)
def test_a_quarter_begins_on_or_before_its_days_and_lasts_92_at_most(day):
    first = quarter_of(day).first_day

    assert quarter_of(first) == quarter_of(day)
    assert 0 <= (day - first).days < 92
    assert quarter_of(first - timedelta(days=1)) < quarter_of(day)


@given(days, days)
def test_quarters_are_in_the_order_of_their_days(one, other):
    if one <= other:
        assert quarter_of(one) <= quarter_of(other)


@given(days, days)
def test_overdue_is_from_the_day_that_is_named(verified_on, today):
    since = overdue_since(verified_on, started_on=verified_on)

    assert is_overdue(verified_on, today=today) == (today >= since)


def test_a_confirmation_counts_for_exactly_a_hundred_days():
    day = date(2027, 5, 1)

    assert not is_overdue(day, today=day + VALID_FOR)
    assert is_overdue(day, today=day + VALID_FOR + timedelta(days=1))


def test_what_was_never_confirmed_is_overdue_since_the_designation():
    started = date(2027, 5, 1)

    assert is_overdue(None, today=started)
    assert overdue_since(None, started_on=started) == started


def test_the_first_days_of_quarters():
    firsts = [Quarter(2027, number).first_day for number in (1, 2, 3, 4)]

    assert firsts == [
        date(2027, 1, 1),
        date(2027, 4, 1),
        date(2027, 7, 1),
        date(2027, 10, 1),
    ]
