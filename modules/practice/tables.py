"""All tables of Arvania that lessons may quote, in the order of FIGURES.md."""

from modules.practice import tables_people, tables_quality
from modules.practice.generator import Arvania
from modules.practice.table import Table


def all_tables(country: Arvania) -> tuple[Table, ...]:
    """Return every table, in the order of FIGURES.md."""
    return (
        tables_people.six_indicators(country),
        tables_people.register_by_sex(country),
        tables_people.foreigners_by_citizenship(country),
        tables_people.census_two_by_two(country),
        tables_people.census_by_age(country),
        tables_people.first_permits(country),
        tables_people.asylum_months(country),
        tables_quality.border_by_year(country),
        tables_quality.border_quarters(country),
        tables_quality.employers_by_size(country),
        tables_quality.mirror(country),
        tables_quality.refugees(country),
        tables_quality.release_table(country),
    )
