"""Issuing, replacing and withdrawing certificates, and keeping their PDFs."""

import hashlib
import logging
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from lms.accounts import audit
from lms.core.compiled import Compiled, Parameter
from lms.core.private_files import store_private
from lms.learning import activity
from lms.learning.codes import make_code
from lms.learning.contents import (
    kind_of,
    module_content,
    path_content,
    path_translation_key,
    trainer_of,
)
from lms.learning.credentials.issuing import credential_of
from lms.learning.documents import draw_certificate
from lms.learning.models import REASON_LENGTH, Certificate
from modules.outline import ModuleOutline

log = logging.getLogger("streetlight.certificates")
_VALID = Compiled(
    lambda: (
        Certificate.objects.valid()
        .filter(person_id=Parameter("person", Certificate._meta.get_field("id")))
        .order_by()
        .values_list("translation_key", "content")
    )
)


class CertificateError(Exception):
    """A certificate cannot be changed like this; the text can be shown."""


class PdfLost(CertificateError):
    """The file was stored once and is not there any more."""

    def __init__(self) -> None:
        super().__init__(
            str(_("The file of this certificate is missing. Ask the administrator."))
        )


def issue_certificate(
    person,
    outline: ModuleOutline,
    *,
    attempt=None,
    at: datetime | None = None,
    language: str = "",
    files: bool = True,
) -> Certificate:
    """Issue the certificate of a module once; later calls return the first one.

    attempt: the passed attempt at the module check; None makes a certificate of
    participation. PDF and credential follow after the transaction, because a
    full disk must not undo what somebody has learned; files: whether they do, or
    the caller makes them.
    """
    at = at or timezone.now()
    return _issue_once(
        person,
        kind=kind_of(attempt),
        key=outline.key,
        translation_key=outline.translation_key,
        at=at,
        files=files,
        content=lambda: module_content(
            person,
            outline,
            attempt=attempt,
            at=at,
            language=language,
            trainer=trainer_of(person, outline.key),
        ),
    )


def issue_path_certificate(
    person,
    path,
    *,
    at: datetime | None = None,
    language: str = "",
    files: bool = True,
) -> Certificate:
    """Issue the certificate of achievement of a learning path once.

    path: see modules.paths.LearningPath. Called in the transaction that completes
    the path; later calls return the first certificate.
    """
    at = at or timezone.now()
    return _issue_once(
        person,
        kind=Certificate.Kind.ACHIEVEMENT,
        key=path.key,
        translation_key=path_translation_key(path.key),
        at=at,
        files=files,
        content=lambda: path_content(
            person,
            path.key,
            path.modules,
            kind=Certificate.Kind.ACHIEVEMENT,
            at=at,
            language=language,
            trainer=trainer_of(person, path.key),
        ),
    )


def issue_participation(
    person,
    outline: ModuleOutline,
    *,
    by,
    trainer: str = "",
    minutes: int | None = None,
    at: datetime | None = None,
    language: str = "",
    files: bool = True,
) -> Certificate:
    """Issue a certificate of participation to somebody who attended; once.

    by: who says so, kept in the activity log. trainer: the name on the
    certificate; that of the person's cohort when empty. minutes: the time
    attended, where it is not that of the module. language: that of the
    certificate, the person's own when empty.
    """
    at = at or timezone.now()
    return _issue_once(
        person,
        kind=Certificate.Kind.PARTICIPATION,
        key=outline.key,
        translation_key=outline.translation_key,
        at=at,
        by=by,
        files=files,
        content=lambda: module_content(
            person,
            outline,
            at=at,
            language=language or person.language,
            trainer=trainer or trainer_of(person, outline.key),
            minutes=minutes,
        ),
    )


@transaction.atomic
def _issue_once(
    person, *, kind, key, translation_key, at, content, files, by=None
) -> Certificate:
    """Return the person's certificate of this kind, made now if there is none.

    A withdrawn one counts: nobody gets around a withdrawal by trying again. Of
    two calls at the same moment the database lets one write.
    """
    mine = Certificate.objects.filter(
        person=person, kind=kind, translation_key=translation_key
    ).not_replaced()
    if found := mine.first():
        return found
    try:
        with transaction.atomic():
            certificate = _create(
                person=person,
                country=person.country,
                kind=kind,
                key=key,
                translation_key=translation_key,
                issued_at=at,
                content=content(),
            )
    except IntegrityError:
        if found := mine.first():
            return found
        raise
    if by is not None:
        audit.record(by, "certificate_issued", certificate)
    activity.earned(certificate)
    if files:
        transaction.on_commit(lambda: make_files.enqueue(certificate.pk))
    return certificate


def _create(**fields) -> Certificate:
    """Write a certificate under a new code; a code that exists is drawn again."""
    for _attempt in range(5):
        code = make_code()
        if not Certificate.objects.filter(code=code).exists():
            return Certificate.objects.create(code=code, **fields)
    raise IntegrityError("No free certificate code was found.")


@task()
def make_files(certificate_id: int) -> None:
    """Make the files of a new certificate in the background."""
    make_files_now(Certificate.objects.get(pk=certificate_id))


