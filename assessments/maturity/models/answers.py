"""What an institution says about a question, and what it shows for it."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.maturity.round_querysets import (
    OfInstitutionQuerySet,
)
from lms.core.private_files import private_storage

from .given import GivenMixin
from .lengths import ID_LENGTH, REASON_LENGTH, TEXT_LENGTH
from .rounds import RoundInstitution


class Answer(GivenMixin):
    """What one institution says about one question.

    ``version`` is counted up at every change; who saves says which version was
    read, so that nobody writes over another's words unseen.
    """

    class Confidence(models.TextChoices):
        """How sure the institution is."""

        HIGH = "high", _("High")
        MEDIUM = "medium", _("Medium")
        LOW = "low", _("Low")

    institution = models.ForeignKey(
        RoundInstitution,
        on_delete=models.CASCADE,
        related_name="answers",
        verbose_name=_("institution"),
    )
    question = models.CharField(_("question"), max_length=ID_LENGTH)
    na_reason = models.TextField(
        _("why it does not apply"), max_length=REASON_LENGTH, blank=True
    )
    justification = models.TextField(
        _("justification"), max_length=TEXT_LENGTH, blank=True
    )
    confidence = models.CharField(
        _("how sure"), max_length=6, choices=Confidence, blank=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("changed by"),
    )
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["question", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "question"], name="maturity_answer_once"
            ),
        ]

    def __str__(self):
        """Return who says what about which question."""
        return f"{self.institution} {self.question}: {self.given or '-'}"


class AnswerChange(GivenMixin):
    """An answer as it was after a change. Kept for ever."""

    answer = models.ForeignKey(
        Answer,
        on_delete=models.CASCADE,
        related_name="changes",
        verbose_name=_("answer"),
    )
    version = models.PositiveIntegerField()
    na_reason = models.TextField(blank=True)
    justification = models.TextField(blank=True)
    confidence = models.CharField(max_length=6, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("change of an answer")
        verbose_name_plural = _("changes of answers")
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "version"], name="maturity_answer_change_once"
            ),
        ]

    def __str__(self):
        """Return the answer and the number of the change."""
        return f"{self.answer_id} v{self.version}"


class Evidence(models.Model):
    """What an institution shows for its answer: a file, a link or a reference.

    A validator accepts it for levels up to ``supports``, or sends it back with a
    note.
    """

    class Kind(models.TextChoices):
        """In which form it is there."""

        FILE = "file", _("File")
        LINK = "link", _("Link")
        REFERENCE = "reference", _("Reference")

    class Review(models.TextChoices):
        """What a validator said."""

        ACCEPTED = "accepted", _("Accepted")
        RETURNED = "returned", _("Sent back")

    institution = models.ForeignKey(
        RoundInstitution,
        on_delete=models.CASCADE,
        related_name="evidence",
        verbose_name=_("institution"),
    )
    question = models.CharField(_("question"), max_length=ID_LENGTH)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=250, blank=True)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    reference = models.TextField(_("reference"), max_length=REASON_LENGTH, blank=True)
    file = models.FileField(
        _("file"), storage=private_storage, max_length=250, blank=True
    )
    file_name = models.CharField(_("name of the file"), max_length=250, blank=True)
    file_size = models.PositiveIntegerField(_("size in bytes"), default=0)
    file_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("added by"),
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    review = models.CharField(
        _("validation"), max_length=10, choices=Review, blank=True
    )
    supports = models.PositiveSmallIntegerField(
        _("supports levels up to"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    review_note = models.TextField(_("note"), max_length=REASON_LENGTH, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["added_at", "pk"]
        indexes = [
            models.Index(
                fields=["institution", "question"], name="maturity_evidence_question"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(review="accepted") | Q(supports__isnull=False),
                name="maturity_evidence_accepted_for",
            ),
            models.CheckConstraint(
                condition=Q(kind="file") & ~Q(file="")
                | Q(kind="link") & ~Q(url="")
                | Q(kind="reference") & ~Q(reference=""),
                name="maturity_evidence_is_there",
            ),
            # The same file sent twice by a dropped line is one piece of evidence.
            models.UniqueConstraint(
                fields=["institution", "question", "file_sha256"],
                condition=Q(removed_at__isnull=True) & ~Q(file_sha256=""),
                name="maturity_evidence_file_once",
            ),
        ]

    def __str__(self):
        """Return its title, or what stands for one."""
        return self.title or self.file_name or self.url or self.reference[:60]
