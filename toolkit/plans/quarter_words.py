"""Quarters as people read them."""

from django.utils.translation import gettext as _

from toolkit.plans.quarters import Quarter, read_quarter


def quarter_words(quarter: Quarter | str | None) -> str:
    """Return "Q3 2027" in the active language; "" for none."""
    if not quarter:
        return ""
    found = read_quarter(quarter) if isinstance(quarter, str) else quarter
    # Translators: a quarter of a year, short: Q3 2027, T3 2027, 3-й кв. 2027.
    return _("Q%(number)s %(year)s") % {
        "number": found.number,
        "year": found.year,
    }


def span_words(start: Quarter | None, end: Quarter | None) -> str:
    """Return "Q1 2027", or "Q1 to Q3 2027" words for several; "" without a start."""
    if start is None or end is None:
        return ""
    if start == end:
        return quarter_words(start)
    # Translators: from a quarter to another one: Q1 2027 to Q3 2027.
    return _("%(first)s to %(last)s") % {
        "first": quarter_words(start),
        "last": quarter_words(end),
    }
