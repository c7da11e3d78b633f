"""What a process keeps in its own memory between requests.

Django's cache copies what it keeps (it pickles) and may be a network away; a page
of the course asks for the same large objects several times. Here they are kept
as they are. So only values that nobody changes may be kept, and everything hangs
on a token in the shared cache: `forget_everything` makes all processes with this
cache work things out anew, and so does clearing the cache.
"""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

from django.core.cache import cache
from django.core.signals import request_finished, request_started

Value = TypeVar("Value")
_TOKEN = "core.memory.token"  # noqa: S105 - the name of a cache entry
_request = threading.local()


class Memory:
    """Values that together weigh at most `limit`; those unused for longest go first.

    Each weighs 1 unless `weigh` says otherwise.
    """

    def __init__(
        self, limit: int, weigh: Callable[[Value], int] = lambda value: 1
    ) -> None:
        self.limit, self.weigh = limit, weigh
        self._weight = 0
        self._kept: OrderedDict[Hashable, tuple[float, object]] = OrderedDict()
        self._lock = threading.Lock()

    def recall(
        self, name: Hashable, seconds: float, make: Callable[[], Value]
    ) -> Value:
        """Return what is kept under the name, or make it and keep it so long.

        Two threads may make the same value at the same moment.
        """
        name = (_token(), name)
        with self._lock:
            until, value = self._kept.get(name, (0.0, None))
            if time.monotonic() < until:
                self._kept.move_to_end(name)
                return value
        value = make()
        with self._lock:
            if name in self._kept:
                self._drop(name)
            self._kept[name] = (time.monotonic() + seconds, value)
            self._weight += self.weigh(value)
            while self._weight > self.limit:
                self._drop(next(iter(self._kept)))
        return value

    def _drop(self, name: Hashable) -> None:
        _until, value = self._kept.pop(name)
        self._weight -= self.weigh(value)


def forget_everything() -> None:
    """Make every process with this cache work out anew what it keeps."""
    _request.token = None
    cache.set(_TOKEN, secrets.token_hex(8), None)


def _token() -> str:
    """Return the token in the shared cache; during a request it is read once."""
    token = getattr(_request, "token", None)
    if token is None:
        token = cache.get(_TOKEN)
        if token is None:
            cache.add(_TOKEN, secrets.token_hex(8), None)
            token = cache.get(_TOKEN, "")
        if getattr(_request, "is_open", False):
            _request.token = token
    return token


def _begin(**kwargs) -> None:
    _request.is_open, _request.token = True, None


def _end(**kwargs) -> None:
    _request.is_open, _request.token = False, None


request_started.connect(_begin, dispatch_uid="core.memory.begin")
request_finished.connect(_end, dispatch_uid="core.memory.end")
