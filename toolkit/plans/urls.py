"""Addresses of action plans; each carries a language."""

from django.urls import path

from toolkit.plans import document_urls, plan_urls, tracking_urls
from toolkit.plans.views import library, moved

app_name = "plans"

urlpatterns = [
    path("actions/", library.actions, name="actions"),
    *document_urls.urlpatterns,
    *plan_urls.urlpatterns,
    *tracking_urls.urlpatterns,
    path("plans/<int:pk>/moved/", moved.moved, name="moved"),
]
