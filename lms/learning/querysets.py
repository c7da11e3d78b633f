"""Which rows of learning somebody may see, and other named selections."""

from django.db import models
from django.db.models import Q

from lms.accounts.querysets import scope_of
from lms.accounts.roles import Capability


class OwnQuerySet(models.QuerySet):
    """Rows that belong to one person and that nobody else sees."""

    def visible_to(self, user) -> models.QuerySet:
        """Return the person's own rows."""
        return self.filter(person=user) if user.is_authenticated else self.none()


class EnrolmentQuerySet(OwnQuerySet):
    """Enrolments."""

    def latest_first(self) -> models.QuerySet:
        """Return them by the last visit, the latest first."""
        return self.order_by("-last_seen_at", "-pk")


class PathEnrolmentQuerySet(OwnQuerySet):
    """Learning paths that people chose."""

    def current(self) -> models.QuerySet:
        """Return those that were not left."""
        return self.filter(left_at__isnull=True)


class CompletionQuerySet(OwnQuerySet):
    """Completions."""

    def of_kind(self, kind: str) -> models.QuerySet:
        """Return those of one kind."""
        return self.filter(kind=kind)


class NoteQuerySet(OwnQuerySet):
    """Private notes: not even an administrator reads them here."""

    def written(self) -> models.QuerySet:
        """Return those with a text."""
        return self.exclude(text="")


class CertificateQuerySet(models.QuerySet):
    """Certificates."""

    def visible_to(self, user) -> models.QuerySet:
        """Return own certificates and those of the countries somebody manages."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(person=user) | Q(pk__in=self.managed_by(user).values("pk"))
        )

    def managed_by(self, user) -> models.QuerySet:
        """Return the certificates that this person may withdraw.

        Those issued in the countries and regions where the role is held; those
        without a country only for who may do it everywhere.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            scope_of(user, "country__", Capability.WITHDRAW_CERTIFICATES)
        )

    def valid(self) -> models.QuerySet:
        """Return those neither replaced nor withdrawn."""
        return self.filter(status="issued")

    def not_replaced(self) -> models.QuerySet:
        """Return those that hold or were withdrawn, without their older versions."""
        return self.exclude(status="superseded")

    def search(self, text: str) -> models.QuerySet:
        """Return those whose code or name, in either spelling, has the text."""
        found = self
        for word in text.split():
            found = found.filter(
                Q(code__icontains=word)
                | Q(content__name__icontains=word)
                | Q(content__name_latin__icontains=word)
            )
        return found
