"""The catalogue out of the database, as a file that loads again unchanged."""

from django.conf import settings

from lms.core.content_files import dump_yaml

from .catalogue import Catalogue, catalogue_data
from .loader import PLAIN, TEXTS
from .models import CatalogueVersion, Indicator

#: Entries of an indicator, in the order they are written.
_ORDER = (
    "code",
    "name",
    "definition",
    "kind",
    "topic",
    "unit",
    "breakdowns",
    "by_sex",
    "usual_source",
    "usual_owner",
    "owner_kinds",
    "periodicity",
    "reference",
    "pitfalls",
    "goals",
    "check",
    "concepts",
    "packs",
)
#: Entries of packs, concepts and codes, in the order they are written.
_PARTS = ("key", "concept", "role", "code", "name", "means", "audience", "codes")


def export_catalogue() -> str | None:
    """Return the catalogue in force as the text of a YAML file; None without one."""
    head = CatalogueVersion.objects.first()
    if head is None:
        return None
    rows = Indicator.objects.filter(is_active=True).order_by("position", "pk")
    catalogue = Catalogue(
        version=head.version,
        languages=tuple(head.languages),
        title=_texts(head.title),
        summary=_texts(head.summary),
        source=_texts(head.source),
        packs=tuple(_in_order(head.packs)),
        structure=tuple(_in_order(head.structure)),
        indicators=tuple(_entry(row) for row in rows),
    )
    return dump_yaml(catalogue_data(catalogue))


def _entry(row: Indicator) -> dict:
    found = {"code": row.code}
    found |= {name: _texts(getattr(row, field)) for name, field in TEXTS.items()}
    found |= {name: _in_order(getattr(row, name)) for name in PLAIN}
    return {name: found[name] for name in _ORDER}


def _texts(value) -> dict[str, str]:
    data = value.data if hasattr(value, "data") else value
    return _in_order(data) if isinstance(data, dict) else {}


def _in_order(value):
    """Return packs, concepts, codes and texts with their entries in order.

    Databases keep the keys of JSON in an order of their own.
    """
    if isinstance(value, list):
        return [_in_order(one) for one in value]
    if not isinstance(value, dict):
        return value
    order = [*_PARTS, *(code for code, _name in settings.LANGUAGES)]
    return {name: _in_order(value[name]) for name in order if name in value}
