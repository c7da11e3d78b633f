"""Addresses of indicators and data sources; each carries a language."""

from django.urls import path  # noqa: F401

app_name = "indicators"

urlpatterns = []
