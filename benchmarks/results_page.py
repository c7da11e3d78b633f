"""What the pages of a validated round's result cost, with 1 and with 12 institutions.

``python -m benchmarks.results_page [--write]``: SQL statements and processor time
through the whole middleware, with the shipped framework, an earlier round to
compare with, and a database of its own in memory. The limit: 20 statements,
whatever the number of institutions. ``--write`` puts the figures into
benchmarks/results.md, in place of those that are there.
"""

import argparse
import os
import platform
import statistics
import time
from datetime import date

from benchmarks.report import section_of
from benchmarks.scoring import RESULTS

FEW, MANY, LIMIT = 1, 12, 20
HEADING = "## Results of assessments"


def main() -> None:
    """Measure and print, and write if told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.test"
    import django

    django.setup()
    from django.test.utils import (
        setup_databases,
        setup_test_environment,
        teardown_databases,
    )

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        text = _report(options.rounds)
    finally:
        teardown_databases(databases, verbosity=0)
    print(text)
    if options.write:
        old = RESULTS.read_text(encoding="utf-8")
        others = old.replace(section_of(old, HEADING), "").rstrip()
        RESULTS.write_text(f"{others}\n\n{text.rstrip()}\n", encoding="utf-8")


def _report(rounds: int) -> str:
    lines = []
    for institutions in (FEW, MANY):
        for name, url, browser in _pages(institutions):
            statements, spent = _measured(browser, url, rounds)
            verdict = "reached" if statements <= LIMIT else "**missed**"
            lines.append(
                f"| {name}, institutions: {institutions} | {statements} "
                f"| {1000 * spent:.0f} ms | {verdict} |"
            )
    return f"""{HEADING}

`python -m benchmarks.results_page`, Python {platform.python_version()}, SQLite in memory; at most {LIMIT} statements; processor time on one core.

| Page of a validated round | SQL statements | Processor time | Verdict |
| --- | --- | --- | --- |
{chr(10).join(lines)}
"""


def _pages(institutions: int) -> list[tuple]:
    """Return name, address and a signed-in coordinator's browser of each page."""
    from django.test import Client
    from django.urls import reverse

    from assessments.maturity.catalogue import framework_called
    from lms.accounts.models import Role
    from tests.accounts.factories import CountryFactory, MembershipFactory
    from tests.assessments.maturity.result_rounds import make_round

    country = CountryFactory()
    framework = framework_called("migdata-maturity")
    shape = {"framework": framework, "institutions": institutions}
    make_round(country, on=date(2026, 6, 30), **shape)
    round = make_round(country, on=date(2027, 6, 30), **shape)
    browser = Client()
    browser.force_login(
        MembershipFactory(role=Role.COORDINATOR, country=country).person
    )
    first = framework.dimensions[0].id
    return [
        ("National result", reverse("maturity:result", args=[round.pk]), browser),
        (
            "One dimension",
            reverse("maturity:result_dimension", args=[round.pk, first]),
            browser,
        ),
    ]


def _measured(browser, url: str, rounds: int) -> tuple[int, float]:
    """Return the statements of a page, and the median of its processor time."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser.get(url)
    with CaptureQueriesContext(connection) as captured:
        page = browser.get(url)
    if page.status_code != 200:
        raise SystemExit(f"{url} answers {page.status_code}.")
    statements = len(captured)  # the next request empties the list
    spent = []
    for _round in range(rounds):
        begin = time.process_time()
        browser.get(url)
        spent.append(time.process_time() - begin)
    return statements, statistics.median(spent)


if __name__ == "__main__":
    main()
