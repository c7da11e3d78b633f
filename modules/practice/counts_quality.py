"""Counts behind the headline figures: border, faults, links, surveys, releases."""

from collections import Counter
from statistics import median

from modules.practice.accounts import right_to_stay, stay_bridge
from modules.practice.asylum import waiting_a_year
from modules.practice.border import DIPLOMATS, SYSTEM_START, VISITORS, quarter
from modules.practice.census import CENSUS_DAY, HIDDEN, missed
from modules.practice.country import ARVANIA
from modules.practice.counts_people import Counts, parts
from modules.practice.faults import FAULTS, INSIDE, register_bridge
from modules.practice.generator import Arvania
from modules.practice.linking import (
    ferry_sample,
    protect,
    refugees_table,
    region_cells,
    two_lists,
)
from modules.practice.metadata import IDEAS, matrix
from modules.practice.mirror import CITIZENS, mirror_table, reported_citizens
from modules.practice.releases import release_log
from modules.practice.reported import table_checks
from modules.practice.series import DESIGN_EFFECT, REMITTANCE, survey_result

# Regions whose lines the exercises show: the register of Sulm, the permits of Brenna,
# the two lists of workers of Norhaven.
REGISTER_REGION = "A4"
STAY_REGION = "A3"
WORK_REGION = "A2"


def quality_counts(country: Arvania) -> Counts:
    """Return every count of this file by the name of its figure."""
    return {
        **_border(country),
        **_register(country),
        **_stay(country),
        **_lists(country),
        **_surveys(country),
        **_mirror(country),
        **_cells(country),
        **_residual(country),
        **_releases(country),
    }


def _border(country: Arvania) -> Counts:
    """Count crossings by year and quarter, and the ferry sample."""
    counts: Counts = {"border_first_year": SYSTEM_START}
    for row in country.border_years:
        counts |= {
            f"entries_{row.year}": row.entries,
            f"exits_{row.year}": row.exits,
            f"missed_exits_{row.year}": row.missed_exits,
        }
    first, last = country.border_years[0], country.border_years[-1]
    counts |= {
        "present_before_2015": first.present_before,
        "present_2025": last.present,
        "visitors_2025": VISITORS[2025],
        "diplomats_2025": DIPLOMATS,
        "hidden_2025": HIDDEN,
        "entries_all": sum(row.entries for row in country.border_years),
        "exits_all": sum(row.exits for row in country.border_years),
        "missed_exits_all": sum(row.missed_exits for row in country.border_years),
        "natural_all": sum(row.natural for row in country.border_years),
    }
    for row in country.border_months:
        period = quarter(row.month).replace("-", "_").lower()
        word = "entries" if row.direction == "E" else "exits"
        names = [f"{word}_{period}"]
        if row.point == "ARV":
            names.append(f"airport_{word}_{period}")
        for name in names:
            counts[name] = counts.get(name, 0) + row.total
        if word == "entries" and period == "2025_q4":
            for sex in ("men", "women", "unknown"):
                name = f"entries_{sex}_{period}"
                counts[name] = counts.get(name, 0) + getattr(row, sex)
    counts |= parts(table_checks(country), "checks_{part}")
    return counts | parts(ferry_sample(country.crossings), "ferry_{part}")


def _register(country: Arvania) -> Counts:
    """Count the faults of the raw register, for the country and for one region."""
    counts: Counts = {}
    for key, region in (("raw", None), ("sulm", REGISTER_REGION)):
        rows = tuple(row for row in country.raw if region in (None, row.region))
        late = tuple(row for row in country.late if region in (None, row.region))
        counts |= parts(register_bridge(rows, late), f"{key}_{{part}}")
        seen = Counter(fault for row in rows for fault in row.faults)
        for fault in INSIDE:
            counts[f"{key}_fault_{fault.replace(' ', '_')}"] = seen[fault]
        counts[f"{key}_faults_any"] = sum(bool(row.faults) for row in rows)
        counts[f"{key}_sex_empty"] = sum(not row.sex for row in rows)
    counts["fault_kinds"] = len(FAULTS)
    return counts


def _stay(country: Arvania) -> Counts:
    """Count who has a right to stay, and the bridge to the register."""
    counts = parts(right_to_stay(country), "stay_{part}")
    counts |= parts(right_to_stay(country, STAY_REGION), "brenna_stay_{part}")
    counts |= parts(stay_bridge(country), "stay_bridge_{part}")
    cells = matrix()
    counts["matrix_cells"] = len(cells)
    counts["matrix_filled"] = sum(bool(cell.text) for cell in cells)
    counts["ideas"] = len(IDEAS)
    counts["quick_wins"] = sum(idea.quick_win for idea in IDEAS)
    return counts


