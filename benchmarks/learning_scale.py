"""What the learner's home and the progress matrix cost when very many learn.

``python -m benchmarks.learning_scale [--sizes 1000 100000] [--rounds 40]``: fills a
database of its own on PostgreSQL with so many learners, 20 completions each, in
cohorts of 50, and measures both pages through the whole middleware: processor time
of Python and of the database's own process, and the number of statements. Every
size is read by several people. The limit: the largest size
costs at most 1.5 times what the smallest costs. PostgreSQL alone: the rows are
copied inside the database.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.database import database

SIZES, ROUNDS, LIMIT = (1_000, 100_000), 40, 1.5
COHORT, READERS = 50, 20
#: Where the results stand in results.md; what is printed goes there by hand.
HEADING = "## A hundred thousand learners"


@dataclass
class Spent:
    """Seconds of processor and of the database, per reading; statements at most."""

    cpu: list[float] = field(default_factory=list)
    sql: list[float] = field(default_factory=list)
    statements: int = 0

    @property
    def line(self) -> tuple[float, float]:
        """Return the medians in milliseconds."""
        return 1000 * statistics.median(self.cpu), 1000 * statistics.median(self.sql)


def main() -> None:
    """Fill and measure every size, print a table and the verdicts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with database() as (url, kind):
        if not kind.startswith("PostgreSQL"):
            raise SystemExit("This needs PostgreSQL.")
        os.environ |= {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "lms.settings.test",
        }
        import django

        django.setup()
        try:
            found = _measured(options.sizes, options.rounds)
        finally:
            from django.db import connections

            connections.close_all()
    print(kind)
    _report(found)


def _measured(sizes: list[int], rounds: int) -> dict[tuple[str, int], Spent]:
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    begin = time.perf_counter()
    course = make_course()
    found: dict[tuple[str, int], Spent] = {}
    there = 0
    # One database that grows: what is measured differs by its size alone.
    for size in sorted(sizes):
        grow(course, there, size)
        there = size
        print(f"{size} learners are there after {time.perf_counter() - begin:.0f} s")
        found |= measure(course, size, rounds)
    return found


@dataclass
class Course:
    """Sixteen modules with their checks, and the trainer of all cohorts."""

    outlines: list
    trainer: object


def make_course() -> Course:
    """Return the course and its trainer, in a new database."""
    from benchmarks.matrix import make_modules, make_trainer

    course = Course(make_modules(), make_trainer())
    _let_tables_fill_in()
    return course


def _let_tables_fill_in() -> None:
    """Give every column the default that its field has: only this database's."""
    from django.apps import apps
    from django.db import connection
    from psycopg import sql

    with connection.cursor() as cursor:
        for model in apps.get_models():
            for field in model._meta.local_concrete_fields:
                value = field.get_default()
                if not isinstance(value, str | bool | int) or field.primary_key:
                    continue
                value = str(value) if isinstance(value, str) else value
                names = map(
                    connection.ops.quote_name, (model._meta.db_table, field.column)
                )
                statement = "ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}".format(
                    *names, sql.Literal(value).as_string(cursor.connection.connection)
                )
                cursor.execute(statement)


def grow(course: Course, there: int, size: int) -> None:
    """Add learners with all that they did until there are so many."""
    from django.db import connection

    modules = [
        (number, one.key, one.translation_key, one.check)
        for number, one in enumerate(course.outlines)
    ]
    lessons = [
        (number, lesson.key, lesson.translation_key, place)
        for number, one in enumerate(course.outlines)
        for place, lesson in enumerate(one.lessons)
    ]
    from django.utils import timezone

    values = {
        "start": there + 1,
        "end": size,
        "trainer": course.trainer.pk,
        "country": course.trainer.country.pk,
        "cohort": COHORT,
        "now": timezone.now(),
    }
    with connection.cursor() as cursor:
        for table, columns, rows in (
            ("bench_module", "n int, key text, tk uuid, quiz text", modules),
            ("bench_lesson", "n int, key text, tk uuid, place int", lessons),
        ):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
            cursor.execute(f"CREATE TABLE {table} ({columns})")
            cursor.executemany(f"INSERT INTO {table} VALUES (%s, %s, %s, %s)", rows)  # noqa: S608
        for statement in _FILL:
            cursor.execute(statement, values)
        connection.commit()
        cursor.execute("VACUUM ANALYZE")


