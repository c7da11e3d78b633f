"""Typed readers for environment variables.

A bad value stops the start with the variable's name and what is expected,
because a setting that is silently wrong is found by the people it hurts.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def env_text(name: str, default: str = "") -> str:
    """Return the variable's text without surrounding space, or the default."""
    return os.environ.get(name, default).strip()


def env_bool(name: str, *, default: bool = False) -> bool:
    """Return True for 1/true/yes/on and False for 0/false/no/off.

    Raises ImproperlyConfigured for any other text.
    """
    value = os.environ.get(name)
    if value is None:
        return default
    value = value.strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is '{value}'. Write 1 or 0.")


def env_int(name: str, default: int, *, low: int, high: int) -> int:
    """Return a whole number from low to high (both included).

    Raises ImproperlyConfigured when the text is no number or out of range.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise ImproperlyConfigured(
            f"{name} is '{value}'. Write a whole number from {low} to {high}."
        )
    return number


def env_list(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return the comma-separated parts, without empty ones."""
    value = os.environ.get(name)
    if value is None:
        return list(default)
    return [part.strip() for part in value.split(",") if part.strip()]


def env_path(name: str, default: Path) -> Path:
    """Return an absolute path; a leading ~ is the home folder."""
    value = env_text(name)
    return Path(value).expanduser().resolve() if value else default


def env_required(name: str) -> str:
    """Return the variable's text.

    Raises ImproperlyConfigured when it is missing or empty.
    """
    value = env_text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. See docs/deploy.md.")
    return value


def env_address(name: str) -> str:
    """Return the address of a service, or nothing.

    Raises ImproperlyConfigured for one that would send keys unencrypted: http
    is for this machine only.
    """
    value = env_text(name)
    host = (urlsplit(value).hostname or "") if value else ""
    local = host in {"localhost", "127.0.0.1", "::1"}
    if value and not (
        host and (value.startswith("https://") or (local and "://" in value))
    ):
        raise ImproperlyConfigured(
            f"{name} is '{value}'. Write an address that begins with https://."
        )
    return value
