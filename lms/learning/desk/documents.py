"""Documents of a cohort as PDF: its results, and its anonymous summary."""

from django.utils.translation import get_language

from lms.core.pdf import render_pdf
from lms.learning.desk import reports
from lms.learning.desk.matrix import Matrix
from lms.learning.desk.summary import Summary
from lms.learning.desk.table import cell_texts

STYLESHEET = "pdf/cohort.css"
#: Learners whose lines are printed; of more, paper would serve nobody (2 s of
#: processor time for each hundred).
MOST_LINES = 400


def results_pdf(matrix: Matrix) -> bytes:
    """Return the results of a cohort, A4 landscape: names included.

    Raises the exceptions of render_pdf.
    """
    texts = {cell: cell_texts(cell) for row in matrix.rows for cell in row.cells}
    too_many = len(matrix.rows) > MOST_LINES
    lines = [
        (row, [(cell, *texts[cell]) for cell in row.cells])
        for row in (() if too_many else matrix.rows)
    ]
    modules = [
        (column, reports.module_figures(matrix, place))
        for place, column in enumerate(matrix.columns)
    ]
    context = {
        "matrix": matrix,
        "cohort": matrix.cohort,
        "lines": lines,
        "too_many": too_many,
        "modules": modules,
    }
    return render_pdf(
        "pdf/cohort_results.html",
        context,
        stylesheet=STYLESHEET,
        language=get_language(),
    )


def summary_pdf(matrix: Matrix, summary: Summary) -> bytes:
    """Return the anonymous summary of a cohort, A4 landscape.

    Raises the exceptions of render_pdf.
    """
    return render_pdf(
        "pdf/cohort_summary.html",
        summary_context(matrix, summary),
        stylesheet=STYLESHEET,
        language=get_language(),
    )


def summary_context(matrix: Matrix, summary: Summary | None) -> dict:
    """Return what the page and the PDF of the summary show."""
    context = {"cohort": matrix.cohort, "matrix": matrix, "summary": summary}
    if summary is None:
        return context
    names = reports.group_names(matrix, summary)
    groups = [
        (
            name,
            size,
            summary.shares[place],
            [line.by_group[place] for line in summary.modules],
        )
        for place, (name, (_key, size)) in enumerate(
            zip(names, summary.groups, strict=True)
        )
    ]
    return context | {
        "lines": reports.module_lines(matrix, summary),
        "groups": groups,
        "not_shown": reports.not_shown_words(),
    }
