"""Addresses of action plans; each carries a language."""

from django.urls import path

from toolkit.plans import views

app_name = "plans"

urlpatterns = [path("actions/", views.actions, name="actions")]
