"""Addresses of the site itself that have no language."""

from django.urls import path

from lms.core import views

app_name = "core"

urlpatterns = [path("", views.set_scheme, name="set_scheme")]
