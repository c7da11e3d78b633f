"""Addresses of results, below /assess/."""

from django.urls import path

from assessments.maturity.views import results

urlpatterns = [
    path("region/", results.region, name="region"),
    path("<int:pk>/result/", results.result, name="result"),
    path("<int:pk>/result/report.pdf", results.report, name="report_pdf"),
    path("<int:pk>/result/report.xlsx", results.workbook, name="report_xlsx"),
    path(
        "<int:pk>/result/<str:dimension>/",
        results.result_dimension,
        name="result_dimension",
    ),
    path("<int:pk>/comparison/", results.benchmarks, name="benchmarks"),
    path(
        "<int:pk>/comparison/counted/",
        results.benchmarks_counted,
        name="benchmarks_counted",
    ),
]
