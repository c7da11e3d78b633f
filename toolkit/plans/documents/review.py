"""The report of a quarter as PDF: what a review says, to be handed on."""

from django.utils.translation import get_language

from lms.core.pdf import render_pdf
from toolkit.plans.reviewing import ReviewContent
from toolkit.plans.reviewing_pages import ReviewPage

TEMPLATE, STYLESHEET = "plans/pdf/review.html", "pdf/plan.css"


def report_pdf(review: ReviewContent) -> bytes:
    """Return the report in the active language, A4. Raises the exceptions of render_pdf."""
    context = {"review": review, "page": ReviewPage(review)}
    return render_pdf(TEMPLATE, context, stylesheet=STYLESHEET, language=get_language())
