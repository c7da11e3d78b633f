"""Reminders of rooms above lms.learning, sent with all others every hour.

A room says in its AppConfig's ready() which function sends its reminders; `manage.py
send_reminders` and its background work call it. The function takes the moment as
``at`` and returns how many e-mails it wrote; called again it sends nothing twice.
"""

import logging
from collections.abc import Callable
from datetime import datetime

log = logging.getLogger("streetlight.reminders")
_senders: dict[str, Callable[..., int]] = {}


def add_sender(name: str, sender: Callable[..., int]) -> None:
    """Say who sends the reminders of something, for example "decisions".

    Raises ValueError when the name has another sender.
    """
    if _senders.setdefault(name, sender) is not sender:
        raise ValueError(f"Reminders of {name} already have a sender.")


def send_all(*, at: datetime | None = None) -> int:
    """Call every sender; return how many e-mails were written.

    One that fails is logged and keeps the others from nothing.
    """
    written = 0
    for name, sender in sorted(_senders.items()):
        try:
            written += sender(at=at)
        except Exception:
            log.exception("Reminders of %s failed.", name)
    return written