def measure(course: Course, size: int, rounds: int) -> dict[tuple[str, int], Spent]:
    """Return what both pages cost now, read by people spread over all of them."""
    from django.test import Client

    from lms.accounts.models import User
    from lms.learning.models import Cohort

    chosen = random.Random(1)  # noqa: S311 - the same people every time
    learners = User.objects.filter(email__startswith="scale-").order_by("pk")
    keys = list(learners.values_list("pk", flat=True))
    readers = []
    for person in User.objects.filter(pk__in=chosen.sample(keys, READERS)):
        browser = Client()
        browser.force_login(person)
        readers.append((browser, "/en/learn/"))
    trainer = Client()
    trainer.force_login(course.trainer)
    cohorts = list(Cohort.objects.order_by("pk").values_list("pk", flat=True))
    desks = [
        (trainer, f"/en/cohorts/{pk}/progress/")
        for pk in chosen.sample(cohorts, min(READERS, len(cohorts)))
    ]
    found = {}
    for name, visits in (("learner's home", readers), ("matrix of 50", desks)):
        spent = found[name, size] = Spent()
        for browser, url in visits:
            assert browser.get(url).status_code == 200, url  # noqa: S101
        for turn in range(rounds):
            browser, url = visits[turn % len(visits)]
            with _watched(spent):
                browser.get(url)
    print(f"{size} learners: preview of a rule in {preview():.1f} s of processor time")
    return found


def preview() -> float:
    """Return the seconds that the effect of a rule for all modules takes."""
    from lms.learning.rule_changes import propose

    begin = time.process_time()
    propose("module", {"lessons_percent": 30, "check_passed": False})
    return time.process_time() - begin


