"""A country's action plan and its lines."""

from django.apps import apps
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Country, Institution
from toolkit.network.querysets import RecordQuerySet

from .library import Action, ActionLibrary

#: Longest text a person writes, in characters.
TEXT_LENGTH = 4000
TITLE_LENGTH = 300

#: A quarter as text that sorts: 2027Q1 (toolkit.plans.quarters.Quarter).
quarter_validator = RegexValidator(
    r"\A\d{4}Q[1-4]\Z", _("Write the quarter like 2027Q1.")
)


class PlanQuerySet(RecordQuerySet):
    """Action plans of countries."""

    def with_places(self) -> models.QuerySet:
        """Return them with country, round, framework and library."""
        return self.select_related(
            "country__region",
            "round__country",
            "round__framework",
            "framework",
            "library",
            "previous",
        )

    def draft(self) -> models.QuerySet:
        """Return those that are being made."""
        return self.filter(state="draft")

    def running(self) -> models.QuerySet:
        """Return those that are carried out."""
        return self.filter(state__in=["approved", "amending"])


class OfPlanQuerySet(RecordQuerySet):
    """Rows that hang on a plan."""

    PLACE = "plan__country__"


class OfItemQuerySet(RecordQuerySet):
    """Rows that hang on a line of a plan."""

    PLACE = "item__plan__country__"


class PlanItemQuerySet(OfPlanQuerySet):
    """Lines of plans."""

    def with_places(self) -> models.QuerySet:
        """Return them with their institutions.

        ``heard``: whether anything was reported, brought or decided about them.
        """
        of_item = [
            apps.get_model("plans", name).objects.filter(item=OuterRef("pk"))
            for name in ("ItemUpdate", "Deliverable", "Redating")
        ]
        heard = Exists(of_item[0]) | Exists(of_item[1]) | Exists(of_item[2])
        return (
            self.select_related("responsible")
            .prefetch_related("supporting")
            .annotate(heard=heard)
        )

    def kept(self) -> models.QuerySet:
        """Return those that are in the plan; not those that were dropped."""
        return self.filter(dropped_at=None)


