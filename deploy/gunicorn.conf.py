"""The web processes. WEB_PROCESSES and WEB_THREADS by environment."""

import gc
import os

bind = os.environ.get("WEB_BIND", "0.0.0.0:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# Loaded once and shared: half the memory, and a broken release stops at start.
preload_app = True
# Longer than the slowest page (a PDF of many pages), shorter than patience.
timeout = 60
graceful_timeout = 30
# Longer than nginx keeps its own connections open, so that nginx never sends
# into one that is just being closed.
keepalive = 75
max_requests = 5000
max_requests_jitter = 500
accesslog = os.environ.get("WEB_ACCESS_LOG") or None
control_socket_disable = True


def when_ready(server):
    """Load what the first page needs once, before the processes part."""
    from django.urls import get_resolver  # noqa: PLC0415 - needs loaded settings

    get_resolver().url_patterns  # noqa: B018 - looking loads it
    # What is loaded now stays: without this the garbage collector would touch all
    # of it in every process, and none of it would remain shared. Saves 60 MB.
    gc.collect()
    gc.freeze()
