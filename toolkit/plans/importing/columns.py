"""The columns of a plan's workbook, and what a line says in each of them.

What can be changed offline is :data:`FIELDS`. Beside every line stands a mark, in a
hidden column: which plan, language and line it was written from, and a short digest of
every field. By it a change in the file is told from a change on the site, also after the
rows were sorted or saved as CSV.
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.table_heads import Column
from toolkit.plans.content import PILLAR_NAMES, Line
from toolkit.plans.models import PlanItem

#: What a file can change, as in services.editing.FIELDS; the order is that of marks.
FIELDS = (
    "title",
    "start",
    "length",
    "responsible",
    "supporting",
    "pillar",
    "deliverable",
    "criterion",
    "cost",
    "funding",
    "modules",
)
#: What stands there to be read; changed in a file it is not taken over.
WATCHED = ("effort", "status")
#: Between several names in one cell.
SIGN = "; "
LATER = gettext_lazy("Later")

CODE = gettext_lazy("ID")
TITLES = {
    "code": CODE,
    "title": gettext_lazy("Event"),
    "start": gettext_lazy("Begins in"),
    "length": gettext_lazy("Quarters"),
    "end": gettext_lazy("Ends in"),
    "responsible": gettext_lazy("Responsible entity"),
    "supporting": gettext_lazy("Supporting entities"),
    "pillar": gettext_lazy("Pillar"),
    "deliverable": gettext_lazy("Deliverable"),
    "criterion": gettext_lazy("Done when"),
    "effort": gettext_lazy("Effort"),
    "cost": gettext_lazy("Cost estimate"),
    "funding": gettext_lazy("Source of money"),
    "modules": gettext_lazy("Modules to take first"),
    "lifts": gettext_lazy("Lifts"),
    "needs": gettext_lazy("Needs first"),
    "status": gettext_lazy("Status"),
    "reason": gettext_lazy("Reason to break the order"),
    "mark": gettext_lazy("Mark (leave it)"),
}
#: Columns that a file must have, to be taken for a plan.
REQUIRED = ("code", "title", "start", "length", "responsible")
COLUMNS = tuple(
    Column(key, title, required=key in REQUIRED, lines=key == "criterion")
    for key, title in TITLES.items()
)


def texts_of(line: Line) -> dict[str, str]:
    """Return what a line says in each column that is compared, in its language."""
    return {
        "title": line.title,
        "start": str(line.start or ""),
        "length": str(line.length),
        "responsible": line.responsible,
        "supporting": SIGN.join(sorted(line.supporting)),
        "pillar": str(PILLAR_NAMES.get(line.pillar, "")),
        "deliverable": line.deliverable,
        "criterion": line.criterion,
        "cost": plain_number(line.cost),
        "funding": line.funding,
        "modules": ", ".join(one.key for one in line.modules),
        "effort": line.effort,
        "status": str(PlanItem.Status(line.status).label),
    }


def plain_number(amount: Decimal | None) -> str:
    """Return a number as cells give it: 12500, 0.5; "" for none."""
    if amount is None:
        return ""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def mark_of(line: Line, plan: int, language: str) -> str:
    """Return the mark of a line as it is now."""
    texts = texts_of(line)
    found = ",".join(digest(texts[name]) for name in (*FIELDS, *WATCHED))
    return f"{plan}|{language}|{line.code}|{found}"


@dataclass(frozen=True)
class Mark:
    """Which plan, language and line a row was written from; field > digest."""

    plan: int
    language: str
    code: str
    digests: dict[str, str]


def read_mark(text: str) -> Mark | None:
    """Return what a mark says; None for anything else."""
    plan, _sign, rest = text.partition("|")
    language, _sign, rest = rest.partition("|")
    code, _sign, found = rest.partition("|")
    digests = found.split(",")
    names = (*FIELDS, *WATCHED)
    if not (plan.isascii() and plan.isdecimal()) or len(digests) != len(names):
        return None
    return Mark(int(plan), language, code, dict(zip(names, digests, strict=True)))


def digest(text: str) -> str:
    """Return eight signs that change with the text, whatever its spaces."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(plain.encode()).hexdigest()[:8]


def title_of(key: str) -> str:
    """Return the words above a column."""
    return str(TITLES[key]) if key in TITLES else _("Line")
