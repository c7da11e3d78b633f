"""What the preview of a plan's workbook shows."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from toolkit.plans.importing.judging import (
    CHANGED,
    DROPPED,
    NEW,
    SAME,
    Judgement,
)
from toolkit.plans.models import PlanImport


def preview_context(prepared: PlanImport, judged: Judgement) -> dict:
    """Return what would happen, in groups."""
    counts = {
        verdict: len(judged.of(verdict)) for verdict in (NEW, CHANGED, SAME, DROPPED)
    }
    titles = {
        CHANGED: _("Changed"),
        NEW: _("New lines of your own"),
        DROPPED: _("Dropped on the site"),
        SAME: _("Unchanged"),
    }
    return {
        "plan": prepared.plan,
        "country": prepared.plan.country,
        "prepared": prepared,
        "judged": judged,
        "facts": _facts(counts, judged),
        "groups": [
            {"key": verdict, "title": title, "rows": rows}
            for verdict, title in titles.items()
            if verdict != SAME and (rows := judged.of(verdict))
        ],
        "notes": [one for one in judged.rows if one.notes and one.verdict == SAME],
        "same": [one.code for one in judged.of(SAME)],
        "writes": counts[NEW] + counts[CHANGED],
    }


def _facts(counts: dict[str, int], judged: Judgement) -> list[dict]:
    read = ngettext("%(count)d row read", "%(count)d rows read", len(judged.rows))
    return [
        {
            "label": _("Changed"),
            "value": str(counts[CHANGED]),
            "text": read % {"count": len(judged.rows)},
        },
        {"label": _("New"), "value": str(counts[NEW])},
        {"label": _("Unchanged"), "value": str(counts[SAME])},
        {
            "label": _("Not in the file"),
            "value": str(len(judged.missing)),
            "text": _("They stay unless you drop them."),
        },
    ]
