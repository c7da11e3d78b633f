"""Addresses of a plan's documents, and of bringing one in again."""

from django.urls import path

from toolkit.plans.views import documents, importing

urlpatterns = [
    path("plans/<int:pk>/plan.pdf", documents.pdf, name="pdf"),
    path("plans/<int:pk>/plan.xlsx", documents.xlsx, name="xlsx"),
    path("plans/<int:pk>/logframe.<slug:ending>", documents.logframe, name="logframe"),
    path(
        "plans/<int:pk>/reviews/<str:quarter>/report.pdf",
        documents.review_pdf,
        name="review_pdf",
    ),
    path("plans/<int:pk>/import/", importing.choose, name="import"),
    path("plans/<int:pk>/import/<int:number>/", importing.check, name="import_check"),
]
