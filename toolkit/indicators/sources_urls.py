"""Addresses of the inventory of data sources."""

from django.urls import path

from toolkit.indicators.views import sources as views

_HERE = "countries/<str:code>/sources/"

urlpatterns = [
    path(_HERE, views.sources, name="sources"),
    path(f"{_HERE}topics/", views.source_topics, name="source_topics"),
    path(f"{_HERE}new/", views.source_new, name="source_new"),
    path(f"{_HERE}<int:pk>/", views.source, name="source"),
    path(f"{_HERE}<int:pk>/edit/", views.source_edit, name="source_edit"),
    path(f"{_HERE}<int:pk>/close/", views.source_close, name="source_close"),
    path(f"{_HERE}<int:pk>/reopen/", views.source_reopen, name="source_reopen"),
]
