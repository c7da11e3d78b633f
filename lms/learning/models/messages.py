"""What trainers write to learners, and which reminders went out."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import OutgoingMail
from lms.learning.cohort_querysets import InsideCohortQuerySet
from lms.learning.models.assignments import Assignment
from lms.learning.models.cohorts import Cohort

#: Longest subject and text of a message, in characters.
MESSAGE_SUBJECT_LENGTH = 120
MESSAGE_LENGTH = 4000


class MessageRecipientQuerySet(models.QuerySet):
    """Messages as they reached people."""

    def visible_to(self, user) -> models.QuerySet:
        """Return what was written to this person."""
        return self.filter(person=user) if user.is_authenticated else self.none()


class Message(models.Model):
    """A plain text that somebody who runs a cohort wrote to some of its learners.

    form_key names the form it was written in: sent twice, it is one message.
    """

    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.CASCADE,
        related_name="messages",
        verbose_name=_("cohort"),
    )
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("from"),
    )
    subject = models.CharField(_("subject"), max_length=MESSAGE_SUBJECT_LENGTH)
    text = models.TextField(_("text"), max_length=MESSAGE_LENGTH)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    form_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = InsideCohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        """Return the subject."""
        return self.subject


class MessageRecipient(models.Model):
    """One person to whom a message went; mail says how far its e-mail is."""

    message = models.ForeignKey(
        Message,
        on_delete=models.CASCADE,
        related_name="recipients",
        verbose_name=_("message"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="messages_received",
        verbose_name=_("person"),
    )
    mail = models.ForeignKey(
        OutgoingMail,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("e-mail"),
    )

    objects = MessageRecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "person"], name="learning_message_once_a_person"
            ),
        ]

    def __str__(self):
        """Return what went to whom."""
        return f"{self.person}: {self.message}"


class CohortReminders(models.Model):
    """When learners of a cohort are reminded of what is due. No row: the defaults.

    Days before and after the due date; empty leaves that reminder out.
    """

    cohort = models.OneToOneField(
        Cohort,
        on_delete=models.CASCADE,
        related_name="reminders",
        verbose_name=_("cohort"),
    )
    is_on = models.BooleanField(_("send reminders"), default=True)
    first_days = models.PositiveSmallIntegerField(
        _("first reminder, days before"),
        null=True,
        blank=True,
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    last_days = models.PositiveSmallIntegerField(
        _("last reminder, days before"),
        null=True,
        blank=True,
        default=1,
        validators=[MaxValueValidator(30)],
    )
    after_days = models.PositiveSmallIntegerField(
        _("reminder of what is late, days after"),
        null=True,
        blank=True,
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )

    objects = InsideCohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminders of a cohort")
        verbose_name_plural = _("reminders of cohorts")

    def __str__(self):
        """Return whose they are."""
        return str(self.cohort)


class ReminderSent(models.Model):
    """A reminder that went out: about one thing, of one kind, for one due date.

    The constraint keeps a second one from being written, also when two cohorts
    ask for the same module by the same day.
    """

    class Kind(models.TextChoices):
        """When it is sent."""

        FIRST = "first", _("First, before the due date")
        LAST = "last", _("Last, before the due date")
        AFTER = "after", _("After the due date")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="reminders_sent",
        verbose_name=_("person"),
    )
    assignment = models.ForeignKey(
        Assignment,
        on_delete=models.CASCADE,
        related_name="reminders_sent",
        verbose_name=_("assignment"),
    )
    key = models.CharField(_("module or learning path"), max_length=40)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    due_on = models.DateField(_("due on"))
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)

    class Meta:
        verbose_name = _("reminder sent")
        verbose_name_plural = _("reminders sent")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key", "kind", "due_on"],
                name="learning_reminder_once",
            ),
        ]

    def __str__(self):
        """Return who was reminded of what."""
        return f"{self.person}: {self.key} {self.kind}"
