"""Addresses of a country's page and network; each carries a language."""

from django.urls import include, path

app_name = "network"

urlpatterns = [
    path("", include("toolkit.network.contacts_urls")),
    path("", include("toolkit.network.country_urls")),
    path("", include("toolkit.network.groups_urls")),
]
