"""Status lists: one bit for each credential, set when it no longer holds.

W3C Bitstring Status List v1.0. A certificate that was withdrawn, and one that
was replaced, has its bit set; why is said on its check page.
"""

import base64
import gzip
import hashlib
import json
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, Max
from django.utils import timezone

from lms.learning.credentials.documents import StatusPlace, status_credential
from lms.learning.credentials.keys import Signer, current_signer
from lms.learning.credentials.signing import add_proof, as_token, text_of
from lms.learning.models import LIST_LENGTH, Certificate, Credential

#: Places given out in one list before the next is begun. Half of them stay
#: free, so that a free one is soon found by chance.
FULL = LIST_LENGTH // 2
#: How long a signed list may be kept by who asked for it, and until it is signed
#: again even if nothing changed.
VALID, SIGNED_AGAIN = timedelta(days=1), timedelta(hours=1)


def free_place() -> StatusPlace:
    """Return a place for a new credential: by chance, in the list that is not full.

    By chance, because places in a row would tell who was certified together.
    Somebody else may take it at the same moment; the database says so.
    """
    last = Credential.objects.aggregate(number=Max("status_list"))["number"] or 1
    taken = Credential.objects.filter(status_list=last)
    if taken.aggregate(count=Count("pk"))["count"] >= FULL:
        last += 1
    while True:
        index = secrets.randbelow(LIST_LENGTH)
        if not Credential.objects.filter(status_list=last, status_index=index).exists():
            return StatusPlace(last, index)


def list_exists(number: int) -> bool:
    """Return whether a list was begun; the first one always is."""
    return number == 1 or Credential.objects.filter(status_list=number).exists()


def signed_list(number: int, *, token: bool = False) -> str:
    """Return a status list, signed, as JSON or as a JWT.

    What is in it is asked every time; it is signed again only when that changed
    or an hour has passed.
    """
    signer, indexes = current_signer(), _ended(number)
    digest = hashlib.sha256(json.dumps(indexes).encode()).hexdigest()[:20]
    form = "token" if token else "document"
    name = f"credentials:status:{number}:{form}:{signer.key.pk}:{digest}"
    found = cache.get(name)
    if found is None:
        found = _sign(number, indexes, signer, at=timezone.now(), token=token)
        cache.set(name, found, SIGNED_AGAIN.total_seconds())
    return found


def encoded(indexes: Iterable[int]) -> str:
    """Return a list with these bits set: compressed, multibase base64url.

    Bit 0 is the leftmost bit of the first byte.
    """
    bits = bytearray(LIST_LENGTH // 8)
    for index in indexes:
        bits[index // 8] |= 0x80 >> index % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _ended(number: int) -> list[int]:
    return list(
        Credential.objects.filter(status_list=number)
        .exclude(certificate__status=Certificate.Status.ISSUED)
        .order_by("status_index")
        .values_list("status_index", flat=True)
    )


def _sign(
    number: int, indexes: list[int], signer: Signer, *, at: datetime, token: bool
) -> str:
    at = at.replace(microsecond=0)
    document = status_credential(number, encoded(indexes), at=at, until=at + VALID)
    if token:
        return as_token(document, signer, at=at)
    return text_of(add_proof(document, signer, at=at))
