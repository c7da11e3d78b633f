"""Issuing, replacing and withdrawing certificates, and keeping their PDFs."""

import hashlib
import logging
import zoneinfo
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from lms.accounts import audit
from lms.core.compiled import Compiled, Parameter
from lms.core.private_files import store_private
from lms.learning.codes import make_code
from lms.learning.documents import draw_certificate
from lms.learning.models import REASON_LENGTH, Certificate
from modules.outline import ModuleOutline, module_outline

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


@transaction.atomic
def issue_certificate(
    person, outline: ModuleOutline, *, attempt=None, at: datetime | None = None
) -> Certificate:
    """Issue the certificate of a module once; later calls return the first one.

    attempt: the passed attempt at the module check; None makes a certificate of
    participation. The PDF follows after the transaction, because a full disk
    must not undo what somebody has learned.
    """
    at = at or timezone.now()
    kind = Certificate.Kind.ACHIEVEMENT if attempt else Certificate.Kind.PARTICIPATION
    found = Certificate.objects.filter(
        person=person, kind=kind, translation_key=outline.translation_key
    ).first()
    if found:
        return found
    certificate = _create(
        person=person,
        country=person.country,
        kind=kind,
        key=outline.key,
        translation_key=outline.translation_key,
        issued_at=at,
        content=certificate_content(person, outline, attempt=attempt, at=at),
    )
    transaction.on_commit(lambda: make_pdf.enqueue(certificate.pk))
    return certificate


def _create(**fields) -> Certificate:
    """Write a certificate under a new code; a code that exists is drawn again."""
    for _attempt in range(5):
        code = make_code()
        if not Certificate.objects.filter(code=code).exists():
            return Certificate.objects.create(code=code, **fields)
    raise IntegrityError("No free certificate code was found.")


def certificate_content(
    person, outline: ModuleOutline, *, attempt=None, at: datetime
) -> dict:
    """Return what a certificate says, as plain values.

    In the language of the attempt, or of the page, if the module exists in it,
    so that all of it is in one language. Points are texts ("9", "8.5"), None on
    a certificate of participation; issued_on is the date in the person's time
    zone.
    """
    language = getattr(attempt, "language", "") or get_language() or person.language
    outline = module_outline(outline.key, language) or outline
    language = outline.language
    own, latin = person.certificate_names()
    with override(language):
        country = str(person.country.name) if person.country else ""
    return {
        "kind": "achievement" if attempt else "participation",
        "name": own,
        "name_latin": latin,
        "module_key": outline.key,
        "module_title": outline.title,
        "objectives": list(outline.objectives),
        "points": _number(attempt.points) if attempt else None,
        "possible": _number(attempt.possible) if attempt else None,
        "pass_mark": _number(attempt.pass_mark) if attempt else None,
        "minutes": outline.minutes,
        "issuer": settings.SITE_NAME,
        "country": country,
        "country_code": person.country.iso2 if person.country else "",
        "language": language,
        "trainer": "",
        "issued_on": at.astimezone(_zone(person)).date().isoformat(),
    }


def _number(value) -> str | None:
    if value is None:
        return None
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _zone(person) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(person.time_zone)
    except (KeyError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


@task()
def make_pdf(certificate_id: int) -> None:
    """Make the PDF of a new certificate in the background.

    A failure is written to the log and nothing else: the first download tries
    again.
    """
    certificate = Certificate.objects.get(pk=certificate_id)
    try:
        ensure_pdf(certificate)
    except Exception:
        log.exception("The PDF of certificate %s was not made.", certificate.code)


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
        .exclude(status=Certificate.Status.SUPERSEDED)
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
    own, latin = certificate.person.certificate_names()
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
        content=certificate.content | {"name": own, "name_latin": latin},
    )
    certificate.replaced_by = new
    certificate.save(update_fields=["replaced_by"])
    audit.record(by, "certificate_superseded", certificate, replaced_by=new.code)
    transaction.on_commit(lambda: make_pdf.enqueue(new.pk))
    return new


def name_differs(certificate: Certificate) -> bool:
    """Return whether the person now spells the name differently."""
    names = (certificate.content["name"], certificate.content["name_latin"])
    return (
        certificate.person is not None
        and certificate.person.certificate_names() != names
    )


def _locked_valid(certificate: Certificate) -> Certificate:
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if not locked.is_valid:
        raise CertificateError(_("This certificate is no longer valid."))
    return locked
