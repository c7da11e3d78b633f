"""A background for machines without a worker: the demonstration."""

import threading

from django.db import close_old_connections, connections
from django_tasks.backends.immediate import ImmediateBackend


class ThreadBackend(ImmediateBackend):
    """Runs long tasks one after another in a thread of the web process.

    What is running when the process ends is lost, so only tasks that can be
    taken up again belong here. Regions run a worker with a queue instead.
    """

    _turn = threading.Lock()

    def _execute_task(self, task_result) -> None:
        threading.Thread(
            target=self._run, args=(task_result,), name="background", daemon=True
        ).start()

    def _run(self, task_result) -> None:
        with self._turn:
            close_old_connections()
            try:
                super()._execute_task(task_result)
            finally:
                connections.close_all()