def _lists(country: Arvania) -> Counts:
    """Count both lists and their links, for the country and for one region."""
    return {
        **parts(two_lists(country), "lists_{part}"),
        **parts(two_lists(country, WORK_REGION), "norhaven_lists_{part}"),
    }


def _surveys(country: Arvania) -> Counts:
    """Count the labour force survey and, by size, the employer survey."""
    result = survey_result(country.workers)
    counts: Counts = {
        "lfs_asked": result.asked,
        "lfs_unemployed": result.unemployed,
        "lfs_design_effect": DESIGN_EFFECT,
        "employers_selected": len(country.survey),
        "employers_foreign_truth": sum(row.foreign for row in country.frame),
    }
    for size in ("small", "medium", "large"):
        rows = [row for row in country.survey if row.employer.size == size]
        values = [row.foreign for row in rows if row.answered]
        vacancies = [row.vacancies for row in rows if row.vacancies is not None]
        counts |= {
            f"employers_{size}": sum(row.size == size for row in country.frame),
            f"selected_{size}": len(rows),
            f"answered_{size}": len(values),
            f"foreign_{size}": sum(values),
            f"foreign_squares_{size}": sum(value * value for value in values),
            f"vacancies_known_{size}": len(vacancies),
            f"vacancies_{size}": sum(vacancies),
        }
    counts["remittance_amount"] = REMITTANCE["amount"]
    counts["remittance_fee"] = REMITTANCE["fee"]
    counts["remittance_margin"] = REMITTANCE["margin"]
    return counts


def _mirror(country: Arvania) -> Counts:
    """Count emigration to four partners, reported and mirrored."""
    counts: Counts = {
        "own_emigrated_reported_2025": reported_citizens(),
        "own_emigrated_other_2025": CITIZENS["other"],
    }
    for row in mirror_table(country.people):
        key = row.country.lower()
        counts |= {
            f"mirror_reported_{key}": row.reported,
            f"mirror_partner_{key}": row.partner,
            f"mirror_returning_{key}": row.returning,
        }
    departed = [
        row
        for row in country.people
        if row.way_out == "emigration" and row.left.year == 2025
    ]
    counts["departed_2025"] = len(departed)
    counts["departed_reported_2025"] = sum(row.reported for row in departed)
    return counts


def _cells(country: Arvania) -> Counts:
    """Count the refugees table of 2025 before and after protection."""
    cells = protect(refugees_table(country))
    counts: Counts = {
        "cells": len(cells),
        "cells_primary": sum(cell.sign == "primary" for cell in cells),
        "cells_secondary": sum(cell.sign == "secondary" for cell in cells),
        "cells_persons_hidden": sum(cell.value for cell in cells if cell.sign),
        "cells_rounded_sum": sum(cell.rounded for cell in cells),
    }
    for cell in cells:
        sex = "men" if cell.column == "M" else "women"
        counts[f"refugees_{cell.row.lower()}_{sex}"] = cell.value
    return counts | parts(region_cells(country), "regions_{part}")


def _residual(country: Arvania) -> Counts:
    """Count what the residual method needs, on the census day."""
    regular = [
        row
        for row in country.people
        if row.lives_here_on(CENSUS_DAY)
        and row.long_term
        and row.birth_country != ARVANIA
    ]
    waiting = [row for row in country.cases if waiting_a_year(row, CENSUS_DAY)]
    departed = [
        row
        for row in country.people
        if row.way_out == "emigration"
        and not row.reported
        and row.left <= CENSUS_DAY
        and row.birth_country != ARVANIA
    ]
    return {
        "residual_regular": len(regular) + len(waiting),
        "residual_missed": sum(missed(row) for row in regular),
        "residual_departed": len(departed),
        "residual_truth": HIDDEN,
    }


def _releases(country: Arvania) -> Counts:
    """Count days of the release log."""
    log = release_log(country)
    counts: Counts = {
        "releases": len(log),
        "releases_on_time": sum(row.delay == 0 for row in log),
        "releases_median_days": median(row.timeliness for row in log),
        "releases_longest_delay": max(row.delay for row in log),
        "releases_revised": sum(row.first != row.final for row in log),
    }
    for row in log:
        counts[f"release_days_{row.key}"] = row.timeliness
        counts[f"release_delay_{row.key}"] = row.delay
        counts[f"release_first_{row.key}"] = row.first
        counts[f"release_final_{row.key}"] = row.final
    return counts
