"""What certificates in bulk cost, compared with one.

``python -m benchmarks.certificates [--number 1000]``: processor time of a batch of
certificates of participation, with PDF and signed credential, in a database in
memory, through the task as it runs in production. Each may cost at most three
times as much as one that is issued alone when everything is warm.
"""

import argparse
import os
import resource
import tempfile
import time

LIMIT, ALONE = 3.0, 20


def main() -> None:
    """Measure and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=1000)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.test"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        import django

        django.setup()
        alone, each = certificate_seconds(options.number)
    share = each / alone
    verdict = "reached" if share <= LIMIT else "MISSED"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"One certificate alone, warm: {alone * 1000:.0f} ms of CPU")
    print(
        f"{options.number} certificates in a batch: {each * 1000:.0f} ms of CPU each,"
        f" {share:.2f} times as much (limit {LIMIT:g}: {verdict})"
    )
    print(f"Largest memory: {peak} MB")


def certificate_seconds(number: int) -> tuple[float, float]:
    """Processor seconds of one certificate alone, and of each in a batch."""
    from django.test.utils import setup_databases, teardown_databases

    databases = setup_databases(verbosity=0, interactive=False)
    try:
        from lms.accounts.models import User
        from lms.learning.batches import Order, start_batch
        from lms.learning.certificates import issue_participation, make_files_now
        from lms.learning.models import Certificate
        from tests.learning.factories import make_module

        outline = make_module("01")
        names = ("Мира Талвик", "Ana Rivas", "محمد الأنصاري", "Ελένη Παπαδοπούλου")
        people = User.objects.bulk_create(
            User(
                email=f"learner{index}@example.org",
                full_name=f"{names[index % len(names)]} {index}",
            )
            for index in range(number + ALONE + len(names))
        )

        def issue(person) -> None:
            make_files_now(
                issue_participation(person, outline, by=people[0], files=False)
            )

        for person in people[: len(names)]:  # fonts and vocabularies are read
            issue(person)
        begin = time.process_time()
        for person in people[len(names) : len(names) + ALONE]:
            issue(person)
        alone = (time.process_time() - begin) / ALONE
        rest = people[len(names) + ALONE :]
        order = Order(outline, Certificate.Kind.PARTICIPATION)
        begin = time.process_time()
        batch = start_batch(order, rest, by=people[0])  # nothing to wait for here
        each = (time.process_time() - begin) / number
        batch.refresh_from_db()
        made = Certificate.objects.exclude(pdf="").filter(credential__isnull=False)
        if (batch.issued, made.count()) != (number, len(people)):
            raise SystemExit(f"{batch.issued} issued, {made.count()} with files")
    finally:
        teardown_databases(databases, verbosity=0)
    return alone, each


if __name__ == "__main__":
    main()
