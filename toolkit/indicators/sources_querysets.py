"""Which data sources. Nothing here writes."""

from django.db import models

from toolkit.network.querysets import RecordQuerySet


class DataSourceQuerySet(RecordQuerySet):
    """Data sources of countries."""

    def kept(self) -> models.QuerySet:
        """Return those that are still kept."""
        return self.filter(is_active=True)

    def closed(self) -> models.QuerySet:
        """Return those that are no longer kept."""
        return self.filter(is_active=False)

    def by_owner(self) -> models.QuerySet:
        """Bring owner and country along; in the order of the owners, then by name."""
        return self.select_related("owner", "country").order_by(
            "owner__kind", "owner__key", "name", "pk"
        )
