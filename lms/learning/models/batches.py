"""Many certificates at once, in the background."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Country
from lms.learning.batch_querysets import IssueBatchQuerySet

from .certificates import Certificate
from .cohorts import Cohort


class IssueBatch(models.Model):
    """An order to issue certificates of one thing to a list of people.

    people holds the primary keys of the people, in order (those of certificates
    where files are made); done counts how far it is. What is broken off goes on
    there; what is done twice is found done, because a person has one valid
    certificate of a kind.
    """

    class Work(models.TextChoices):
        """What is done for each of the list."""

        ISSUE = "issue", _("Issue certificates")
        FILES = "files", _("Make missing files")

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    work = models.CharField(_("work"), max_length=10, choices=Work)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("ordered by"),
    )
    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certificate_batches",
        verbose_name=_("cohort"),
    )
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country"),
    )
    kind = models.CharField(
        _("kind"), max_length=15, choices=Certificate.Kind, blank=True
    )
    scope = models.CharField(max_length=6, blank=True)
    key = models.CharField(_("module or path"), max_length=40, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, blank=True
    )
    trainer = models.CharField(_("trainer"), max_length=300, blank=True)
    minutes = models.PositiveIntegerField(_("minutes attended"), null=True, blank=True)
    order = models.CharField(max_length=64, default="", editable=False)
    people = models.JSONField(_("for whom"), default=list)
    total = models.PositiveIntegerField(_("how many"))
    done = models.PositiveIntegerField(_("done"), default=0)
    issued = models.PositiveIntegerField(_("newly made"), default=0)
    failed = models.JSONField(_("what failed"), default=list)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING
    )
    made_at = models.DateTimeField(_("ordered"), default=timezone.now)
    heard_at = models.DateTimeField(_("last sign of life"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = IssueBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of certificates")
        verbose_name_plural = _("batches of certificates")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done__lte=F("total")), name="learning_batch_within_total"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(finished_at__isnull=False),
                name="learning_batch_done_dated",
            ),
            # A double click orders once.
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(state__in=["waiting", "running"]),
                name="learning_batch_once_while_open",
            ),
        ]

    def __str__(self):
        """Return what is ordered and how many."""
        return f"{self.get_work_display()}: {self.total}"

    @property
    def is_open(self) -> bool:
        """Return whether there is still something to do."""
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def percent(self) -> int:
        """Return how much is done in whole percent, rounded down."""
        return self.done * 100 // self.total if self.total else 100