@contextmanager
def _watched(spent: Spent) -> Iterator[None]:
    """Add what happens meanwhile: processor, database, statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    begin, served = time.process_time(), _served(connection)
    with CaptureQueriesContext(connection) as captured:
        yield
    spent.cpu.append(time.process_time() - begin)
    spent.sql.append(_served(connection) - served)
    spent.statements = max(spent.statements, len(captured))


def _served(connection) -> float:
    """Return the processor time of the process that serves this connection.

    Seconds since it began, by Linux: on a machine that does other things as well,
    the time on the clock says little. The server has to be on this machine.
    """
    connection.ensure_connection()
    process = connection.connection.info.backend_pid
    nanoseconds = Path(f"/proc/{process}/schedstat").read_text("ascii").split()[0]
    return int(nanoseconds) / 1e9


def _report(found: dict[tuple[str, int], Spent]) -> None:
    print("| Page | Learners | SQL | CPU, ms | database, ms | sum, ms |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    sums: dict[str, list[float]] = {}
    for (name, size), spent in sorted(found.items()):
        cpu, sql = spent.line
        sums.setdefault(name, []).append(cpu + sql)
        print(
            f"| {name} | {size:,} | {spent.statements} | {cpu:.1f} | {sql:.1f} "
            f"| {cpu + sql:.1f} |"
        )
    for name, costs in sums.items():
        ratio = costs[-1] / costs[0]
        verdict = "reached" if ratio <= LIMIT else "MISSED"
        print(f"{name}: {ratio:.2f} times, limit {LIMIT} ({verdict})")


#: Learner number n is in cohort n / 50, has completed module n mod 16, is half way
#: in the next and has tried its check. 20 completions: 7 + 7 + 1 and 3 + 2.
_FILL = (
    """
    CREATE TEMPORARY TABLE IF NOT EXISTS bench_new (n int, person bigint)
    """,
    "TRUNCATE bench_new",
    """
    INSERT INTO accounts_user (email, full_name, date_joined)
    SELECT 'scale-' || n || '@example.org', 'Learner ' || n, %(now)s
    FROM generate_series(%(start)s, %(end)s) AS n
    """,
    """
    INSERT INTO bench_new SELECT split_part(split_part(email, '@', 1), '-', 2)::int, id
    FROM accounts_user WHERE email LIKE 'scale-%%'
        AND split_part(split_part(email, '@', 1), '-', 2)::int >= %(start)s
    """,
    """
    INSERT INTO accounts_membership (person_id, role, country_id, started_at)
    SELECT person, 'learner', %(country)s, %(now)s FROM bench_new
    """,
    """
    INSERT INTO learning_enrolment (person_id, module_key, translation_key, started_at,
        last_lesson, last_seen_at)
    SELECT person, key, tk, %(now)s, key || '/03', %(now)s::timestamptz
        - interval '1 hour' * ((module.n - learner.n + 16) %% 16)
    FROM bench_new learner JOIN bench_module module
        ON module.n IN (learner.n %% 16, (learner.n + 1) %% 16)
    """,
    """
    INSERT INTO learning_completion (person_id, kind, key, translation_key, at,
        rule_version)
    SELECT person, kind, key, tk, %(now)s, 1
    FROM bench_new learner
        CROSS JOIN (VALUES ('read'), ('lesson')) AS kinds (kind)
        JOIN bench_lesson lesson ON lesson.n = learner.n %% 16
            OR (lesson.n = (learner.n + 1) %% 16
                AND lesson.place < CASE WHEN kind = 'read' THEN 3 ELSE 2 END)
    UNION ALL
    SELECT person, 'module', key, tk, %(now)s, 1
    FROM bench_new learner JOIN bench_module module ON module.n = learner.n %% 16
    """,
    """
    INSERT INTO quizzes_attempt (public_id, quiz_id, quiz_version, kind, person_id,
        seed, language, pass_mark, started_at, submitted_at, points, possible, passed,
        passed_at, feedback)
    SELECT gen_random_uuid(), quiz.id, 1, 'module', person, 1, 'en', 7, %(now)s,
        %(now)s, CASE WHEN module.n = learner.n %% 16 THEN 9 ELSE 4 END, 10,
        module.n = learner.n %% 16,
        CASE WHEN module.n = learner.n %% 16 THEN %(now)s::timestamptz END, 'end'
    FROM bench_new learner JOIN bench_module module
        ON module.n IN (learner.n %% 16, (learner.n + 1) %% 16)
        JOIN quizzes_quiz quiz ON quiz.key = module.quiz
    """,
    """
    INSERT INTO learning_note (person_id, lesson_key, translation_key, prompt_key,
        text, created_at, changed_at)
    SELECT person, key, tk, 'prompt', 'Ask the border service.', %(now)s, %(now)s
    FROM bench_new learner JOIN bench_lesson lesson
        ON lesson.n = learner.n %% 16 AND lesson.place < 2
    """,
    """
    INSERT INTO learning_pathenrolment (person_id, role, chosen_at)
    SELECT person, 'focal_point', %(now)s FROM bench_new
    """,
    """
    INSERT INTO learning_cohort (name, country_id, starts_on, created_by_id, created_at)
    SELECT 'Scale ' || n / %(cohort)s, %(country)s, %(now)s::date, %(trainer)s, %(now)s
    FROM bench_new GROUP BY n / %(cohort)s
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO learning_cohort_trainers (cohort_id, user_id)
    SELECT id, %(trainer)s FROM learning_cohort ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO learning_cohortmember (cohort_id, person_id, way, joined_at)
    SELECT cohort.id, person, 'added', %(now)s
    FROM bench_new learner
        JOIN learning_cohort cohort ON cohort.name = 'Scale ' || learner.n / %(cohort)s
    """,
    """
    INSERT INTO learning_assignment (cohort_id, module_key, due_on, made_by_id, made_at)
    SELECT cohort.id, key, %(now)s::date + 7 * n, %(trainer)s, %(now)s
    FROM learning_cohort cohort CROSS JOIN bench_module ON CONFLICT DO NOTHING
    """,
)


if __name__ == "__main__":
    main()
