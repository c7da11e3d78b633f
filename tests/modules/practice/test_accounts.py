"""Every account of Arvania balances to the last person, permit and crossing."""

from datetime import date

import pytest

from modules.practice.accounts import (
    asylum_account,
    month_of,
    permit_account,
    population_account,
    quarter_of,
    right_to_stay,
    stay_bridge,
    work_account,
    year_of,
)
from modules.practice.border import QUARTERS
from modules.practice.census import COUNT_DAYS, bridge, citizens_account
from modules.practice.country import ARVANIA, LAST_DAY, REGIONS, YEARS, year_end
from modules.practice.mirror import CITIZENS, mirror_table


@pytest.mark.parametrize("sex", [None, "M", "F"])
def test_population_account_balances_and_joins_the_next_year(country, sex):
    """Start plus ways in minus ways out is the end, and the next year's start."""
    accounts = [population_account(country.people, year, sex=sex) for year in YEARS]

    assert [account.expected for account in accounts] == [
        account.end for account in accounts
    ]
    assert [account.end for account in accounts[:-1]] == [
        account.start for account in accounts[1:]
    ]


def test_population_account_men_and_women_give_both(country):
    """Every part of the account adds up over the sexes."""
    for year in YEARS:
        both, men, women = (
            vars(population_account(country.people, year, sex=sex))
            for sex in (None, "M", "F")
        )
        assert {part: men[part] + women[part] for part in both} == both


def test_new_citizens_leave_one_account_and_enter_the_other(country):
    """Whoever leaves the foreigners by naturalisation joins the citizens."""
    foreigners = population_account(country.people, 2025)
    citizens = citizens_account(country.people)

    assert citizens.naturalised == foreigners.citizenship
    assert citizens.end == (
        citizens.start
        + citizens.births
        - citizens.deaths
        + citizens.returned
        - citizens.emigrated
        + citizens.naturalised
    )


def test_permit_account_balances(country):
    """Valid permits = issued minus expired minus withdrawn, year after year."""
    accounts = [permit_account(country, year) for year in YEARS]

    assert [account.balanced for account in accounts] == [True] * 3
    assert [account.end for account in accounts[:-1]] == [
        account.start for account in accounts[1:]
    ]


def test_work_account_balances_in_every_quarter(country):
    """Pending = pending + applications - decisions - withdrawals."""
    quarters = [work_account(country, quarter_of(name)) for name in QUARTERS]
    years = [work_account(country, year_of(year)) for year in YEARS]

    assert [account.balanced for account in quarters] == [True] * 12
    assert sum(row.first + row.extension for row in quarters) == sum(
        row.first + row.extension for row in years
    )


def test_asylum_account_balances_in_every_month(country):
    """Pending = pending + applications + reopened - decisions - withdrawals."""
    months = [
        asylum_account(country, month_of(date(year, month, 1)))
        for year in YEARS
        for month in range(1, 13)
    ]
    years = [asylum_account(country, year_of(year)) for year in YEARS]

    assert [account.balanced for account in months] == [True] * 36
    assert sum(row.decisions for row in months) == sum(row.decisions for row in years)
    assert [row.end for row in months[:-1]] == [row.start for row in months[1:]]


def test_recognised_applicants_enter_the_register(country):
    """Positive decisions of the asylum file are immigrants under protection."""
    granted = [
        (case.given_name, case.born, case.decided)
        for case in country.cases
        if case.outcome in ("refugee", "subsidiary", "humanitarian")
    ]
    entered = [
        (person.given_name, person.born, person.entered)
        for person in country.people
        if person.reason == "protection" and person.way_in == "immigration"
    ]
    assert sorted(entered) == sorted(granted)


@pytest.mark.parametrize("day", COUNT_DAYS)
def test_bridge_leads_from_the_register_to_the_census(country, day):
    """The bridge explains the difference to the last person."""
    row = bridge(day, country.people, country.cases, country.hidden)
    counted = sum(
        cell.persons
        for cell in country.census
        if cell.day == day and cell.citizenship != ARVANIA
    )
    assert row.census == counted


def test_stay_bridge_leads_from_permits_to_the_register(country):
    """Persons with a right to stay and residents differ by named persons only."""
    row = stay_bridge(country)

    assert row.balanced
    assert row.persons == right_to_stay(country).persons
    assert row.register == population_account(country.people, 2025).end


def test_right_to_stay_regions_give_the_country(country):
    """The lists of the regions add up to the lists of the country."""
    regions = [right_to_stay(country, region) for region in REGIONS]

    assert sum(row.persons for row in regions) == right_to_stay(country).persons
    assert sum(row.listed for row in regions) == right_to_stay(country).listed


def test_permit_list_counts_the_persons_of_the_permit_register(country):
    """Cleaning the list gives the holders of the clean permit register."""
    holders = {row.person for row in country.permits if row.valid_on(LAST_DAY)}
    assert right_to_stay(country).holders == len(holders)


def test_border_years_lead_to_the_people_present(country):
    """Present = present before + entries - exits - missed exits + natural."""
    for before, row in zip(
        country.border_years, country.border_years[1:], strict=False
    ):
        assert before.present == row.present_before
    for row in country.border_years:
        exits = row.exits + row.missed_exits
        assert row.present_before + row.entries - exits + row.natural == row.present


def test_border_months_add_up_to_the_years(country):
    """Points, months, sexes: every way of adding gives the year."""
    for account in country.border_years:
        if account.year not in YEARS:
            continue
        months = [
            row for row in country.border_months if row.month.year == account.year
        ]
        totals = {
            direction: sum(row.total for row in months if row.direction == direction)
            for direction in "EX"
        }
        assert totals == {"E": account.entries, "X": account.exits}
        assert min(row.men for row in months) >= 0


def test_ferry_sample_is_the_monthly_count_of_its_point(country):
    """The rows of the sample are the crossings of Sulm ferry, none else."""
    counted = sum(
        row.total
        for row in country.border_months
        if row.point == "SUL" and row.month in (date(2025, m, 1) for m in (1, 2, 3))
    )
    assert counted == len(country.crossings)


def test_mirror_adjusted_is_what_truly_left(country):
    """The adjusted partner figures are Arvania's true departures."""
    for row in mirror_table(country.people):
        moved = sum(
            person.destination == row.country and person.left.year == 2025
            for person in country.people
            if person.way_out == "emigration"
        )
        assert row.adjusted == moved + CITIZENS[row.country]


def test_employers_have_every_employed_worker(country):
    """Workers of the frame and workers of the register are the same people."""
    assert sum(row.foreign for row in country.frame) == sum(
        worker.employed for worker in country.workers
    )
    assert all(row.foreign <= row.employees for row in country.frame)


def test_people_do_not_leave_before_they_come(country):
    """Dates follow each other, in truth and in the books."""
    for person in country.people:
        assert person.born <= person.entered <= person.booked_in
        assert person.left is None or person.entered < person.left <= person.booked_out
        assert person.left is None or person.left <= year_end(2025)


def test_stays_of_the_register_last_three_months(country):
    """Nobody who came in these years leaves the country before three months."""
    short = [
        person
        for person in country.people
        if person.way_in == "immigration"
        and person.way_out == "emigration"
        and (person.left - person.entered).days < 90
    ]
    assert short == []
