"""Which libraries: by key, the newest version first."""

from django.db import models


class ActionLibraryQuerySet(models.QuerySet):
    """Versions of action libraries."""

    def for_framework(self, key: str):
        """Those made for a framework, the newest first."""
        return self.filter(framework_key=key).order_by("-version_sort")
