"""What a plan costs: choosing, the greedy schedule, the exact plans, pages and report.

``python -m benchmarks.planning [--rounds 15]``: processor time for the worked case
of the library document (41 actions), without a database; then SQL statements of its
page and processor time of its documents, with a database of its own in memory. The
limits: selection and greedy schedule together 20 ms; an exact plan 10 s; the report
of a quarter 3 s warm.
"""

import argparse
import os
import statistics
import time

LIMIT_MS, LIMIT_S, REPORT_S = 20.0, 10.0, 3.0


def main() -> None:
    """Measure and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.test")
    import django

    django.setup()
    from assessments.maturity.catalogue import framework_called
    from toolkit.plans.catalogue import shipped_library
    from toolkit.plans.scheduling import Capacity, Frame, schedule
    from toolkit.plans.selection import select
    from toolkit.plans.solving import best, shortest

    framework, library = framework_called("migdata-maturity"), shipped_library()
    now = dict.fromkeys(framework.by_id, framework.minimum)
    frame = Frame(Capacity(8))
    for target in (3, 5):
        targets = dict.fromkeys(now, target)
        spent = []
        for _round in range(options.rounds):
            begin = time.process_time()
            selection = select(framework, library, now, targets)
            plan = schedule(selection, frame)
            spent.append(1000 * (time.process_time() - begin))
        middle = statistics.median(spent)
        print(
            f"Target {target}: {len(plan.starts)} actions, {plan.quarters} quarters, "
            f"{middle:.1f} ms, limit {LIMIT_MS:.0f} ms "
            f"({'reached' if middle <= LIMIT_MS else 'MISSED'})"
        )
    selection = select(framework, library, now, dict.fromkeys(now, 3))
    # The first use of the solver pays for its import.
    shortest(selection, Frame(Capacity(99)))
    cases = {
        f"Shortest, {number} at once": lambda number=number: shortest(
            selection, Frame(Capacity(number))
        )
        for number in (3, 5, 8)
    }
    for budget, quarters in ((20, 4), (50, 12)):
        cases[f"Best, {budget} points in {quarters} quarters"] = (
            lambda budget=budget, quarters=quarters: best(
                framework, selection, budget=budget, quarters=quarters, frame=frame
            )
        )
    for name, solve in cases.items():
        begin = time.process_time()
        found = solve()
        seconds = time.process_time() - begin
        print(
            f"{name}: {found.value}, bound {found.bound}, {seconds:.1f} s, "
            f"limit {LIMIT_S:.0f} s "
            f"({'reached' if seconds <= LIMIT_S else 'MISSED'})"
        )
    from django.test.utils import (
        setup_databases,
        setup_test_environment,
        teardown_databases,
    )

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        _pages()
    finally:
        teardown_databases(databases, verbosity=0)


def _pages() -> None:
    """Print what the page of the worked case costs, and its documents."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from toolkit.plans.quarters import quarter_of

    plan, person = followed_plan()
    last = quarter_of(timezone.localdate()).plus(-1)
    browser = Client()
    browser.force_login(person)
    page = f"/en/plans/{plan.pk}/"
    browser.get(page)
    with CaptureQueriesContext(connection) as captured:
        begin = time.process_time()
        browser.get(page)
        milliseconds = 1000 * (time.process_time() - begin)
    number = plan.items.count()
    print(f"Page of {number} lines: {len(captured)} SQL, {milliseconds:.0f} ms")
    for name, address in (
        ("Quarterly report (PDF)", f"{page}reviews/{last}/report.pdf"),
        ("Plan (PDF)", f"{page}plan.pdf"),
        ("Plan (XLSX)", f"{page}plan.xlsx"),
    ):
        # The first document pays for the import of its library.
        browser.get(address)
        begin = time.process_time()
        answer = browser.get(address)
        seconds = time.process_time() - begin
        verdict = ""
        if "report" in address:
            verdict = f", limit {REPORT_S:.0f} s "
            verdict += "(reached)" if seconds <= REPORT_S else "(MISSED)"
        weight = len(answer.content) / 1024
        print(
            f"{name}: {answer.status_code}, {weight:.0f} KiB, {seconds:.2f} s{verdict}"
        )


def followed_plan():
    """Return the worked case as an approved plan in its second year, and who runs it.

    Every line has a word of its owner.
    """
    from django.utils import timezone

    from assessments.maturity.catalogue import framework_called
    from lms.accounts.models import Role
    from tests.accounts.factories import make_person
    from tests.assessments.maturity.result_rounds import make_round
    from tests.toolkit.plans.factories import make_library
    from toolkit.plans.catalogue import shipped_library
    from toolkit.plans.models import ItemUpdate, Plan
    from toolkit.plans.quarters import quarter_of
    from toolkit.plans.services.approving import approve_plan
    from toolkit.plans.services.building import make_plan

    framework, today = framework_called("migdata-maturity"), timezone.localdate()
    make_library(shipped_library())
    levels = dict.fromkeys(framework.by_id, framework.minimum)
    round = make_round(levels=levels, framework=framework, institutions=8)
    person = make_person(Role.COORDINATOR, round.country)
    targets = dict.fromkeys(levels, 3)
    start = quarter_of(today).plus(-4)
    plan = make_plan(round, by=person, start=start, targets=targets, today=start)
    lead = round.country.institutions.first()
    plan.items.filter(responsible=None).update(responsible=lead)
    ItemUpdate.objects.bulk_create(
        ItemUpdate(
            item=item,
            status="running",
            percent=20,
            note="The first part is there.",
            by=person,
            once=f"benchmark-{item.pk}",
        )
        for item in plan.items.all()
    )
    approve_plan(
        plan,
        approved_on=today,
        signatories=[{"name": "A. Person", "post": "Deputy Minister"}],
        edit_number=plan.edit_number,
        by=person,
    )
    return Plan.objects.get(pk=plan.pk), person


if __name__ == "__main__":
    main()
