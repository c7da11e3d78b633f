"""The words of the field, each with one definition in every language."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField
from wagtail.admin.panels import FieldPanel

from modules.querysets import GlossaryTermQuerySet


class GlossaryTerm(models.Model):
    """A term, what it means, and who says so."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    term = I18nCharField(_("term"), max_length=200)
    definition = I18nTextField(_("definition"), max_length=600)
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_active = models.BooleanField(_("shown"), default=True)
    source_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = GlossaryTermQuerySet.as_manager()

    panels = [
        FieldPanel("key"),
        FieldPanel("term"),
        FieldPanel("definition"),
        FieldPanel("source"),
        FieldPanel("is_active"),
    ]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["key"]

    def __str__(self):
        return str(self.term)

    def in_other_languages(self) -> list[dict]:
        """Return code, dir and text of the term in each language but the active one.

        In the order of the settings; languages without the term are left out.
        """
        texts = self.term.data if isinstance(self.term.data, dict) else {}
        return [
            {
                "code": code,
                "dir": "rtl" if get_language_info(code)["bidi"] else "ltr",
                "text": texts[code],
            }
            for code, _name in settings.LANGUAGES
            if code != get_language() and texts.get(code)
        ]
