"""Background work of the platform itself."""

from django_tasks import task


@task()
def answer() -> str:
    """Say that a worker is alive; asked by `manage.py check_production`."""
    return "alive"
