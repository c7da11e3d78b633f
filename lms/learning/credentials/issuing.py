"""The credential of a certificate: signed once, then kept as it was signed."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.learning.credentials.documents import credential
from lms.learning.credentials.keys import current_signer
from lms.learning.credentials.signing import add_proof, as_token, text_of
from lms.learning.credentials.status import free_place
from lms.learning.models import Certificate, Credential


class NoCredential(Exception):
    """A certificate that no longer held before it was signed is not signed any more."""


def credential_of(certificate: Certificate) -> Credential:
    """Return the signed credential of a certificate, made at the first call.

    Two calls at the same moment keep one. Raises NoCredential, and KeySealed
    when the key cannot be opened.
    """
    for _attempt in range(5):
        if found := _kept(certificate):
            return found
        if not certificate.is_valid:
            raise NoCredential
        try:
            with transaction.atomic():
                return _sign(certificate)
        except IntegrityError:  # another call was first, or took the same place
            continue
    raise IntegrityError("No free place was found in the status lists.")


def has_credential(certificate: Certificate) -> bool:
    """Return whether there is a credential, or one would be signed when asked for.

    Who closes the account may give up the credentials: then their text is gone.
    """
    if certificate.is_valid:
        return True
    rows = Credential.objects.filter(certificate=certificate)
    return rows.exclude(document="").exists()


def _kept(certificate: Certificate) -> Credential | None:
    # Emptied where somebody had the name taken out of a certificate.
    rows = Credential.objects.filter(certificate=certificate).exclude(document="")
    found = rows.first()
    if found:
        found.certificate = certificate
    return found


def _sign(certificate: Certificate) -> Credential:
    signer, place, now = current_signer(), free_place(), timezone.now()
    document = credential(certificate, place)
    return Credential.objects.create(
        certificate=certificate,
        key=signer.key,
        status_list=place.number,
        status_index=place.index,
        document=text_of(add_proof(document, signer, at=now)),
        token=as_token(document, signer, at=certificate.issued_at),
        made_at=now,
    )
