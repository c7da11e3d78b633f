"""What a plan costs: choosing, the greedy schedule, and the exact plans.

``python -m benchmarks.planning [--rounds 15]``: processor time for the worked case
of the library document (41 actions), without a database. The limits: selection and
greedy schedule together 20 ms; an exact plan 10 s.
"""

import argparse
import os
import statistics
import time

LIMIT_MS, LIMIT_S = 20.0, 10.0


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


if __name__ == "__main__":
    main()
