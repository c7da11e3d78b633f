"""The web server of a demonstration: gunicorn inside the command's process."""

import os
import signal
from collections.abc import Callable

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication


class DemoServer(BaseApplication):
    """One process with a few threads; calls `ready` once it answers.

    The application is loaded before the process forks, so that a mistake in it
    is shown here and not by a child that dies again and again.
    """

    def __init__(self, host: str, port: int, *, ready: Callable[[], None]):
        self.address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self.ready = ready
        # `nohup` asks to go on when the terminal closes; otherwise closing it
        # has to end the server, which gunicorn would only reload.
        self.outlives_terminal = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": self.address,
            "worker_class": "gthread",
            "workers": 1,
            "threads": 8,
            "preload_app": True,
            "loglevel": "warning",
            "timeout": 120,
            "graceful_timeout": 3,
            "control_socket_disable": True,
            "when_ready": self._mind_the_terminal,
            "post_worker_init": self._first_worker_is_ready,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self):
        """Return the WSGI application, with all addresses loaded."""
        application = get_wsgi_application()
        # Otherwise the first visitor would wait for it.
        get_resolver().url_patterns  # noqa: B018 - looking loads it
        return application

    def _mind_the_terminal(self, arbiter) -> None:
        if self.outlives_terminal:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        else:
            signal.signal(
                signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM)
            )

    def _first_worker_is_ready(self, worker) -> None:
        if worker.age == 1:
            self.ready()