def make_files_now(certificate: Certificate) -> None:
    """Make the PDF and sign the credential of a new certificate.

    A failure is written to the log and nothing else: the first download tries
    again.
    """
    for make in (ensure_pdf, credential_of):
        try:
            make(certificate)
        except Exception:
            log.exception(
                "%s of certificate %s failed.", make.__name__, certificate.code
            )


def ensure_pdf(certificate: Certificate) -> Certificate:
    """Make and store the PDF if there is none yet; return the certificate.

    What is stored is never made again. Two calls at the same moment keep one
    of their two files.

    Raises PdfFailed and its children, and OSError when the disk is full.
    """
    if certificate.has_pdf:
        return certificate
    drawn = draw_certificate(certificate.content, code=certificate.code)
    digest = hashlib.sha256(drawn.content).hexdigest()
    name = store_private(
        f"certificates/{certificate.issued_at:%Y}/{certificate.code}-{digest[:12]}.pdf",
        drawn.content,
    )
    Certificate.objects.filter(pk=certificate.pk, pdf="").update(
        pdf=name,
        pdf_sha256=digest,
        pdf_size=len(drawn.content),
        pdf_unprinted=drawn.unprinted[:200],
    )
    certificate.refresh_from_db(
        fields=["pdf", "pdf_sha256", "pdf_size", "pdf_unprinted"]
    )
    return certificate


def read_pdf(certificate: Certificate) -> bytes:
    """Return the stored file. Raises PdfLost when it is gone."""
    try:
        with certificate.pdf.open("rb") as file:
            return file.read()
    except (FileNotFoundError, ValueError) as error:
        raise PdfLost from error


def current(person, outline: ModuleOutline) -> Certificate | None:
    """Return the person's certificate of a module, withdrawn or not, or None."""
    if not person.is_authenticated:
        return None
    return (
        Certificate.objects.filter(
            person=person, translation_key=outline.translation_key
        )
        .not_replaced()
        .order_by("kind", "-issued_at")  # achievement before participation
        .first()
    )


def scores(person) -> dict[UUID, int]:
    """Return module -> result in whole percent, from the person's certificates."""
    if not person.is_authenticated:
        return {}
    found = {}
    for module, content in _VALID.rows(person=person.pk):
        percent = score(content)
        if percent is not None:
            found[module] = percent
    return found


def score(content: dict) -> int | None:
    """Return the result of a certificate in whole percent, rounded half up."""
    if not content["points"] or not content["possible"]:
        return None
    share = Decimal(content["points"]) / Decimal(content["possible"]) * 100
    return int(share.quantize(Decimal(1), ROUND_HALF_UP))


@transaction.atomic
def revoke_certificate(
    certificate: Certificate, *, reason: str, by, at: datetime | None = None
) -> Certificate:
    """Withdraw a certificate for a reason that everybody will read.

    Raises CertificateError without a reason or for one that is not valid.
    """
    reason = " ".join(reason.split())
    if not reason or len(reason) > REASON_LENGTH:
        raise CertificateError(_("Write a reason of 1 to 300 characters."))
    certificate = _locked_valid(certificate)
    certificate.status = Certificate.Status.REVOKED
    certificate.status_reason = reason
    certificate.status_at = at or timezone.now()
    certificate.status_by = by
    certificate.save(
        update_fields=["status", "status_reason", "status_at", "status_by"]
    )
    audit.record(by, "certificate_revoked", certificate, reason=reason)
    return certificate


@transaction.atomic
def replace_certificate(
    certificate: Certificate, *, by, at: datetime | None = None
) -> Certificate:
    """Issue the certificate again with the person's name as it is now.

    Everything else, the date of issue included, stays as it was. Raises
    CertificateError when nothing differs or the certificate is not valid.
    """
    at = at or timezone.now()
    certificate = _locked_valid(certificate)
    if not name_differs(certificate):
        raise CertificateError(
            _("The certificate already carries your name as it is now.")
        )
    first, second = certificate.person.certificate_names()
    certificate.status = Certificate.Status.SUPERSEDED
    certificate.status_at, certificate.status_by = at, by
    certificate.save(update_fields=["status", "status_at", "status_by"])
    new = _create(
        person=certificate.person,
        country=certificate.country,
        kind=certificate.kind,
        key=certificate.key,
        translation_key=certificate.translation_key,
        issued_at=certificate.issued_at,
        content=certificate.content | {"name": first, "name_latin": second},
    )
    certificate.replaced_by = new
    certificate.save(update_fields=["replaced_by"])
    audit.record(by, "certificate_superseded", certificate, replaced_by=new.code)
    transaction.on_commit(lambda: make_files.enqueue(new.pk))
    return new


def name_differs(certificate: Certificate) -> bool:
    """Return whether the person now spells the name differently.

    Somebody who took the name out of the profile has not spelled it anew.
    """
    person = certificate.person
    if person is None or not (person.full_name or person.latin_name):
        return False
    names = (certificate.content["name"], certificate.content["name_latin"])
    return person.certificate_names() != names


def _locked_valid(certificate: Certificate) -> Certificate:
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if not locked.is_valid:
        raise CertificateError(_("This certificate is no longer valid."))
    return locked
