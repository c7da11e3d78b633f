"""The site's addresses and two that exist only to be measured."""

from django.urls import path

from benchmarks import views
from lms.urls import (
    handler400,
    handler403,
    handler404,
    handler500,
    urlpatterns,
)

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("bench/bare/", views.bare),
    path("bench/certificate/", views.certificate),
    *urlpatterns,
]
