"""The report of a round: as PDF to hand over, as workbook to work with."""

import contextlib
import hashlib
from datetime import date

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.maturity import report_sheets, result_pages
from assessments.maturity.dimension_pages import RoundRows, dimension_context
from assessments.maturity.explaining import headline, shown
from assessments.maturity.heatmap import GivenAnswers
from assessments.maturity.models import Round
from assessments.maturity.national_result import (
    Reader,
    axis,
    chosen_comparison,
    evidence_words,
    frame,
    levels_key,
)
from assessments.maturity.services.results import result_of
from lms.accounts.sheets import workbook
from lms.core.pdf import render_pdf
from lms.core.private_files import private_storage, store_private

TEMPLATE, STYLESHEET = "pdf/round_report.html", "pdf/round_report.css"
#: Sheets that the style sheet of the report stands on.
_STYLES = (STYLESHEET, "pdf/page.css")


def report_pdf(user, round: Round, reader: Reader) -> bytes:
    """Return the report in the active language, A4.

    Of a validated round it is made once for everybody who may read the same, and
    kept under a name that its content gives. Raises the exceptions of render_pdf.
    """
    context = report_context(user, round, reader)
    language = get_language()
    if not round.is_frozen:
        return _made(context, language)
    name = f"reports/{round.pk}/{_digest(context, language)}.pdf"
    storage = private_storage()
    if storage.exists(name):
        with storage.open(name) as file:
            return file.read()
    content = _made(context, language)
    # A full disk is no reason to keep the report from anybody.
    with contextlib.suppress(OSError):
        store_private(name, content)
    return content


def report_context(user, round: Round, reader: Reader) -> dict:
    """Return what the report says."""
    result = result_of(round)
    compared = chosen_comparison(user, round, result)
    rows = RoundRows(round, reader, result)
    stage = result_pages.stage_shown(result.framework, result.national_stage)
    return {
        **frame(round),
        "reader": reader,
        "result": result,
        "as_of": as_of(round),
        "institutions": [
            (str(one), one.is_core)
            for one in round.institutions.select_related("institution")
        ],
        "stage": stage,
        "stage_sentence": result_pages.stage_sentence(result),
        "held_back": result_pages.held_back(result, lambda one, question: ""),
        "index": headline(result.index),
        "index_words": result_pages.index_words(result, compared),
        "coverage": result_pages.coverage_words(result),
        "evidence_words": evidence_words(round, result),
        "compared": compared,
        "finding": result_pages.finding(result, compared),
        "axis": axis(result),
        "noise": shown(result.framework.scoring.noise_dimension),
        "rows": result_pages.profile(result, compared),
        "strongest": result_pages.strongest(result),
        "weakest": result_pages.weakest(result),
        "levels": levels_key(result),
        "dimensions": [
            dimension_context(rows, one) for one in result.framework.dimensions
        ],
    }


def report_workbook(user, round: Round, reader: Reader) -> bytes:
    """Return the figures of a round as XLSX."""
    result = result_of(round)
    sheets = report_sheets.sheets(
        round,
        result,
        chosen_comparison(user, round, result),
        RoundRows(round, reader, result),
        GivenAnswers(round, readable=reader.answers),
    )
    return workbook(_("Result of %(round)s") % {"round": round}, sheets)


def as_of(round: Round) -> date:
    """Return the day to which the figures are true."""
    return timezone.localtime(round.scored_at or timezone.now()).date()


def _made(context: dict, language: str) -> bytes:
    return render_pdf(TEMPLATE, context, stylesheet=STYLESHEET, language=language)


def _digest(context: dict, language: str) -> str:
    """Return what the words and the looks of a report come down to."""
    digest = hashlib.sha256(render_to_string(TEMPLATE, context).encode())
    digest.update(language.encode())
    for name in _STYLES:
        with open(finders.find(name), "rb") as file:  # noqa: PTH123 - finders return text
            digest.update(file.read())
    return digest.hexdigest()
