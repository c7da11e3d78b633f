"""How long scoring takes, without a database.

``python -m benchmarks.scoring [--write]``: processor time of one round of 12
institutions with the shipped framework (limit: 10 ms), and of 10 rounds of each of
200 countries (limit: 20 s) with their plain data. ``--write`` puts the figures into
benchmarks/results.md, in place of those that are there.
"""

import argparse
import os
import platform
import random
import statistics
import time
from pathlib import Path

from benchmarks.report import section_of

INSTITUTIONS, COUNTRIES, ROUNDS = 12, 200, 10
ONE_LIMIT, ALL_LIMIT = 0.010, 20.0
RESULTS = Path(__file__).parent / "results.md"
HEADING = "## Scoring of assessments"


def main() -> None:
    """Measure and print, and write if told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.test"
    import django

    django.setup()
    one, everything = measure()
    text = report(one, everything)
    print(text)
    if options.write:
        _put_into_results(text)


def measure() -> tuple[float, float]:
    """Seconds of processor time: the median of one round, and of all of them."""
    from assessments.maturity.catalogue import framework_called
    from assessments.maturity.scoring import score_round

    framework = framework_called("migdata-maturity")
    rounds = [_answers(framework, seed) for seed in range(20)]
    for answers, agreed in rounds[:3]:
        score_round(framework, answers, agreed=agreed)
    single = []
    for answers, agreed in rounds:
        begin = time.process_time()
        score_round(framework, answers, agreed=agreed)
        single.append(time.process_time() - begin)
    begin = time.process_time()
    for number in range(COUNTRIES * ROUNDS):
        answers, agreed = rounds[number % len(rounds)]
        score_round(framework, answers, agreed=agreed, evidence={}).data()
    return statistics.median(single), time.process_time() - begin


def report(one: float, everything: float) -> str:
    """The section of results.md."""
    from assessments.maturity.catalogue import framework_called

    questions = len(framework_called("migdata-maturity").questions)
    return f"""{HEADING}

`python -m benchmarks.scoring`, Python {platform.python_version()}, without a database; processor time on one core.

| What | Target | Result | Verdict |
| --- | --- | --- | --- |
| One round of {INSTITUTIONS} institutions, {questions} questions | under {ONE_LIMIT * 1000:.0f} ms | {one * 1000:.1f} ms | {_verdict(one < ONE_LIMIT)} |
| {ROUNDS} rounds of {COUNTRIES} countries, agreed and validated, with their data | under {ALL_LIMIT:.0f} s | {everything:.1f} s | {_verdict(everything < ALL_LIMIT)} |
"""


def _verdict(reached: bool) -> str:
    return "reached" if reached else "**missed**"


def _answers(framework, seed: int):
    """A round in which institutions differ, and every second level is agreed."""
    from assessments.maturity.answers import DONT_KNOW, Answer

    dice = random.Random(seed)  # noqa: S311 - answers, not secrets
    levels = [*range(framework.minimum, framework.maximum + 1), DONT_KNOW]
    answers = [
        Answer(f"Institution {number}", question, dice.choice(levels), "Seen")
        for question in framework.by_id
        for number in range(INSTITUTIONS)
    ]
    agreed = {question: dice.choice(levels) for question in [*framework.by_id][::2]}
    return answers, agreed


def _put_into_results(text: str) -> None:
    """Replace our section of results.md, or add it at the end."""
    old = RESULTS.read_text(encoding="utf-8")
    others = old.replace(section_of(old, HEADING), "").rstrip()
    RESULTS.write_text(f"{others}\n\n{text.rstrip()}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
