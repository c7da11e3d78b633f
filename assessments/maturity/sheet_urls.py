"""Addresses of the questionnaire as a file, below /assess/."""

from django.urls import path

from assessments.maturity.views import sheets

urlpatterns = [
    path("<int:pk>/questionnaire.pdf", sheets.paper, name="questionnaire_pdf"),
    path("<int:pk>/questionnaire.xlsx", sheets.workbook, name="questionnaire_xlsx"),
    path(
        "<int:pk>/answer/<int:institution>/questionnaire.pdf",
        sheets.paper,
        name="questionnaire_pdf",
    ),
    path(
        "<int:pk>/answer/<int:institution>/questionnaire.xlsx",
        sheets.workbook,
        name="questionnaire_xlsx",
    ),
    path(
        "<int:pk>/import/<int:institution>/",
        sheets.import_file,
        name="answers_import",
    ),
    path(
        "<int:pk>/import/<int:institution>/<int:prepared>/",
        sheets.import_check,
        name="answers_import_check",
    ),
]
