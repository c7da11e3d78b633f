"""A limit for public pages, counted per network address in the cache.

Counted in fixed windows: simple, and good enough to make guessing codes and
sending files in bulk pointless. No address is stored, only a digest.
"""

import hashlib
import ipaddress
import time

from django.core.cache import cache

from lms.accounts.lockout import client_ip


def spend(request, purpose: str, cost: int, *, limit: int, seconds: int) -> int:
    """Count a cost for the visitor's address; return seconds to wait, 0 if allowed.

    An address may spend ``limit`` in each window of ``seconds``.
    """
    now = time.time()
    window = int(now // seconds)
    name = f"throttle:{purpose}:{window}:{_visitor(request)}"
    cache.add(name, 0, seconds)
    try:
        spent = cache.incr(name, cost)
    except ValueError:  # thrown out of the cache in between
        spent = cost
    return int((window + 1) * seconds - now) + 1 if spent > limit else 0


def _visitor(request) -> str:
    """Return a digest of the address; of IPv6 only the network (/64)."""
    text = client_ip(request)
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        pass
    else:
        if address.version == 6:
            text = str(ipaddress.ip_network((address, 64), strict=False))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
