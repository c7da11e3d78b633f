"""What the page of a country shows of its data sources and its minimum set."""

from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from lms.accounts.models import Country
from toolkit.indicators.models import DataSource, Indicator, MinimumSet
from toolkit.network.country_page import Content, downloads, register
from toolkit.network.publishing import Item


def register_all() -> None:
    """Say which parts this room keeps."""
    register(Item.SOURCES, sources, page="indicators:sources", opens=True)
    register(Item.INDICATORS, indicators, page="indicators:set", opens=True)


def sources(country: Country) -> Content | None:
    """Show names, owners and topics of the sources; nothing of what they hold."""
    rows = DataSource.objects.of_country(country).filter(is_active=True)
    topics = dict(Indicator.Topic.choices)
    shown = [
        (one, [str(topics[topic]) for topic in one.topics if topic in topics])
        for one in rows.select_related("owner").order_by("name", "pk")
    ]
    return (
        Content("indicators/_public_sources.html", {"rows": shown}) if shown else None
    )


def indicators(country: Country) -> Content | None:
    """Show the set in force as it was approved; its matrix and structure to download."""
    found = MinimumSet.objects.of_country(country).in_force().first()
    if found is None:
        return None
    approved, number = found.frozen, found.number
    rows = [
        {
            "code": row["code"],
            "name": LazyI18nString(row["name"]),
            "owner": LazyI18nString(row["owner"]["name"]) if row["owner"] else "",
            "words": row["words"],
            "sources": [one["name"] for one in row["sources"]],
        }
        for row in approved.get("rows", ())
    ]
    values = {
        "number": number,
        "approved_on": found.approved_on,
        "approved_by": found.approved_by,
        "rows": rows,
    }
    return Content(
        "indicators/_public_set.html",
        values,
        downloads(
            country,
            (_("Definition matrix (PDF)"), "indicators:set_matrix_pdf", number),
            (_("Definition matrix (XLSX)"), "indicators:set_matrix_xlsx", number),
            (_("SDMX structure (XML)"), "indicators:set_sdmx", number, "xml"),
            (_("SDMX structure (JSON)"), "indicators:set_sdmx", number, "json"),
        ),
    )
