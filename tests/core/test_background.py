"""Long work beside the pages, on machines without a worker."""

import threading

from django_tasks import task

from lms.core.background import ThreadBackend

order: list[str] = []
begun, go, ended = threading.Event(), threading.Event(), threading.Event()


@task()
def slow() -> None:
    """Wait until the test says so."""
    begun.set()
    go.wait(10)
    order.append("slow")


@task()
def quick() -> None:
    """End at once."""
    order.append("quick")
    ended.set()


def test_long_tasks_run_in_turn_and_nobody_waits_for_them():
    backend = ThreadBackend("long", {})

    backend.enqueue(slow, (), {})
    assert begun.wait(10)
    assert order == []  # enqueue came back before the work was done
    backend.enqueue(quick, (), {})
    go.set()

    assert ended.wait(10)
    assert order == ["slow", "quick"]
    for thread in threading.enumerate():
        if thread.name == "background":
            thread.join(10)
