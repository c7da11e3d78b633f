"""The inventory as a document to print."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import override

from lms.accounts.models import Country, Institution
from lms.core.pdf import render_pdf

from . import inventory
from .inventory_topics import picture_of
from .models import DataSource

STYLESHEET = "pdf/inventory.css"


def inventory_pdf(
    country: Country,
    sources: Sequence[DataSource],
    core: Sequence[Institution],
    *,
    language: str,
) -> bytes:
    """Return the inventory as PDF/UA, A4 landscape: the picture, then each source.

    Raises the exceptions of render_pdf.
    """
    with override(language):
        picture = picture_of(sources, core)
        context = {
            "country": country,
            "picture": picture,
            "groups": [
                {
                    "owner": group.owner,
                    "sources": [_printed(row.source) for row in group.rows],
                }
                for group in picture.groups
            ],
            "as_of": timezone.localdate(),
        }
        return render_pdf(
            "pdf/inventory.html", context, stylesheet=STYLESHEET, language=language
        )


def _printed(source: DataSource) -> dict:
    told = [
        name
        for name in inventory.FACTS
        if inventory.said_of(name, getattr(source, name))
    ]
    return {
        "name": source.name,
        "kind": source.get_kind_display(),
        "filled": inventory.filled_words(source),
        "facts": [
            {
                "label": inventory.label_of(name),
                "value": inventory.said_of(name, getattr(source, name)),
            }
            for name in told
        ],
        "missing": "; ".join(
            inventory.label_of(name)
            for name in inventory.FACTS
            if not inventory.is_filled(source, name)
        ),
    }
