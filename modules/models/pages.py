"""The pages of the course: index, module, lesson."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager

from lms.core.blocks import BodyStreamBlock
from lms.core.models import BasePage
from modules import choices
from modules.blocks import (
    LessonStreamBlock,
    ModuleFilesBlock,
    ModuleSourcesBlock,
    ObjectivesBlock,
)
from modules.fields import ChoiceListField
from modules.querysets import LessonPageQuerySet, ModulePageQuerySet


class ModuleIndexPage(BasePage):
    """All modules as cards, by role and topic."""

    parent_page_types = ["core.HomePage"]
    subpage_types = ["modules.ModulePage"]
    template = "modules/module_index_page.html"
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("module index")
        verbose_name_plural = _("module indexes")

    def get_context(self, request, *args, **kwargs):
        """Add the cards that pass the filter, and the filter itself."""
        from modules.catalogue import Catalogue  # noqa: PLC0415 - models come first

        context = super().get_context(request, *args, **kwargs)
        context["catalogue"] = Catalogue.from_query(request.GET, get_language())
        return context


class ModulePage(BasePage):
    """One module: what one can do after it, its lessons and its check."""

    key = models.CharField(_("key"), max_length=2)
    state = models.CharField(
        _("state"), max_length=12, choices=choices.State, default=choices.State.COMING
    )
    summary = models.CharField(_("sentence on the card"), max_length=140, blank=True)
    audience = models.TextField(_("for whom"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    level = models.CharField(
        _("level"),
        max_length=14,
        choices=choices.Level,
        default=choices.Level.INTRODUCTORY,
    )
    roles = ChoiceListField(_("roles"), choices_class=choices.Role)
    topics = ChoiceListField(_("topics"), choices_class=choices.Topic)
    prerequisites = models.JSONField(
        _("better after"),
        default=list,
        blank=True,
        help_text=_('Keys of other modules, for example ["01", "03"].'),
    )
    objectives = StreamField(ObjectivesBlock(), blank=True)
    sources = StreamField(ModuleSourcesBlock(), blank=True)
    files = StreamField(ModuleFilesBlock(), blank=True)
    guide = StreamField(
        BodyStreamBlock(),
        blank=True,
        verbose_name=_("facilitator guide"),
        help_text=_("Seen by trainers."),
    )
    cover = models.CharField(_("cover"), max_length=100, blank=True)
    check_key = models.SlugField(_("module check"), max_length=80, blank=True)
    updated = models.DateField(_("text as of"), null=True, blank=True)

    objects = PageManager.from_queryset(ModulePageQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("audience"),
        FieldPanel("objectives"),
        FieldPanel("sources"),
        FieldPanel("files"),
        FieldPanel("guide"),
    ]
    promote_panels = [
        *BasePage.promote_panels,
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("key"), FieldPanel("state"), FieldPanel("minutes")]
                ),
                FieldRowPanel(
                    [
                        FieldPanel("level"),
                        FieldPanel("updated"),
                        FieldPanel("check_key"),
                    ]
                ),
                FieldPanel("roles"),
                FieldPanel("topics"),
                FieldPanel("prerequisites"),
                FieldPanel("cover"),
            ],
            heading=_("Module"),
        ),
    ]
    parent_page_types = ["modules.ModuleIndexPage"]
    subpage_types = ["modules.LessonPage"]
    template = "modules/module_page.html"

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        indexes = [models.Index(fields=["key"])]

    @property
    def is_published(self) -> bool:
        """Whether the module can be studied."""
        return self.state == choices.State.PUBLISHED

    def get_context(self, request, *args, **kwargs):
        """Add the outline: lessons, check, downloads."""
        from modules.overview import overview_context  # noqa: PLC0415 - models come first

        context = super().get_context(request, *args, **kwargs)
        return context | overview_context(self, request.user)


class LessonPage(BasePage):
    """One lesson: read in one sitting, checked at its end."""

    key = models.CharField(_("key"), max_length=5, help_text=_("For example 01/03."))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=6)
    objectives = models.JSONField(
        _("objectives"),
        default=list,
        blank=True,
        help_text=_("Numbers of the module's objectives, for example [1, 2]."),
    )
    body = StreamField(LessonStreamBlock(), blank=True)

    objects = PageManager.from_queryset(LessonPageQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("objectives")]),
        FieldPanel("body"),
    ]
    promote_panels = [*BasePage.promote_panels, FieldPanel("key")]
    parent_page_types = ["modules.ModulePage"]
    subpage_types = []
    template = "modules/lesson_page.html"

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        indexes = [models.Index(fields=["key"])]

    @property
    def module_key(self) -> str:
        """Key of the module this lesson belongs to."""
        return self.key.split("/", 1)[0]

    @property
    def check_key(self) -> str:
        """Key of the quiz in this lesson, or an empty text."""
        for item in self.body.raw_data:
            if item["type"] == "check":
                return item["value"]["quiz"]
        return ""

    def get_context(self, request, *args, **kwargs):
        """Add the rendered text, the module's outline, and the neighbours."""
        from modules.reading import reading_context  # noqa: PLC0415 - models come first

        context = super().get_context(request, *args, **kwargs)
        return context | reading_context(
            self, request.user, fresh=getattr(request, "is_preview", False)
        )
