"""How long it takes to bring 2,000 people into a cohort.

``python -m benchmarks.cohort_import [--rows 2000]``: processor time of the whole
way through the pages, in a database of its own in memory: a workbook is sent and
read, what would happen is shown, and confirmed (limit: 10 s). Half of the people
have an account in the country, half are new. The e-mails, which background work
writes, are counted by themselves and together.
"""

import argparse
import io
import os
import time

ROWS, LIMIT = 2000, 10.0
DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def main() -> None:
    """Measure and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
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
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        steps = measure(options.rows)
    finally:
        teardown_databases(databases, verbosity=0)
    total = sum(steps.values())
    pages = total - steps["e-mails"]
    for name, seconds in steps.items():
        print(f"{name:>12}: {seconds:5.2f} s of CPU")
    for name, seconds in (("pages", pages), ("with e-mails", total)):
        verdict = "reached" if seconds < LIMIT else "MISSED"
        print(f"{options.rows} rows, {name}: {seconds:.2f} s of CPU ({verdict})")


def measure(rows: int) -> dict[str, float]:
    """Return the seconds of processor time of each step."""
    from django.core import mail
    from django.test import Client, override_settings
    from django_tasks import default_task_backend

    from lms.learning.models import CohortMember, PendingMember

    trainer, cohort, people = _prepare(rows)
    client = Client()
    client.force_login(trainer)
    url = f"/en/cohorts/{cohort.pk}/members/import/"
    steps = {}
    with override_settings(TASKS=DUMMY):
        book = _workbook(people)
        begin = time.process_time()
        response = client.post(url, {"file": book, "language": "en"})
        steps["read, judge"] = time.process_time() - begin
        begin = time.process_time()
        page = client.get(response.url)
        steps["show"] = time.process_time() - begin
        if page.context["joining_count"] + page.context["invited_count"] != rows:
            raise SystemExit("Not everybody joins or is invited.")
        begin = time.process_time()
        client.post(response.url, {"import": "1"})
        steps["confirm"] = time.process_time() - begin
        waiting = list(default_task_backend.results)
    begin = time.process_time()
    for result in waiting:
        result.task.func(*result.args, **result.kwargs)
    steps["e-mails"] = time.process_time() - begin
    made = (CohortMember.objects.count(), PendingMember.objects.count())
    if sum(made) != rows or len(mail.outbox) != rows:
        raise SystemExit(f"{made} joined and waited for, {len(mail.outbox)} e-mails")
    return steps


def _prepare(rows: int):
    """Return a trainer, a cohort, and the people of the list."""
    from lms.accounts.models import Membership, User
    from tests.accounts.factories import (
        CountryFactory,
        InstitutionFactory,
        make_person,
    )
    from tests.learning.factories import CohortFactory

    country = CountryFactory.create()
    for number in range(12):
        InstitutionFactory.create(country=country, key=f"ministry-{number}")
    trainer = make_person("trainer", country)
    there = User.objects.bulk_create(
        User(email=f"officer{number}@border.example", full_name=f"Officer {number}")
        for number in range(rows // 2)
    )
    Membership.objects.bulk_create(
        Membership(person=person, role="learner", country=country) for person in there
    )
    people = [person.email for person in there]
    people += [f"new{number}@border.example" for number in range(rows - len(there))]
    return trainer, CohortFactory.create(country=country, trainers=[trainer]), people


def _workbook(people) -> io.BytesIO:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(
        [
            "E-mail address",
            "Full name",
            "Full name in Latin letters",
            "Language",
            "Institution",
        ]
    )
    for number, email in enumerate(people):
        ministry = f"Ministry {number % 12}"
        book.active.append([email, "Мира Талвик", "Mira Talvik", "ru", ministry])
    buffer = io.BytesIO()
    book.save(buffer)
    buffer.seek(0)
    buffer.name = "people.xlsx"
    return buffer


if __name__ == "__main__":
    main()
