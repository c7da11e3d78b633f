"""Addresses of the inventory of data sources."""

from django.urls import path

from toolkit.indicators.views import sources as views
from toolkit.indicators.views import sources_files as files

_HERE = "countries/<str:code>/sources/"

urlpatterns = [
    path(_HERE, views.sources, name="sources"),
    path(f"{_HERE}topics/", views.source_topics, name="source_topics"),
    path(f"{_HERE}new/", views.source_new, name="source_new"),
    path(f"{_HERE}xlsx/", files.sources_xlsx, name="sources_xlsx"),
    path(f"{_HERE}form/", files.sources_template, name="sources_template"),
    path(f"{_HERE}pdf/", files.sources_pdf, name="sources_pdf"),
    path(f"{_HERE}import/", files.sources_import, name="sources_import"),
    path(
        f"{_HERE}import/<int:prepared>/",
        files.sources_import_check,
        name="sources_import_check",
    ),
    path(f"{_HERE}<int:pk>/", views.source, name="source"),
    path(f"{_HERE}<int:pk>/edit/", views.source_edit, name="source_edit"),
    path(f"{_HERE}<int:pk>/close/", views.source_close, name="source_close"),
    path(f"{_HERE}<int:pk>/reopen/", views.source_reopen, name="source_reopen"),
]
