"""The secret key of a machine that nobody has configured."""

import os
import secrets
from pathlib import Path


def secret_key_in(data_dir: Path) -> str:
    """Return the key kept in data_dir/secret_key, making it at the first call.

    Written to a temporary name and renamed, so that a start that is killed
    half way never leaves an empty key behind.
    """
    path = data_dir / "secret_key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        data_dir.mkdir(parents=True, exist_ok=True)
    draft = data_dir / f".secret_key.{os.getpid()}"
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(50))
    draft.rename(path)
    return path.read_text().strip()
