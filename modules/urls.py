"""Addresses of the course that are not pages; each carries a language."""

from django.urls import path

from modules import views

app_name = "modules"

urlpatterns = [
    path("glossary/", views.glossary, name="glossary"),
    path("paths/<slug:role>/", views.path, name="path"),
    path("guides/<str:key>/", views.guide, name="guide"),
    path("files/modules/<str:key>/<str:name>", views.module_file, name="file"),
]
