"""The headline figures: read their definitions, count, calculate, write them down."""

from functools import lru_cache
from itertools import product
from pathlib import Path

import yaml

from modules.practice.counts_people import people_counts
from modules.practice.counts_quality import quality_counts
from modules.practice.figures import ExpressionError, FigureBook
from modules.practice.generator import arvania

DEFINITIONS = Path(__file__).with_name("headline.yaml")
_KEYS = {"name", "for", "label", "unit", "modules", "decimals", "expression", "value"}


@lru_cache(maxsize=1)
def headline_figures() -> FigureBook:
    """Return all headline figures in the order of their definitions.

    Raises ExpressionError for a definition with an unknown key, without a count, or
    with an expression that names a figure not defined before it.
    """
    country = arvania()
    counts = {**people_counts(country), **quality_counts(country)}
    book = FigureBook()
    for topic in yaml.safe_load(DEFINITIONS.read_text("utf-8")):
        book.topic(topic["topic"], topic.get("note", ""))
        for entry in topic["figures"]:
            if set(entry) - _KEYS:
                raise ExpressionError(f"Unknown key in figure {entry['name']}.")
            for filled in _repeated(entry):
                _add(book, filled, counts)
    return book


def _repeated(entry: dict) -> list[dict]:
    """Return one entry for each combination of what "for" lists."""
    loops = entry.get("for", {})
    filled = []
    for combination in product(*loops.values()):
        words = {}
        for (key, options), choice in zip(loops.items(), combination, strict=True):
            words[key] = choice
            if isinstance(options, dict):
                words[f"{key}_label"] = options[choice]
        if "year" in words:
            words["last"] = words["year"] - 1
        filled.append(
            {
                key: value.format(**words) if isinstance(value, str) else value
                for key, value in entry.items()
                if key != "for"
            }
        )
    return filled


def _add(book: FigureBook, entry: dict, counts: dict) -> None:
    """Add one figure: derived, fixed in the definition, or counted."""
    texts = {key: entry[key] for key in ("name", "label", "unit", "modules")}
    decimals = entry.get("decimals", 0)
    if "expression" in entry:
        book.derive(**texts, expression=str(entry["expression"]), decimals=decimals)
        return
    value = entry["value"] if "value" in entry else counts.get(entry["name"])
    if value is None:
        raise ExpressionError(f"Nothing counts figure {entry['name']}.")
    book.count(**texts, value=value, decimals=decimals)
