"""Which modules, lessons and terms: chainable, named for what they mean."""

from django.db import models
from django.db.models.functions import Lower
from wagtail.query import PageQuerySet


class ModulePageQuerySet(PageQuerySet):
    """Modules of the course."""

    def in_language(self, code: str):
        """Modules whose text is in this language."""
        return self.filter(locale__language_code=code)

    def in_order(self):
        """Modules by their number."""
        return self.order_by("key")


class LessonPageQuerySet(PageQuerySet):
    """Lessons of modules."""

    def of_module(self, module):
        """The live lessons of one module, in the order of the tree."""
        return self.child_of(module).live().order_by("path")

    def in_language(self, code: str):
        """Lessons whose text is in this language."""
        return self.filter(locale__language_code=code)


class GlossaryTermQuerySet(models.QuerySet):
    """Terms of the glossary."""

    def shown(self):
        """Terms that are not retired."""
        return self.filter(is_active=True)

    def matching(self, words: str):
        """Terms whose name or definition holds these words, in any language."""
        if not words:
            return self
        return self.annotate(
            lower_term=Lower("term", output_field=models.TextField()),
        ).filter(
            models.Q(lower_term__contains=words.lower())
            | models.Q(term__icontains=words)
            | models.Q(definition__icontains=words)
        )
