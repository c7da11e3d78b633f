"""The keys that sign credentials, and the credentials as they were signed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .certificates import Certificate

#: Places in one status list (W3C Bitstring Status List, section 6.1: at least
#: this many, so that nobody is picked out by the list that was asked for).
LIST_LENGTH = 131_072


class SigningKey(models.Model):
    """A pair of Ed25519 keys: one signs now, older ones stay so that all verifies.

    The public half is written as a Multikey (multibase, "z6Mk..."), the private
    half sealed with the installation's SECRET_KEY (see credentials.keys).
    """

    public = models.CharField(_("public key"), max_length=60, unique=True)
    sealed = models.TextField(_("private key, sealed"))
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    is_current = models.BooleanField(_("signs now"), default=True)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=Q(is_current=True),
                name="learning_signing_key_one_current",
            ),
            models.CheckConstraint(
                condition=Q(is_current=True) ^ Q(retired_at__isnull=False),
                name="learning_signing_key_retired_dated",
            ),
        ]

    def __str__(self):
        """Return the public key."""
        return self.public


class Credential(models.Model):
    """The Open Badges credential of a certificate, signed once and kept as signed.

    document is the text of the JSON with its proof, token the same as a JWT.
    The two numbers are its place in a status list; they never change.
    """

    certificate = models.OneToOneField(
        Certificate,
        on_delete=models.CASCADE,
        related_name="credential",
        verbose_name=_("certificate"),
    )
    key = models.ForeignKey(
        SigningKey,
        on_delete=models.PROTECT,
        related_name="credentials",
        verbose_name=_("signed with"),
    )
    status_list = models.PositiveIntegerField(_("status list"))
    status_index = models.PositiveIntegerField(_("place in the status list"))
    document = models.TextField(_("credential as signed"))
    token = models.TextField(_("credential as JWT"))
    made_at = models.DateTimeField(_("signed"), default=timezone.now)

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        constraints = [
            models.UniqueConstraint(
                fields=["status_list", "status_index"],
                name="learning_credential_own_status",
            ),
            models.CheckConstraint(
                condition=Q(status_index__lt=LIST_LENGTH),
                name="learning_credential_status_in_list",
            ),
        ]

    def __str__(self):
        """Return the code of the certificate."""
        return self.certificate.code
