"""What a person began, finished, wrote down and can prove.

Content is pointed at by the translation key of its page, shared by all its
languages, so that a lesson finished in French is finished in Russian; the
human key ("01", "01/03") stands beside it for people and for reports.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Country
from lms.core.private_files import private_storage
from lms.learning.querysets import (
    CertificateQuerySet,
    CompletionQuerySet,
    EnrolmentQuerySet,
    NoteQuerySet,
)

#: Longest private note, in characters.
NOTE_LENGTH = 5000
#: Longest reason for withdrawing a certificate, in characters.
REASON_LENGTH = 300


class Enrolment(models.Model):
    """A person studies a module; remembers the lesson to go on with."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="enrolments",
        verbose_name=_("person"),
    )
    module_key = models.CharField(_("module"), max_length=20)
    translation_key = models.UUIDField()
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    last_lesson = models.CharField(_("last lesson"), max_length=20, blank=True)
    last_seen_at = models.DateTimeField(_("last visit"), default=timezone.now)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "translation_key"],
                name="learning_enrolment_once_per_module",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "-last_seen_at"], name="learning_enrolment_latest"
            ),
        ]

    def __str__(self):
        """Return who studies what."""
        return f"{self.person}: {self.module_key}"


class Completion(models.Model):
    """A fact: somebody finished something, when, and by which version of the rule.

    Written once and never changed or taken away. That a lesson was marked as
    read is a fact of its own (kind READ): with its check answered as well it
    becomes a finished lesson.
    """

    class Kind(models.TextChoices):
        """What was finished."""

        READ = "read", _("Lesson read")
        LESSON = "lesson", _("Lesson complete")
        MODULE = "module", _("Module complete")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="completions",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    key = models.CharField(_("key"), max_length=20)
    translation_key = models.UUIDField()
    at = models.DateTimeField(_("when"), default=timezone.now)
    rule_version = models.PositiveSmallIntegerField(_("version of the rule"))

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "translation_key"],
                name="learning_completion_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "translation_key"], name="learning_completion_content"
            ),
        ]

    def __str__(self):
        """Return the fact in words."""
        return f"{self.person}: {self.get_kind_display()} {self.key}"

    def save(self, *args, **kwargs):
        """Write the fact; a second time is a mistake of the caller (TypeError)."""
        if not self._state.adding:
            raise TypeError("A completion is a fact: it is written once.")
        super().save(*args, **kwargs)


class Certificate(models.Model):
    """What was certified, exactly as issued, and whether it still holds.

    content (see services.certificate_content) is never changed; the PDF is made
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
    key = models.CharField(_("key"), max_length=20)
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
        """Return the module as certificates name it, in the active language."""
        return _("Module %(key)s: %(title)s") % {
            "key": self.content["module_key"],
            "title": self.content["module_title"],
        }

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


class Note(models.Model):
    """A private answer to a question of a lesson. Only the person reads it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="notes",
        verbose_name=_("person"),
    )
    lesson_key = models.CharField(_("lesson"), max_length=20)
    translation_key = models.UUIDField()
    prompt_key = models.CharField(_("question"), max_length=60)
    text = models.TextField(_("note"), max_length=NOTE_LENGTH, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["lesson_key", "prompt_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "translation_key", "prompt_key"],
                name="learning_note_once_per_question",
            ),
        ]

    def __str__(self):
        """Return where the note belongs, not what it says."""
        return f"{self.lesson_key} {self.prompt_key}"
