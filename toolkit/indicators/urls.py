"""Addresses of indicators and data sources; each carries a language."""

from django.urls import include, path

app_name = "indicators"

urlpatterns = [
    path("", include("toolkit.indicators.catalogue_urls")),
    path("", include("toolkit.indicators.sources_urls")),
    path("", include("toolkit.indicators.sets_urls")),
]
