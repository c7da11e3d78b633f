"""E-mails on their way: the outbox."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.querysets import OutgoingMailQuerySet

from .invitations import Invitation
from .places import Country

#: Longest subject kept, in characters.
SUBJECT_LENGTH = 250


class OutgoingMail(models.Model):
    """One e-mail, from the moment it is written until it has left, and after.

    Written in the transaction of what causes it, so that neither is ever without
    the other. Text and attachments are encrypted while they wait and erased when
    the e-mail has left: links in them open accounts.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        GIVEN_UP = "given_up", _("Not sent")
        CANCELLED = "cancelled", _("No longer needed")

    class Problem(models.TextChoices):
        """Why the last try failed, in words for an administrator."""

        SERVER = "server", _("The mail server could not be reached.")
        LOGIN = "login", _("The mail server did not accept our name and password.")
        BUSY = "busy", _("The mail server asks to try later.")
        ADDRESS = "address", _("The mail server refuses this address.")
        REFUSED = "refused", _("The mail server refuses this e-mail.")
        UNREADABLE = "unreadable", _("The text cannot be read: the secret key changed.")

    recipient = models.CharField(_("to"), max_length=254, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="outgoing_mails",
        verbose_name=_("person"),
    )
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outgoing_mails",
        verbose_name=_("country"),
    )
    invitation = models.ForeignKey(
        Invitation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name=_("invitation"),
    )
    kind = models.CharField(_("kind"), max_length=60)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH)
    #: Text, attachments and answer address, encrypted; empty once it has left.
    sealed = models.TextField(blank=True)
    #: What this e-mail is about, so that it goes out once ("reminder:7:2027-03-01").
    once_key = models.CharField(max_length=200, null=True, blank=True, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now)
    tried_at = models.DateTimeField(_("last try"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=10, choices=Problem, blank=True)
    #: What the mail server answered, for those who look after it.
    last_error = models.CharField(_("answer"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False, sealed=""),
                name="accounts_mail_sent_is_erased",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(state="waiting"),
                name="accounts_mail_due",
            ),
            models.Index(
                fields=["country", "created_at"],
                condition=Q(state__in=["waiting", "given_up"]),
                name="accounts_mail_troubled",
            ),
        ]

    def __str__(self):
        """Return kind and address; never the text."""
        return f"{self.kind} {self.recipient}"

    @property
    def is_open(self) -> bool:
        """Return whether it can still be sent."""
        return self.state in (self.State.WAITING, self.State.GIVEN_UP)
