"""Texts kept so that the database alone does not give them away."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def cipher(purpose: str) -> MultiFernet:
    """Return what encrypts and decrypts for one purpose, from the secret key.

    The newest key encrypts; those in SECRET_KEY_FALLBACKS are still read.
    """
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        Fernet(
            base64.urlsafe_b64encode(
                hashlib.sha256(f"{purpose}:{key}".encode()).digest()
            )
        )
        for key in keys
    )
