"""What is held about a person: every room says so once, here.

A room registers each kind of record that concerns people, in its AppConfig's
ready(): what it is called, how a person takes it along, and what becomes of it
when the account is closed. tests/accounts/test_my_data_registry.py fails while a
relation to the user is neither registered nor exempt.
"""

from .registry import (
    Holding,
    Wishes,
    exempt,
    exemptions,
    holdings,
    register,
    rows_of,
)

__all__ = [
    "Holding",
    "Wishes",
    "exempt",
    "exemptions",
    "holdings",
    "register",
    "rows_of",
]
