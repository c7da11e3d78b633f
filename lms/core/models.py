"""The pages of the site that belong to no course: home and standard pages."""

from django.conf import settings
from django.db import models
from django.shortcuts import render
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from lms.core.blocks import BodyStreamBlock


class BasePage(Page):
    """What all pages share: a lede, and an honest answer in a missing language."""

    lede = models.TextField(
        _("lede"), blank=True, help_text=_("One or two sentences under the title.")
    )
    #: Digest of the content file this page was loaded from; empty: never loaded.
    source_digest = models.CharField(max_length=64, blank=True, editable=False)
    #: Digest of the fields as the loader left them; differs once edited here.
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    content_panels = [*Page.content_panels, FieldPanel("lede")]

    class Meta:
        abstract = True

    def serve(self, request, *args, **kwargs):
        """Show the page, or say in which languages it can be read."""
        if getattr(request, "is_preview", False) or (
            self.locale.language_code == get_language()
        ):
            return super().serve(request, *args, **kwargs)
        return render(
            request,
            "core/not_translated.html",
            {"page": self, "versions": self.versions()},
            status=404,
        )

    def versions(self) -> list[dict]:
        """Return the live versions of this page: language name, code, dir, url."""
        pages = (
            Page.objects.filter(translation_key=self.translation_key)
            .live()
            .select_related("locale")
        )
        found = []
        for page in pages:
            info = get_language_info(page.locale.language_code)
            found.append(
                {
                    "code": info["code"],
                    "name": dict(settings.LANGUAGES)[info["code"]],
                    "dir": "rtl" if info["bidi"] else "ltr",
                    "title": page.title,
                    "url": page.url,
                }
            )
        return found


class HomePartBlock(blocks.StructBlock):
    """One of the three words of the home page with its sentence."""

    key = blocks.ChoiceBlock(
        choices=[("learn", _("Learn")), ("assess", _("Assess")), ("plan", _("Plan"))]
    )
    title = blocks.CharBlock(max_length=40)
    text = blocks.TextBlock(max_length=300)

    class Meta:
        icon = "pick"
        label = _("part")


class HomePage(BasePage):
    """The front door: what Streetlight is, for whom, and where to begin."""

    parts = StreamField([("part", HomePartBlock())], blank=True, max_num=3)
    honest = StreamField(
        [("sentence", blocks.TextBlock(max_length=300))], blank=True, max_num=5
    )
    quotation = models.CharField(_("quotation"), max_length=200, blank=True)
    quotation_source = models.CharField(
        _("source of the quotation"), max_length=300, blank=True
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("parts"),
        FieldPanel("honest"),
        FieldPanel("quotation"),
        FieldPanel("quotation_source"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    template = "core/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class StandardPage(BasePage):
    """A page of text: about, help, privacy, accessibility."""

    body = StreamField(BodyStreamBlock(), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    parent_page_types = ["core.HomePage"]
    subpage_types = ["core.StandardPage"]
    template = "core/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
