"""The definition matrix to take along: as XLSX to work with, as PDF to sign."""

from django.utils.translation import gettext as _

from lms.accounts.sheets import Sheet, workbook
from lms.core.pdf import render_pdf
from toolkit.indicators.matrix import COLUMNS, Matrix

TEMPLATE, STYLESHEET = "pdf/definition_matrix.html", "pdf/definition_matrix.css"


def matrix_workbook(matrix: Matrix, *, names: bool) -> bytes:
    """Return the matrix as XLSX; names: with the people who agreed."""
    heads = [
        _("Code"),
        _("Indicator"),
        _("Kind"),
        *(str(title) for _key, title in COLUMNS),
        _("Legal basis"),
        _("Agreed on"),
        *([_("Agreed by"), _("Deputy")] if names else []),
    ]
    rows = [
        [
            row.code,
            row.name,
            row.kind,
            *(text for _key, _title, text in row.cells),
            row.legal_basis,
            row.agreed_on,
            *([row.agreed_by, row.deputy] if names else []),
        ]
        for row in matrix.rows
    ]
    title = _("Definition matrix, %(country)s, version %(number)d") % {
        "country": matrix.country,
        "number": matrix.number,
    }
    about = [
        [_("Country"), matrix.country],
        [_("Version"), matrix.number],
        [_("State"), _("Draft") if matrix.is_draft else _("Approved")],
        [_("Approved on"), matrix.approved_on],
        [_("Approved by"), matrix.approved_by],
        [_("As of"), matrix.as_of],
    ]
    return workbook(
        title,
        [
            Sheet(_("Definition matrix"), heads, rows, frozen=2, width=32),
            Sheet(_("About"), [_("What"), _("Value")], about),
        ],
    )


def matrix_pdf(matrix: Matrix, language: str, *, names: bool) -> bytes:
    """Return the matrix as PDF, A4 landscape; names: with the people who agreed.

    Raises the exceptions of render_pdf.
    """
    context = {"matrix": matrix, "columns": COLUMNS, "names": names}
    return render_pdf(TEMPLATE, context, stylesheet=STYLESHEET, language=language)
