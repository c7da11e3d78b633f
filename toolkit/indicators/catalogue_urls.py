"""Addresses of the catalogue."""

from django.urls import path

from toolkit.indicators.views import catalogue as views

urlpatterns = [
    path("indicators/", views.catalogue, name="catalogue"),
    path("indicators/<str:code>/", views.indicator, name="indicator"),
]
