"""Files that no address serves: written whole or not at all."""

import contextlib
import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages


def private_storage() -> Storage:
    """Return the storage of certificates and uploads (STORAGES["private"])."""
    return storages["private"]


def store_private(name: str, content: bytes) -> str:
    """Store the content under a name that nothing has yet; return the name.

    On local disk it is written beside its place, flushed and renamed, so that
    a full disk or a pulled plug never leaves half a file. Other storages take
    a file whole by themselves. The same name and content again is no error.

    Raises OSError, for example when the disk is full.
    """
    storage = private_storage()
    try:
        path = Path(storage.path(name))
    except NotImplementedError:
        return storage.save(name, ContentFile(content))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o640)
        Path(draft).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(draft).unlink()
        raise
    return name
