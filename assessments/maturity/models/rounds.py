"""One assessment of one country: who answers, what they say, what is agreed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.maturity.round_querysets import (
    InsideRoundQuerySet,
    OfInstitutionQuerySet,
    RoundQuerySet,
)
from lms.accounts.models import Country, Institution
from lms.accounts.models.people import NAME_LENGTH, LowercaseEmailField

from .lengths import REASON_LENGTH


class Round(models.Model):
    """One assessment of one country at one time, by one version of a framework.

    It moves along the states in the order of the class (see rounds.moves); the
    scores are frozen with the rules they were computed by when it is validated.
    """

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Draft")
        COLLECTING = "collecting", _("Collecting answers")
        AGREEING = "agreeing", _("Agreeing levels")
        SUBMITTED = "submitted", _("Submitted")
        VALIDATED = "validated", _("Validated")
        PUBLISHED = "published", _("Published")

    class Scope(models.TextChoices):
        """Which questions are asked."""

        FULL = "full", _("All questions")
        SHORT = "short", _("Essential questions only")

    #: States in which a country works on a round; only one such round at a time.
    UNDER_WAY = (State.DRAFT, State.COLLECTING, State.AGREEING, State.SUBMITTED)
    #: States whose scores are frozen.
    FROZEN = (State.VALIDATED, State.PUBLISHED)

    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        related_name="rounds",
        verbose_name=_("country"),
    )
    framework = models.ForeignKey(
        "maturity.FrameworkVersion",
        on_delete=models.PROTECT,
        related_name="rounds",
        verbose_name=_("framework"),
    )
    reference_date = models.DateField(
        _("reference date"),
        help_text=_("The day whose situation the answers describe."),
    )
    scope = models.CharField(
        _("scope"), max_length=10, choices=Scope, default=Scope.FULL
    )
    due_on = models.DateField(_("answers due on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.DRAFT
    )
    #: Counted up at every move, so that of two moves at once one is refused.
    move_number = models.PositiveIntegerField(default=0, editable=False)
    in_benchmarks = models.BooleanField(
        _("counted in comparisons"),
        default=False,
        help_text=_(
            "The levels are counted, without the name of the country, in the "
            "comparisons of the region."
        ),
    )
    scores = models.JSONField(_("frozen scores"), null=True, blank=True)
    scored_at = models.DateTimeField(_("scores frozen"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("opened by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-reference_date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["country"],
                condition=Q(state__in=["draft", "collecting", "agreeing", "submitted"]),
                name="maturity_round_one_under_way",
            ),
            models.UniqueConstraint(
                fields=["country", "framework", "reference_date"],
                name="maturity_round_once_per_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["validated", "published"])
                | Q(scores__isnull=False),
                name="maturity_round_validated_is_scored",
            ),
        ]

    def __str__(self):
        """Return the country and the year it describes."""
        # Translators: a country and a year, "Arvania 2027".
        return _("%(country)s %(year)s") % {
            "country": self.country,
            "year": self.reference_date.year,
        }

    @property
    def is_frozen(self) -> bool:
        """Return whether nothing about it changes any more but its publication."""
        return self.state in self.FROZEN


class RoundMove(models.Model):
    """A step of a round from one state to another: who, when and why."""

    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="moves", verbose_name=_("round")
    )
    before = models.CharField(_("from"), max_length=12, choices=Round.State, blank=True)
    after = models.CharField(_("to"), max_length=12, choices=Round.State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    reason = models.TextField(_("reason"), max_length=REASON_LENGTH, blank=True)

    objects = InsideRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a round")
        verbose_name_plural = _("steps of a round")
        ordering = ["at", "pk"]

    def __str__(self):
        """Return the step in words."""
        return f"{self.round}: {self.before} > {self.after}"


class RoundInstitution(models.Model):
    """An institution that answers in a round. The list is the round's own record."""

    round = models.ForeignKey(
        Round,
        on_delete=models.CASCADE,
        related_name="institutions",
        verbose_name=_("round"),
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        related_name="rounds",
        verbose_name=_("institution"),
    )
    is_core = models.BooleanField(_("core institution"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed in by"),
    )

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution of a round")
        verbose_name_plural = _("institutions of a round")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "institution"], name="maturity_institution_once"
            ),
        ]

    def __str__(self):
        """Return the name of the institution."""
        return str(self.institution)


class Respondent(models.Model):
    """Somebody asked to answer for an institution; without an account only invited."""

    institution = models.ForeignKey(
        RoundInstitution,
        on_delete=models.CASCADE,
        related_name="respondents",
        verbose_name=_("institution"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="asked_in_rounds",
        verbose_name=_("person"),
    )
    email = LowercaseEmailField(_("e-mail address"), max_length=254)
    full_name = models.CharField(_("full name"), max_length=NAME_LENGTH, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("invited by"),
    )
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta:
        verbose_name = _("respondent")
        verbose_name_plural = _("respondents")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "email"],
                condition=Q(removed_at__isnull=True),
                name="maturity_respondent_once",
            ),
        ]

    def __str__(self):
        """Return the name or the address."""
        return self.full_name or self.email
