"""Addresses of a country's page and network; each carries a language."""

from django.urls import path  # noqa: F401

app_name = "network"

urlpatterns = []
