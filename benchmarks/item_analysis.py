"""How long item analysis and a regrade of many attempts take.

``python -m benchmarks.item_analysis [--attempts 10000]``: processor time of the
analysis of 10,000 learners x 40 items (limit: 2 s), and a regrade in a database of
its own in memory, through the tasks as they run in production.
"""

import argparse
import os
import resource
import time

LEARNERS, ITEMS, LIMIT = 10_000, 40, 2.0


def main() -> None:
    """Measure both and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attempts", type=int, default=10_000)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.test"
    import django

    django.setup()
    seconds = analysis_seconds()
    verdict = "reached" if seconds < LIMIT else "MISSED"
    print(f"Item analysis, {LEARNERS} x {ITEMS}: {seconds:.2f} s of CPU ({verdict})")
    previewed, regraded, alive = regrade_seconds(options.attempts)
    print(f"Effect of a correction on {options.attempts} attempts: {previewed:.1f} s")
    print(f"Regrade of {options.attempts} attempts: {regraded:.1f} s")
    print(f"Largest memory: {alive} MB")


def analysis_seconds() -> float:
    """Processor time, user and system, of all figures of one matrix."""
    import numpy as np
    import pandas as pd

    from assessments.quizzes import reports

    rng = np.random.default_rng(1)
    skill = rng.normal(size=(LEARNERS, 1)) - rng.normal(size=(1, ITEMS))
    right = rng.random((LEARNERS, ITEMS)) < 1 / (1 + np.exp(-skill))
    scores = pd.DataFrame(right.astype(float)).rename(columns="q{}".format)
    scores = scores.mask(rng.random(scores.shape) < 0.05)
    choice = np.where(right, "a", rng.choice(list("bcd"), right.shape))
    taken = pd.DataFrame(choice, columns=scores.columns)
    taken = taken.rename_axis("learner").reset_index()
    taken = taken.melt("learner", var_name="item", value_name="choice")
    offered = {key: {"a": True, "b": False, "c": False} for key in scores}
    begin = time.process_time()
    items = reports.item_figures(scores)
    choices = reports.choice_frequencies(scores, taken)
    reports.flags(items, choices, offered)
    reports.whole_figures(scores)
    return time.process_time() - begin


def regrade_seconds(number: int) -> tuple[float, float, int]:
    """Seconds of the preview and of the regrade, and megabytes at the most."""
    from django.test.utils import setup_databases, teardown_databases

    databases = setup_databases(verbosity=0, interactive=False)
    try:
        regrade = _prepare(number)
        from assessments.quizzes.regrades import effect_of, publish

        begin = time.perf_counter()
        effect = effect_of(regrade)
        previewed = time.perf_counter() - begin
        begin = time.perf_counter()
        publish(regrade)
        regraded = time.perf_counter() - begin
        regrade.refresh_from_db()
        if (effect.attempts, regrade.done) != (number, number):
            raise SystemExit(f"{effect.attempts} seen, {regrade.done} regraded")
    finally:
        teardown_databases(databases, verbosity=0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return previewed, regraded, peak


def _prepare(number: int):
    """Attempts of ten questions; a third chose what turns out to be right."""
    from django.utils import timezone

    from assessments.quizzes.models import Attempt, AttemptItem, Response
    from assessments.quizzes.regrades import propose
    from lms.accounts.models import User
    from tests.assessments.factories import make_quiz, many

    quiz, now = make_quiz(*many(10), pass_mark=7), timezone.now()
    questions = [item.question for item in quiz.items.all()]
    specs = [question.spec() for question in questions]
    people = User.objects.bulk_create(
        User(email=f"learner{index}@example.org") for index in range(number)
    )
    attempts = Attempt.objects.bulk_create(
        Attempt(
            quiz=quiz,
            quiz_version=1,
            kind="module",
            person=person,
            seed=1,
            pass_mark=7,
            started_at=now,
            submitted_at=now,
            points=7,
            possible=10,
            passed=True,
            passed_at=now,
        )
        for person in people
    )
    for place, (question, spec) in enumerate(zip(questions, specs, strict=True)):
        items = AttemptItem.objects.bulk_create(
            AttemptItem(
                attempt=attempt,
                position=place + 1,
                question=question,
                question_version=1,
                spec=spec,
                shown=["a", "b", "c"],
                answer="b" if place < 7 else "c",
                answered_at=now,
                steps=1,
                fraction=int(place < 7),
            )
            for attempt in attempts
        )
        Response.objects.bulk_create(
            Response(item=item, number=1, answer=item.answer, at=now) for item in items
        )
    corrected = specs[0] | {"version": 2}
    corrected["choices"] = [
        row | {"right": row["key"] == "c"} for row in corrected["choices"]
    ]
    return propose(questions[0], corrected)


if __name__ == "__main__":
    main()
