"""The minimum set of a country: versions, chosen indicators, owners' agreement."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Country, Institution
from lms.accounts.models.people import NAME_LENGTH
from toolkit.indicators import choosing
from toolkit.network.querysets import RecordQuerySet

from .catalogue import Indicator
from .sources import TEXT_LENGTH, DataSource


class OfSetQuerySet(RecordQuerySet):
    """Rows that hang on a minimum set."""

    PLACE = "minimum_set__country__"


class ScoreQuerySet(OfSetQuerySet):
    """Scores of candidates."""

    def with_indicator(self) -> models.QuerySet:
        """Bring the indicator along."""
        return self.select_related("indicator")


class ChosenQuerySet(OfSetQuerySet):
    """Indicators of minimum sets with their rows of the matrix."""

    def with_all(self) -> models.QuerySet:
        """Bring owner, sources and agreements along: three queries in all."""
        return self.select_related(
            "indicator", "owner", "changed_by", "minimum_set__country"
        ).prefetch_related("sources", "agreements__institution")


class OfChosenQuerySet(RecordQuerySet):
    """Rows that hang on a chosen indicator."""

    PLACE = "chosen__minimum_set__country__"


class MinimumSetQuerySet(RecordQuerySet):
    """Versions of minimum sets."""

    def drafts(self) -> models.QuerySet:
        """Return those that are worked on; at most one a country."""
        return self.filter(state=MinimumSet.State.DRAFT)

    def in_force(self) -> models.QuerySet:
        """Return the approved ones that no later version replaces."""
        return self.filter(state=MinimumSet.State.APPROVED)

    def replaced(self) -> models.QuerySet:
        """Return those that a later version replaced."""
        return self.filter(state=MinimumSet.State.REPLACED)

    def agreed_upon(self) -> models.QuerySet:
        """Return all that were approved once, the newest first."""
        return self.exclude(state=MinimumSet.State.DRAFT).order_by("-number")


class MinimumSet(models.Model):
    """One version of a country's minimum set: a draft, or approved and frozen.

    ``weights``: percent for relevance, availability, quality and low cost, in sum
    100. ``profile``: keys of packs that describe the country. ``frozen``: the whole
    set as it was approved, so that later changes of names or sources leave it alone.
    ``set_aside``: code > what was written about an indicator before it was left out.
    """

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved")
        REPLACED = "replaced", _("Replaced by a later version")

    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        related_name="minimum_sets",
        verbose_name=_("country"),
    )
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT
    )
    profile = models.JSONField(_("profile of the country"), default=list, blank=True)
    weights = models.JSONField(_("weights"), default=dict, blank=True)
    language = models.CharField(
        _("language of the definitions"), max_length=10, default="en"
    )
    set_aside = models.JSONField(default=dict, blank=True, editable=False)
    #: Counted up when profile, weights or the choice change.
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=250, blank=True)
    approved_post = models.CharField(
        _("post of who approved"), max_length=250, blank=True
    )
    frozen = models.JSONField(_("as approved"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    objects = MinimumSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("minimum set")
        verbose_name_plural = _("minimum sets")
        ordering = ["country", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "number"], name="indicators_set_version_once"
            ),
            models.UniqueConstraint(
                fields=["country"],
                condition=Q(state="draft"),
                name="indicators_one_draft_set",
            ),
            models.UniqueConstraint(
                fields=["country"],
                condition=Q(state="approved"),
                name="indicators_one_approved_set",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(frozen__isnull=False),
                name="indicators_approved_is_frozen",
            ),
        ]

    def __str__(self):
        # Translators: a country and the number of a version, "Arvania 2".
        return _("%(country)s %(number)s") % {
            "country": self.country,
            "number": self.number,
        }


def _score_field(words):
    return models.PositiveSmallIntegerField(
        words,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )


class CandidateScore(models.Model):
    """How a candidate is judged for a set: four scores from 1 to 5."""

    minimum_set = models.ForeignKey(
        MinimumSet,
        on_delete=models.CASCADE,
        related_name="scores",
        verbose_name=_("minimum set"),
    )
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("indicator"),
    )
    relevance = _score_field(_("relevance"))
    availability = _score_field(_("availability"))
    quality = _score_field(_("quality"))
    low_cost = _score_field(_("low cost"))

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score of a candidate")
        verbose_name_plural = _("scores of candidates")
        ordering = ["minimum_set", "indicator__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["minimum_set", "indicator"], name="indicators_score_once"
            ),
        ]

    def __str__(self):
        return f"{self.minimum_set}: {self.indicator.code}"


class ChosenIndicator(models.Model):
    """An indicator of a minimum set with its row of the definition matrix.

    Texts are the country's own. It counts when it has an owner, at least one source
    and every field of the row.
    """

    minimum_set = models.ForeignKey(
        MinimumSet,
        on_delete=models.CASCADE,
        related_name="chosen",
        verbose_name=_("minimum set"),
    )
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        related_name="chosen",
        verbose_name=_("indicator"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    owner = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_indicators",
        verbose_name=_("owner"),
    )
    sources = models.ManyToManyField(
        DataSource, blank=True, related_name="chosen", verbose_name=_("sources")
    )
    # The row of the definition matrix.
    definition = models.TextField(_("definition"), max_length=TEXT_LENGTH, blank=True)
    unit = models.CharField(_("unit"), max_length=250, blank=True)
    reference_period = models.CharField(
        _("reference period"), max_length=250, blank=True
    )
    breakdowns = models.TextField(_("breakdowns"), max_length=TEXT_LENGTH, blank=True)
    source_note = models.TextField(
        _("source"),
        max_length=TEXT_LENGTH,
        blank=True,
        help_text=_("Which part of the source, which fields."),
    )
    method = models.TextField(_("method"), max_length=TEXT_LENGTH, blank=True)
    limits = models.TextField(_("known limits"), max_length=TEXT_LENGTH, blank=True)
    frequency = models.CharField(_("frequency"), max_length=250, blank=True)
    release_rule = models.TextField(
        _("release rule"),
        max_length=TEXT_LENGTH,
        blank=True,
        help_text=_("When it is released, to whom, and what is held back."),
    )
    # Asked for beside the row; the row is complete without them.
    legal_basis = models.TextField(_("legal basis"), max_length=TEXT_LENGTH, blank=True)
    deputy = models.CharField(
        _("deputy"),
        max_length=250,
        blank=True,
        help_text=_(
            "Who answers for the figure when the owner's focal point is away: name "
            "and post."
        ),
    )
    #: Counted up at every change, so that nobody writes over another's words unseen.
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("changed by"),
    )

    #: Fields of the definition matrix, in order; owner and sources stand beside them.
    MATRIX = (
        "definition",
        "unit",
        "reference_period",
        "breakdowns",
        "source_note",
        "method",
        "limits",
        "frequency",
        "release_rule",
    )
    #: Everything that somebody writes about it; the owner agrees to all of it.
    WORDS = (*MATRIX, "legal_basis", "deputy")

    objects = ChosenQuerySet.as_manager()

    class Meta:
        verbose_name = _("chosen indicator")
        verbose_name_plural = _("chosen indicators")
        ordering = ["minimum_set", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["minimum_set", "indicator"], name="indicators_chosen_once"
            ),
        ]

    def __str__(self):
        return str(self.indicator)

    @property
    def empty_fields(self) -> tuple[str, ...]:
        """Return the fields of the matrix that nobody has filled in."""
        return tuple(name for name in self.MATRIX if not getattr(self, name).strip())

    @property
    def current_sources(self) -> list[DataSource]:
        """Return its sources that are still kept, by name."""
        kept = [one for one in self.sources.all() if one.is_active]
        return sorted(kept, key=lambda one: (one.name, one.pk))

    @property
    def state(self) -> choosing.RowState:
        """Return what is known of the row; asks the database unless with_all()."""
        return choosing.RowState(
            code=self.indicator.code,
            has_owner=self.owner is not None and self.owner.is_active,
            sources=len(self.current_sources),
            empty_fields=self.empty_fields,
            agreed=self.agreement is not None,
        )

    @property
    def missing(self) -> list[choosing.Missing]:
        """Return what it lacks before it counts; an agreement is not asked for."""
        return choosing.missing_in_row(self.state)

    @property
    def agreement(self) -> "OwnerAgreement | None":
        """Return the owner's agreement to the row as it reads now."""
        found = [
            one
            for one in self.agreements.all()
            if (one.institution_id, one.edit_number)
            == (self.owner_id, self.edit_number)
        ]
        return found[-1] if found else None


class OwnerAgreement(models.Model):
    """An owner has agreed to a row of the matrix: who, in which words, when.

    ``edit_number`` is that of the row agreed to: a later change asks again.
    """

    chosen = models.ForeignKey(
        ChosenIndicator,
        on_delete=models.CASCADE,
        related_name="agreements",
        verbose_name=_("chosen indicator"),
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("institution"),
    )
    agreed_by_name = models.CharField(_("agreed by"), max_length=NAME_LENGTH)
    agreed_on = models.DateField(_("agreed on"))
    edit_number = models.PositiveIntegerField(editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)

    objects = OfChosenQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement of an owner")
        verbose_name_plural = _("agreements of owners")
        ordering = ["chosen", "agreed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chosen", "institution", "edit_number"],
                name="indicators_agreement_once",
            ),
        ]

    def __str__(self):
        return f"{self.chosen_id}: {self.agreed_by_name}"


#: Percent; the country may change them, in sum 100 (catalogue, how to use it, step 2).
DEFAULT_WEIGHTS = {
    "relevance": 40,
    "availability": 30,
    "quality": 20,
    "low_cost": 10,
}
