"""The inventory as people read it: the list by owner, one source, the picture."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.questions.languages import texts_of
from lms.accounts.models import Country
from lms.accounts.views.access import active_filters, paged
from toolkit.network.facts import core_institutions
from toolkit.network.permissions import (
    can_keep,
    can_read,
    can_speak_for,
    own_institutions,
)

from . import inventory
from .inventory_topics import picture_of
from .models import DataSource, MinimumSet
from .searching import has_each_word
from .sources_forms import SourceFilter


def may_add(user, country: Country) -> bool:
    """Return whether somebody may add a source to a country's inventory.

    Focal points may, for their own institution.
    """
    if can_keep(user, country):
        return True
    own = own_institutions(user)
    return any(
        membership.institution_id in own
        and membership.institution.is_active
        and membership.institution.country_id == country.pk
        for membership in (user.current_memberships if own else ())
        if membership.institution_id
    )


def list_context(request, country: Country) -> dict:
    """What the list needs; strangers see names, owners and topics only."""
    whole = can_read(request.user, country)
    rows = list(DataSource.objects.of_country(country).by_owner())
    if not whole:
        rows = [one for one in rows if one.is_active]
    owners = list({one.owner_id: one.owner for one in rows}.values())
    form = SourceFilter(request.GET, owners=owners, whole=whole)
    kept = [one for one in rows if _fits(one, form.wanted, whole=whole)]
    active = [one for one in rows if one.is_active]
    listed = paged(request, kept)
    picture = picture_of(active, core_institutions(country), with_facts=whole)
    return listed | {
        "country": country,
        "code": country.iso3.lower(),
        "whole": whole,
        "may_add": may_add(request.user, country),
        "filter": form,
        "active": active_filters(request, form, request.path),
        "count": ngettext("%(count)s data source", "%(count)s data sources", len(kept))
        % {"count": len(kept)},
        "groups": _groups(listed["page"].object_list, whole=whole),
        "is_empty": not rows,
        "gone": [one for one in active if not one.owner.is_active] if whole else [],
        "picture": picture if active else None,
    }


def _fits(source: DataSource, wanted: dict, *, whole: bool) -> bool:
    if source.is_active == (wanted.get("state") == "closed"):
        return False
    if wanted.get("owner", str(source.owner_id)) != str(source.owner_id):
        return False
    if "topic" in wanted and wanted["topic"] not in source.topics:
        return False
    if wanted.get("kind", source.kind) != source.kind:
        return False
    texts = [source.name, *texts_of(source.owner.name).values()]
    if whole:
        texts += [source.key, *(str(getattr(source, one)) for one in inventory.LINES)]
        texts += [source.unit, source.format]
    return has_each_word(wanted.get("q", ""), texts)


def _groups(sources, *, whole: bool) -> list[dict]:
    """Return the sources of a page under their owners."""
    found: dict[int, dict] = {}
    for source in sources:
        group = found.setdefault(source.owner_id, {"owner": source.owner, "rows": []})
        group["rows"].append(
            {
                "source": source,
                "topics": "; ".join(inventory.topic_words(source.topics)),
                "filled": inventory.filled_words(source) if whole else "",
            }
        )
    return list(found.values())


def source_context(source: DataSource, user) -> dict:
    """What the page of one source needs."""
    return {
        "source": source,
        "country": source.country,
        "code": source.country.iso3.lower(),
        "may_change": can_speak_for(user, source.owner),
        "filled": inventory.filled_words(source),
        "missing": [
            inventory.label_of(name)
            for name in inventory.FACTS
            if not inventory.is_filled(source, name)
        ],
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "facts": [_fact(source, name) for name in section.fields],
            }
            for section in inventory.SECTIONS
        ],
        "chosen": _chosen(source),
    }


def _chosen(source: DataSource) -> list[dict]:
    """Return the indicators of draft and approved sets that are made from a source."""
    rows = source.chosen.exclude(minimum_set__state=MinimumSet.State.REPLACED)
    rows = rows.select_related("indicator").order_by("indicator__position", "pk")
    found = {row.indicator_id: row.indicator for row in rows}
    return list(found.values())


def _fact(source: DataSource, name: str) -> dict:
    said = inventory.said_of(name, getattr(source, name))
    if not said and inventory.is_filled(source, name):
        said = _("nobody")
    return {
        "label": inventory.label_of(name),
        "value": said or _("not filled in"),
        "is_missing": not said,
    }


def topics_context(country: Country, user) -> dict:
    """What the picture needs."""
    whole = can_read(user, country)
    rows = DataSource.objects.of_country(country).kept().by_owner()
    return {
        "country": country,
        "code": country.iso3.lower(),
        "whole": whole,
        "may_add": may_add(user, country),
        "picture": picture_of(rows, core_institutions(country), with_facts=whole),
        "list_url": reverse("indicators:sources", args=[country.iso3.lower()]),
    }
