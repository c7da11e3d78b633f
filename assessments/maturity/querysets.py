"""Which frameworks: chainable, never writes."""

from django.db import models


class FrameworkVersionQuerySet(models.QuerySet):
    """Versions of frameworks."""

    def published(self):
        """Those that countries may be assessed by."""
        return self.filter(state="published")

    def called(self, key: str):
        """The versions of one framework, the newest first."""
        return self.filter(key=key).newest_first()

    def newest_first(self):
        """By key, and of each the newest version first."""
        return self.order_by("key", "-version_sort")

    def before(self, version_sort: str):
        """Those with a lower version, the newest first."""
        return self.filter(version_sort__lt=version_sort).newest_first()

    def with_parts(self):
        """With dimensions, questions and descriptors, in a fixed number of queries."""
        return self.prefetch_related("dimensions__questions__descriptors")
