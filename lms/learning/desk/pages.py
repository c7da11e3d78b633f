"""What the page of the matrix shows beside its rows."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.learning.desk.forms import MatrixFilter
from lms.learning.desk.matrix import Matrix, Row, cohort_matrix
from lms.learning.desk.table import narrowed, sorted_rows
from lms.learning.models import Cohort


def asked_matrix(
    cohort: Cohort, form: MatrixFilter, language: str
) -> tuple[Matrix, list[Row]]:
    """Return the matrix with the columns, and the rows in the order, asked for."""
    asked = form.values()
    everything = asked["modules"] == "all"
    matrix = cohort_matrix(cohort, language, all_modules=everything)
    rows = narrowed(matrix, text=asked["q"], state=asked["state"])
    return matrix, sorted_rows(rows, matrix.columns, asked["sort"])


def learners_words(number: int) -> str:
    """Return "48 learners"."""
    words = ngettext("%(count)d learner", "%(count)d learners", number)
    return words % {"count": number}


def finding(matrix: Matrix) -> str:
    """Return what the matrix shows first of all: in which module most are stuck."""
    places = Counter(
        reason.modules[0]
        for row in matrix.rows
        for reason in row.stuck[:1]
        if reason.modules
    )
    if not places:
        return _("Learners and modules: what is done")
    key, number = min(places.items(), key=lambda place: (-place[1], place[0]))
    words = ngettext(
        "Learners and modules: %(count)d learner is stuck in module %(key)s",
        "Learners and modules: %(count)d learners are stuck in module %(key)s",
        number,
    )
    return words % {"count": number, "key": key}


def strip(matrix: Matrix, waiting: int | None) -> list[dict]:
    """Return the facts over the matrix.

    waiting: how many texts wait to be marked; None for who does not mark.
    """
    percent = matrix.done_percent
    pk = matrix.cohort.pk
    facts = [
        {"label": _("Learners"), "value": str(len(matrix.rows))},
        {
            "label": _("Modules done"),
            "value": "–" if percent is None else f"{percent}\N{NO-BREAK SPACE}%",
            "text": _("of the modules shown, all learners together"),
        },
        {
            "label": _("Stuck"),
            "value": str(sum(bool(row.stuck) for row in matrix.rows)),
            "link_url": reverse("learning:desk_stuck", args=[pk]),
            "link_text": _("Who is stuck, and why"),
        },
    ]
    if waiting is not None:
        facts.append(
            {
                "label": _("Texts to mark"),
                "value": str(waiting),
                "link_url": reverse("learning:desk_marking", args=[pk]),
                "link_text": _("Read and mark them"),
            }
        )
    return facts