class Plan(models.Model):
    """One action plan of a country: from the levels of a round to targets.

    ``levels``, ``validated`` and ``targets``: question > level, as they were when the
    plan was made from the round; targets are the country's own. ``roles``: role of
    the library > ids of the institutions that take it, the one that leads first. ``done_actions``: ids of actions
    recorded as done before this plan. What a person has edited in a line is named
    there, so that building again never loses it.
    """

    class State(models.TextChoices):
        """Where it stands. An amendment is work on an approved plan."""

        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved")
        AMENDING = "amending", _("Approved; an amendment is being prepared")
        CLOSED = "closed", _("Closed")

    class Horizon(models.IntegerChoices):
        """How far the targets reach, in years."""

        ONE = 1, _("one year")
        THREE = 3, _("three years")

    class Way(models.TextChoices):
        """How the quarters were found (toolkit.plans.building.WAYS)."""

        GREEDY = "greedy", _("step by step, as explained at a table")
        SHORTEST = "shortest", _("shortest plan")
        BEST = "best", _("best plan for the means at hand")
        FIRST_YEAR = "first_year", _("short plan for the first year")

    #: States in which its lines are carried out and tracked.
    RUNNING = (State.APPROVED, State.AMENDING)

    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        related_name="plans",
        verbose_name=_("country"),
    )
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    round = models.ForeignKey(
        "maturity.Round",
        on_delete=models.PROTECT,
        related_name="plans",
        verbose_name=_("round"),
    )
    framework = models.ForeignKey(
        "maturity.FrameworkVersion",
        on_delete=models.PROTECT,
        related_name="plans",
        verbose_name=_("framework"),
    )
    library = models.ForeignKey(
        ActionLibrary,
        on_delete=models.PROTECT,
        related_name="plans",
        verbose_name=_("action library"),
    )
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="next_plans",
        verbose_name=_("plan before"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT
    )
    start = models.CharField(
        _("first quarter"), max_length=6, validators=[quarter_validator]
    )
    years = models.PositiveSmallIntegerField(
        _("horizon"), choices=Horizon, default=Horizon.ONE
    )
    at_once = models.PositiveSmallIntegerField(
        _("actions running at once"),
        null=True,
        blank=True,
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    per_institution = models.PositiveSmallIntegerField(
        _("of one institution at once"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    new_a_year = models.PositiveSmallIntegerField(
        _("new actions in a year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    way = models.CharField(
        _("way of scheduling"), max_length=10, choices=Way, default=Way.GREEDY
    )
    budget = models.PositiveSmallIntegerField(
        _("effort points at hand"), null=True, blank=True
    )
    quarters = models.PositiveSmallIntegerField(
        _("quarters at hand"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(40)],
    )
    levels = models.JSONField(_("levels of today"), default=dict)
    validated = models.JSONField(_("validated levels"), default=dict, blank=True)
    targets = models.JSONField(_("targets"), default=dict)
    roles = models.JSONField(_("who takes which role"), default=dict, blank=True)
    done_actions = models.JSONField(_("done before"), default=list, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    introduction = models.TextField(
        _("introduction"), max_length=TEXT_LENGTH, blank=True
    )
    #: What the last building said: bound, gap, warnings (as toolkit.plans.building).
    built = models.JSONField(default=dict, blank=True)
    #: Counted up at every change of its lines or settings.
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        ordering = ["country", "-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["country"],
                condition=Q(state="draft"),
                name="plans_one_draft",
            ),
            models.UniqueConstraint(
                fields=["country"],
                condition=Q(state__in=["approved", "amending"]),
                name="plans_one_running",
            ),
        ]

    def __str__(self):
        return self.title


class PlanItem(models.Model):
    """One line of a plan: what is done when, by whom, why, and how far it is.

    ``code``: the id in the library (``ACT-01``), a generic one with its question
    (``GEN-4:G3``), or ``OWN-1`` for the country's own. Empty texts (``title``,
    ``deliverable``, ``criterion``) mean those of the library, in the reader's
    language. ``edited``: names of fields that a person has set; building again
    leaves them alone. Without ``start`` it is for later.
    """

    class Kind(models.TextChoices):
        """Where it comes from."""

        LIBRARY = "library", _("from the library")
        GENERIC = "generic", _("generic, filled in with its question")
        OWN = "own", _("the country's own")

    class Status(models.TextChoices):
        """How far it is; whether it is late follows from the quarters."""

        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("In progress")
        REPORTED = "reported", _("Reported done, to be checked")
        DONE = "done", _("Done and checked")

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="items", verbose_name=_("plan")
    )
    code = models.CharField(_("id"), max_length=40)
    kind = models.CharField(
        _("comes from"), max_length=8, choices=Kind, default=Kind.LIBRARY
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    pillar = models.CharField(
        _("pillar"), max_length=20, choices=Action.Pillar.choices, blank=True
    )
    area = models.CharField(_("area"), max_length=60, blank=True)
    title = models.CharField(_("event"), max_length=TITLE_LENGTH, blank=True)
    start = models.CharField(
        _("begins in"), max_length=6, blank=True, validators=[quarter_validator]
    )
    length = models.PositiveSmallIntegerField(
        _("quarters"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(40)],
    )
    #: Why it is for later: capacity, prerequisite, time, level, means, first_year,
    #: person.
    later_reason = models.CharField(max_length=20, blank=True)
    repeat = models.CharField(_("repeated"), max_length=20, blank=True)
    responsible = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_items",
        verbose_name=_("responsible entity"),
    )
    #: Role of the library that leads; what ``responsible`` comes from.
    responsible_role = models.CharField(max_length=60, blank=True)
    supporting = models.ManyToManyField(
        Institution,
        blank=True,
        related_name="supported_plan_items",
        verbose_name=_("supporting entities"),
    )
    #: [{"question": "A2", "from": 1, "to": 3}].
    reasons = models.JSONField(_("why"), default=list, blank=True)
    needs = models.JSONField(_("needs"), default=list, blank=True)
    after = models.JSONField(_("follows"), default=list, blank=True)
    required_by = models.JSONField(_("needed by"), default=list, blank=True)
    #: Order that need not be kept: {code of what comes before: reason}.
    waivers = models.JSONField(_("order waived"), default=dict, blank=True)
    deliverable = models.CharField(_("deliverable"), max_length=500, blank=True)
    criterion = models.TextField(_("done when"), max_length=TEXT_LENGTH, blank=True)
    effort = models.CharField(
        _("effort"), max_length=1, choices=Action.Effort.choices, default="S"
    )
    cost = models.DecimalField(
        _("cost estimate"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    funding = models.CharField(_("source of money"), max_length=250, blank=True)
    modules = models.JSONField(_("modules to take first"), default=list, blank=True)
    edited = models.JSONField(default=list, blank=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True)
    dropped_reason = models.TextField(
        _("why it was dropped"), max_length=TEXT_LENGTH, blank=True
    )
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    # How far it is.
    status = models.CharField(
        _("status"), max_length=8, choices=Status, default=Status.PLANNED
    )
    percent = models.PositiveSmallIntegerField(
        _("percent done"), default=0, validators=[MaxValueValidator(100)]
    )
    updated_at = models.DateTimeField(_("last word"), null=True, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reported done by"),
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("checked by"),
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a plan")
        verbose_name_plural = _("lines of a plan")
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"], name="plans_item_code_once"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}".strip()


class PlanVersion(models.Model):
    """A plan as it was approved or amended: frozen, with its signatories.

    ``content``: the whole plan as toolkit.plans.content.content_of writes it.
    ``signatories``: [{"name", "post", "institution"}].
    """

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="versions", verbose_name=_("plan")
    )
    number = models.PositiveIntegerField(_("version"))
    is_amendment = models.BooleanField(_("amendment"), default=False)
    approved_on = models.DateField(_("approved on"))
    signatories = models.JSONField(_("signatories"), default=list)
    decision = models.CharField(
        _("decision"),
        max_length=500,
        blank=True,
        help_text=_("The decision it rests on: type, number, date."),
    )
    reason = models.TextField(_("reason"), max_length=TEXT_LENGTH, blank=True)
    content = models.JSONField(_("as approved"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("approved version of a plan")
        verbose_name_plural = _("approved versions of a plan")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], name="plans_version_once"
            ),
        ]

    def __str__(self):
        return f"{self.plan} {self.number}"
