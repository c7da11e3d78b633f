"""Named figures: exact, rounded once, and the same in every file."""

import os
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pytest
import yaml
from django.conf import settings

from modules.practice.figure_files import (
    FOLDER,
    figures_data,
    figures_markdown,
    figures_yaml,
    recompute,
)
from modules.practice.figures import (
    ExpressionError,
    FigureBook,
    evaluate,
    round_half_up,
    shown,
)
from modules.practice.generator import arvania
from modules.practice.headline import headline_figures
from modules.practice.tables import all_tables

NB = "\u00a0"


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        ("62.5", 0, "63"),
        ("12.25", 1, "12.3"),
        ("-0.125", 2, "-0.13"),
        ("0.05", 1, "0.1"),
        ("2", 1, "2.0"),
    ],
)
def test_round_half_up_halves(value, decimals, rounded):
    """Halves go away from zero, exactly."""
    assert str(round_half_up(Fraction(value), decimals)) == rounded


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("a + b * 2", "11"),
        ("(a - b) / 4", "-0.25"),
        ("root(a ** 3, 3)", "3"),
        ("sqrt(b * 4)", "4"),
        ("min(a, b) - max(a, b)", "-1"),
    ],
)
def test_evaluate_arithmetic(expression, result):
    """Names, numbers, brackets and the few functions are understood."""
    values = {"a": Fraction(3), "b": Fraction(4)}
    assert round_half_up(evaluate(expression, values), 6) == Decimal(result)


@pytest.mark.parametrize(
    "expression", ["c", "a +", "a < b", "__import__('os')", "a ** 0.5", "'a'"]
)
def test_evaluate_refuses_what_is_not_arithmetic(expression):
    """Unknown names and anything but arithmetic are refused."""
    values = {"a": Fraction(3), "b": Fraction(4)}
    with pytest.raises(ExpressionError):
        evaluate(expression, values)


def test_shown_as_lessons_print_it():
    """No-break spaces, a true minus, a percent sign after a no-break space."""
    assert shown(Decimal("-1234.5"), "%") == f"−1{NB}234.5{NB}%"


def test_formula_uses_true_signs_and_counted_numbers():
    """Inputs that were rounded appear by their own formula."""
    book = FigureBook()
    book.topic("Test", "")
    book.count("a", "A", "persons", "06", 1, 0)
    book.count("b", "B", "persons", "06", 3, 0)
    book.derive("c", "C", "factor", "06", "a / b", 2)
    book.derive("d", "D", "%", "06", "c * (a - b) * 100", 1)
    book.derive("e", "E", "persons", "06", "b + (a - b)", 0)

    assert book.formula("c") == "1 ÷ 3 = 0.33"
    assert book.formula("d") == f"1 ÷ 3 × (1 − 3) = −66.7{NB}%"
    assert book.formula("e") == "3 + 1 − 3 = 1"


def test_figure_defined_twice_is_refused():
    """A name means one figure."""
    book = FigureBook()
    book.topic("Test", "")
    book.count("a", "A", "persons", "06", 1, 0)
    with pytest.raises(ExpressionError):
        book.count("a", "A again", "persons", "06", 2, 0)


def test_figures_yaml_recomputed_gives_its_values():
    """Every value of the file follows from its own expressions."""
    data = yaml.safe_load((FOLDER / "figures.yaml").read_text("utf-8"))
    values = {name: entry["value"] for name, entry in data["figures"].items()}

    assert {name: str(value) for name, value in recompute(data).items()} == values


def test_figure_files_are_what_the_command_writes():
    """Nobody edited the files by hand, and nobody forgot the command."""
    book, tables = headline_figures(), all_tables(arvania())

    assert (FOLDER / "FIGURES.md").read_text("utf-8") == figures_markdown(book, tables)
    assert (FOLDER / "figures.yaml").read_text("utf-8") == figures_yaml(
        figures_data(book, tables)
    )


@pytest.mark.parametrize(
    ("expected", "counted"),
    [
        ("expected_2025", "stock_2025"),
        ("residual_2025", "residual_explained_2025"),
        ("raw_clean_expected", "raw_clean"),
        ("sulm_clean_expected", "sulm_clean"),
        ("bridge_census_2024", "foreigners_2024"),
        ("bridge_census_2025", "foreigners_2025"),
        ("own_expected_2025", "own_end_2025"),
        ("permits_expected_2025", "permits_end_2025"),
        ("stay_holders", "permit_holders_2025"),
        ("stay_bridge_expected", "stay_bridge_register"),
        ("work_pending_2025", "work_end_2025"),
        ("asylum_pending_2025", "asylum_end_2025"),
        ("present_expected", "present_2025"),
        ("present_parts", "present_2025"),
        ("residual_counted", "bridge_hidden_2024"),
    ],
)
def test_expected_figure_equals_the_counted_one(expected, counted):
    """Two ways to one number: by the equation and by counting."""
    book = headline_figures()
    assert book[expected].exact == book[counted].exact


def test_differences_of_printed_rates_are_printed_differences():
    """A reader who subtracts the printed rates finds the printed gap."""
    book = headline_figures()
    own = book["rate_own"].value

    assert book["rate_foreign"].value - own == book["rate_gap"].value
    standardised = book["rate_foreign_standardised"].value
    assert standardised - own == book["rate_gap_standardised"].value


def test_arvania_built_twice_is_the_same(country):
    """The seed fixes every row."""
    assert arvania.__wrapped__() == country


def test_figures_do_not_depend_on_the_process():
    """Another process with another hash seed finds the same figures."""
    code = (
        "from modules.practice.headline import headline_figures as h;"
        "print([str(f.value) for f in h().figures.values()])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        text=True,
        cwd=settings.BASE_DIR,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    values = [str(figure.value) for figure in headline_figures().figures.values()]
    assert found.stdout.strip() == str(values)
