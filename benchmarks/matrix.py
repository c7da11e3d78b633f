"""What the progress matrix costs with 3 and with 300 learners x 16 modules.

``python -m benchmarks.matrix [--rounds 15]``: processor time to the first byte of
the page through the whole middleware, in a database of its own in memory, and the
number of SQL statements. The limit: 300 learners cost at most 5 times what 3 cost.
"""

import argparse
import os
import statistics
import time
from datetime import timedelta

FEW, MANY, MODULES, LESSONS, LIMIT = 3, 300, 16, 7, 5.0


def main() -> None:
    """Measure both sizes in turn and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
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
        _report(options.rounds)
    finally:
        teardown_databases(databases, verbosity=0)


def _report(rounds: int) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    outlines = make_modules()
    trainer = make_trainer()
    browser = Client()
    browser.force_login(trainer)
    urls = {
        number: f"/en/cohorts/{fill_cohort(number, outlines, trainer).pk}/progress/"
        for number in (FEW, MANY)
    }
    spent: dict[int, list[float]] = {number: [] for number in urls}
    for number, url in urls.items():
        browser.get(url)
        with CaptureQueriesContext(connection) as captured:
            page = browser.get(url)
        weight = len(page.content) / 1024
        print(f"{number} learners: {len(captured)} SQL, {weight:.0f} KiB")
    for _round in range(rounds):
        for number, url in urls.items():
            begin = time.process_time()
            browser.get(url)
            spent[number].append(time.process_time() - begin)
    few, many = (statistics.median(spent[number]) for number in (FEW, MANY))
    verdict = "reached" if many <= LIMIT * few else "MISSED"
    print(
        f"{FEW} learners {1000 * few:.1f} ms, {MANY} learners {1000 * many:.1f} ms: "
        f"{many / few:.1f} times, limit {LIMIT:.0f} ({verdict})"
    )


def make_modules(number: int = MODULES, lessons: int = LESSONS) -> list:
    """Return the outlines of new modules, each with a check."""
    from tests.assessments.factories import make_quiz, single_data
    from tests.learning.factories import make_module

    keys = [f"{place:02}" for place in range(1, number + 1)]
    for key in keys:
        make_quiz(single_data(f"q-{key}"), key=f"{key}-check")
    return [make_module(key, lessons, check=f"{key}-check") for key in keys]


def make_trainer():
    """Return a trainer of a country."""
    from lms.accounts.models import Role
    from tests.accounts.factories import MembershipFactory

    return MembershipFactory(role=Role.TRAINER).person


def fill_cohort(number: int, outlines: list, trainer):
    """Return a cohort of so many learners who are done with three modules of four.

    In every fourth module they are half way and have failed the check once.
    """
    from django.utils import timezone

    from assessments.quizzes.models import Attempt, Quiz
    from lms.accounts.models import Membership, Role, User
    from lms.learning.models import (
        Assignment,
        CohortMember,
        Completion,
        Enrolment,
    )
    from tests.accounts.factories import InstitutionFactory
    from tests.learning.factories import CohortFactory

    now = timezone.now()
    country = trainer.country
    cohort = CohortFactory(country=country, trainers=[trainer])
    institution = InstitutionFactory(country=country)
    people = User.objects.bulk_create(
        User(
            email=f"matrix{cohort.pk}-{place}@example.org",
            full_name=f"Learner {place:03}",
            last_login=now,
        )
        for place in range(number)
    )
    Membership.objects.bulk_create(
        Membership(
            person=person, role=Role.LEARNER, country=country, institution=institution
        )
        for person in people
    )
    CohortMember.objects.bulk_create(
        CohortMember(cohort=cohort, person=person, way="added") for person in people
    )
    Assignment.objects.bulk_create(
        Assignment(
            cohort=cohort,
            module_key=outline.key,
            due_on=timezone.localdate() + timedelta(days=place - 8),
            made_by=trainer,
        )
        for place, outline in enumerate(outlines)
    )
    quizzes = {quiz.key: quiz for quiz in Quiz.objects.all()}
    enrolments, completions, attempts = [], [], []
    for place, person in enumerate(people):
        for turn, outline in enumerate(outlines):
            done = (place + turn) % 4 != 0
            enrolments.append(
                Enrolment(
                    person=person,
                    module_key=outline.key,
                    translation_key=outline.translation_key,
                )
            )
            attempts.append(
                Attempt(
                    quiz=quizzes[outline.check],
                    quiz_version=1,
                    kind="module",
                    person=person,
                    seed=1,
                    pass_mark=7,
                    started_at=now,
                    submitted_at=now,
                    points=9 if done else 4,
                    possible=10,
                    passed=done,
                    passed_at=now if done else None,
                )
            )
            half = len(outline.lessons) // 2
            lessons = outline.lessons if done else outline.lessons[:half]
            things = [("read", one) for one in lessons]
            things += [("lesson", one) for one in lessons]
            things += [("module", outline)] if done else []
            completions += [
                Completion(
                    person=person,
                    kind=kind,
                    key=one.key,
                    translation_key=one.translation_key,
                    rule_version=1,
                )
                for kind, one in things
            ]
    Enrolment.objects.bulk_create(enrolments, batch_size=2000)
    Completion.objects.bulk_create(completions, batch_size=2000)
    Attempt.objects.bulk_create(attempts, batch_size=2000)
    return cohort


if __name__ == "__main__":
    main()
