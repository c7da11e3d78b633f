"""Wagtail's pages: whatever no other address below a language has taken.

The names are Wagtail's own, because its pages build their addresses by them.
"""

from django.urls import path, re_path
from django.views.generic import RedirectView
from wagtail.urls import serve_pattern
from wagtail.views import authenticate_with_password

from lms.core import views

urlpatterns = [
    # Wagtail asks for this name when a private page sends somebody to sign in.
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="wagtailcore_login",
    ),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    re_path(serve_pattern, views.serve, name="wagtail_serve"),
]
