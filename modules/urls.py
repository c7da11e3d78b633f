"""Addresses of the course that are not pages; each carries a language."""

from django.urls import path

from modules import views
from modules.books import views as books

app_name = "modules"

urlpatterns = [
    path("glossary/", views.glossary, name="glossary"),
    path("paths/<slug:role>/", views.path, name="path"),
    path("workbooks/<str:key>.epub", books.epub, name="epub"),
    path("workbooks/<str:key>/", books.workbook, name="workbook"),
    path(
        "guides/<str:key>/answers.pdf", books.workbook_answers, name="workbook_answers"
    ),
    path("guides/<str:key>/", views.guide, name="guide"),
    path("files/modules/<str:key>/<str:name>", views.module_file, name="file"),
]
