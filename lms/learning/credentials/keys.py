"""The keys that sign: made once, sealed, changed without losing the old ones.

The private half is kept in the database, so that several web processes sign
with the same key without sharing a disk, and sealed (Fernet: AES-128-CBC with
HMAC-SHA256) with a key derived from SECRET_KEY, so that a copy of the database
alone signs nothing. Whoever changes SECRET_KEY keeps the old one in
SECRET_KEY_FALLBACKS for a while, as for sessions: what the old one sealed is
then sealed anew at the next use.
"""

import base64
import logging
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.accounts import audit
from lms.learning.credentials.base58 import multikey
from lms.learning.models import SigningKey

log = logging.getLogger("streetlight.credentials")


class KeySealed(Exception):
    """The private key cannot be opened: SECRET_KEY is not the one that sealed it."""

    def __init__(self) -> None:
        super().__init__(
            "The signing key was sealed with another SECRET_KEY. Put that one into "
            "SECRET_KEY_FALLBACKS, or run manage.py rotate_credential_key."
        )


@dataclass(frozen=True)
class Signer:
    """A key that signs: its row, and the private half in the clear."""

    key: SigningKey
    private: Ed25519PrivateKey

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of the signature."""
        return self.private.sign(data)


def ensure_key() -> SigningKey:
    """Return the key that signs now, made at the first call.

    Of several processes that start at the same moment one makes it; the
    database tells the others.
    """
    found = SigningKey.objects.filter(is_current=True).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return _make()
    except IntegrityError:
        return SigningKey.objects.get(is_current=True)


def current_signer() -> Signer:
    """Return the key that signs now, opened. Raises KeySealed."""
    key = ensure_key()
    return Signer(key, _open(key))


@transaction.atomic
def rotate_key(*, by=None) -> SigningKey:
    """Retire the key that signs and make a new one; return it.

    The public half of the old one stays published: what it signed verifies.
    """
    now = timezone.now()
    SigningKey.objects.select_for_update().filter(is_current=True).update(
        is_current=False, retired_at=now
    )
    key = _make()
    audit.record(by, "credential_key_changed", key.public)
    return key


def _make() -> SigningKey:
    private = Ed25519PrivateKey.generate()
    return SigningKey.objects.create(
        public=multikey(private.public_key().public_bytes_raw()),
        sealed=_box(settings.SECRET_KEY).encrypt(private.private_bytes_raw()).decode(),
    )


def _open(key: SigningKey) -> Ed25519PrivateKey:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            raw = _box(secret).decrypt(key.sealed.encode())
        except InvalidToken:
            continue
        if secret != settings.SECRET_KEY:
            key.sealed = _box(settings.SECRET_KEY).encrypt(raw).decode()
            key.save(update_fields=["sealed"])
            log.info("The signing key %s was sealed anew.", key.public)
        return Ed25519PrivateKey.from_private_bytes(raw)
    raise KeySealed


def _box(secret: str) -> Fernet:
    """Return what seals with a secret; a key of its own for this one purpose."""
    derived = HKDF(
        algorithm=SHA256(), length=32, salt=None, info=b"streetlight credential key"
    ).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
