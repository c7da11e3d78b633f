"""Addresses of a country's page, of what is public on it, and of all such pages."""

from django.urls import path

from toolkit.network.views import country

urlpatterns = [
    path("country/", country.home, name="home"),
    path("countries/", country.countries, name="countries"),
    path("countries/<slug:code>/", country.country, name="country"),
    path("countries/<slug:code>/publishing/", country.publishing, name="publishing"),
    path(
        "countries/<slug:code>/publishing/<slug:item>/",
        country.publish,
        name="publish",
    ),
]
