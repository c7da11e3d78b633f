"""A column for a level, "don't know", "not applicable" or nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.maturity.answers import DONT_KNOW, NOT_APPLICABLE, Given


class GivenMixin(models.Model):
    """A row that holds what was given: a level, "don't know", "not applicable".

    Kept as text, because a level of 0 is not the same as nothing.
    """

    given = models.CharField(_("answer"), max_length=4, blank=True)

    class Meta:
        abstract = True

    @property
    def level(self) -> Given:
        """Return the level as a number, ``dk``, ``na``, or None for blank."""
        if self.given in (DONT_KNOW, NOT_APPLICABLE):
            return self.given
        return int(self.given) if self.given else None

    @level.setter
    def level(self, value: Given) -> None:
        self.given = "" if value is None else str(value)
