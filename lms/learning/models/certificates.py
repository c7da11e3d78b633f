"""What a person can prove."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Country
from lms.core.private_files import private_storage
from lms.learning.certificate_lines import title_line
from lms.learning.querysets import CertificateQuerySet

#: Longest reason for withdrawing a certificate, in characters.
REASON_LENGTH = 300


class Certificate(models.Model):
    """What was certified, exactly as issued, and whether it still holds.

    content (see lms.learning.contents) is never changed; the PDF is made
    from it once and then kept. A corrected name makes a new certificate that
    replaces this one. The person may go; the certificate stays verifiable.
    """

    class Kind(models.TextChoices):
        """What it says: passed the check, or took part."""

        ACHIEVEMENT = "achievement", _("Certificate of achievement")
        PARTICIPATION = "participation", _("Certificate of participation")

    class Status(models.TextChoices):
        """Whether it still holds."""

        ISSUED = "issued", _("Valid")
        SUPERSEDED = "superseded", _("Replaced")
        REVOKED = "revoked", _("Withdrawn")

    #: All that may change after the issue.
    CHANGEABLE = frozenset(
        {
            "person",
            "status",
            "status_reason",
            "status_at",
            "status_by",
            "replaced_by",
            "pdf",
            "pdf_sha256",
            "pdf_size",
            "pdf_unprinted",
        }
    )

    code = models.CharField(_("code"), max_length=14, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("person"),
    )
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("country"),
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    key = models.CharField(_("module or path"), max_length=40)
    translation_key = models.UUIDField()
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    content = models.JSONField(_("content as issued"))
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.ISSUED
    )
    status_reason = models.CharField(_("reason"), max_length=REASON_LENGTH, blank=True)
    status_at = models.DateTimeField(_("status since"), null=True, blank=True)
    status_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("changed by"),
    )
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("replaced by"),
    )
    pdf = models.FileField(
        _("PDF file"), storage=private_storage, max_length=120, blank=True
    )
    pdf_sha256 = models.CharField(
        _("fingerprint of the PDF"), max_length=64, blank=True
    )
    pdf_size = models.PositiveIntegerField(_("size in bytes"), default=0)
    pdf_unprinted = models.CharField(
        _("letters not printed"), max_length=200, blank=True
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "translation_key"],
                condition=Q(status="issued"),
                name="learning_certificate_one_valid",
            ),
            models.CheckConstraint(
                condition=Q(status="issued") | Q(status_at__isnull=False),
                name="learning_certificate_status_dated",
            ),
            models.CheckConstraint(
                condition=~Q(status="revoked") | ~Q(status_reason=""),
                name="learning_certificate_revoked_why",
            ),
            models.CheckConstraint(
                condition=Q(pdf="") | ~Q(pdf_sha256=""),
                name="learning_certificate_pdf_printed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["country", "-issued_at"], name="learning_cert_by_country"
            ),
            models.Index(fields=["pdf_sha256"], name="learning_cert_by_file"),
            models.Index(
                fields=["kind", "translation_key"], name="learning_cert_by_content"
            ),
        ]

    def __str__(self):
        """Return the code, which names no person (the activity log keeps it)."""
        return self.code

    def save(self, *args, **kwargs):
        """Write a new certificate, or only what may change after the issue.

        Raises TypeError for anything else.
        """
        fields = kwargs.get("update_fields")
        if not self._state.adding and not (
            fields and self.CHANGEABLE.issuperset(fields)
        ):
            raise TypeError(
                "A certificate stays as issued; name the changeable fields."
            )
        super().save(*args, **kwargs)

    @property
    def is_valid(self) -> bool:
        """Return whether it is neither replaced nor withdrawn."""
        return self.status == self.Status.ISSUED

    @property
    def module_line(self) -> str:
        """Return the module or path in one line, in the active language."""
        return title_line(self.content)

    @property
    def pdf_kilobytes(self) -> int:
        """Return the size of the file in thousands of bytes, rounded, at least 1."""
        return max(1, round(self.pdf_size / 1000))

    @property
    def issued_on(self) -> date:
        """Return the date of issue where the person was."""
        return date.fromisoformat(self.content["issued_on"])

    @property
    def has_pdf(self) -> bool:
        """Return whether the file was made and stored."""
        return bool(self.pdf)
