"""Books that were made are kept, and each version is made once.

A book's digest says everything that is in it, so a change in a lesson, a figure, a
question, the glossary or the layout makes another version; the one before it is
then removed.
"""

import contextlib
import threading
import time
from collections.abc import Callable

from django.core.cache import cache

from lms.core.private_files import private_storage, store_private

FOLDER = "books"
#: Seconds for which another process may be at it before this one makes the book.
PATIENCE = 30
_one_at_a_time = threading.Lock()


def kept_or_made(
    prefix: str, digest: str, ending: str, make: Callable[[], bytes]
) -> bytes:
    """Return the book with this digest; made now if nobody has made it before.

    prefix: what all versions have in common, for example "02-en". Raises what
    ``make`` raises. A full disk is no reason not to hand the book out.
    """
    name = f"{FOLDER}/{prefix}-{digest[:32]}.{ending}"
    if (found := _read(name)) is not None:
        return found
    with _one_at_a_time, _alone(name):
        if (found := _read(name)) is not None:
            return found
        content = make()
        with contextlib.suppress(OSError):
            store_private(name, content)
            _remove_others(name, prefix, ending)
        return content


@contextlib.contextmanager
def _alone(name: str):
    """Wait while another process with the same cache makes the same book."""
    mark = f"modules:{name}"
    until = time.monotonic() + PATIENCE
    mine = cache.add(mark, 1, PATIENCE)
    while not mine and time.monotonic() < until and _read(name) is None:
        time.sleep(0.2)
        mine = cache.add(mark, 1, PATIENCE)
    try:
        yield
    finally:
        if mine:
            cache.delete(mark)


def _read(name: str) -> bytes | None:
    storage = private_storage()
    try:
        with storage.open(name) as file:
            return file.read()
    except OSError:
        return None


def _remove_others(name: str, prefix: str, ending: str) -> None:
    storage = private_storage()
    _folders, files = storage.listdir(FOLDER)
    for file in files:
        other = f"{FOLDER}/{file}"
        is_version = (
            file.startswith(f"{prefix}-")
            and file.endswith(f".{ending}")
            # The prefix, a hyphen, 32 signs of the digest: "02-en" is not "02-en-x".
            and len(file) == len(prefix) + 1 + 32 + 1 + len(ending)
        )
        if is_version and other != name:
            storage.delete(other)
