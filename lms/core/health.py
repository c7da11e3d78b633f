"""Two addresses for the machine that watches: is it alive, is it ready."""

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache


@never_cache
def healthz(request):
    """Answer as long as the process answers; touches nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def readyz(request):
    """Answer 200 when database, migrations and storage work, otherwise 503.

    The body names each check with "ok" or what failed, never a password or path.
    """
    results = {name: _run(check) for name, check in CHECKS.items()}
    ready = all(result == "ok" for result in results.values())
    return JsonResponse(
        {"ready": ready, "checks": results}, status=200 if ready else 503
    )


def _run(check) -> str:
    try:
        check()
    except Exception as error:
        return type(error).__name__
    return "ok"


def check_database() -> None:
    """Raise when the database does not answer a query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


class MigrationsMissing(Exception):
    """The database is older than the code."""


def check_migrations() -> None:
    """Raise MigrationsMissing when a migration is not applied yet.

    A process that has seen a complete database does not look again: the
    migrations it knows cannot become undone under it.
    """
    if getattr(check_migrations, "complete", False):
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise MigrationsMissing
    check_migrations.complete = True


def check_storage() -> None:
    """Raise when a small file cannot be written, read and removed."""
    storage = storages["private"]
    name = storage.save("readyz/probe.txt", ContentFile(b"ok"))
    storage.open(name).close()
    storage.delete(name)


CHECKS = {
    "database": check_database,
    "migrations": check_migrations,
    "storage": check_storage,
}
