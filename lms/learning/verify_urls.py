"""The public check, as printed on certificates: /verify/CODE/, without a language."""

from django.urls import path

from lms.learning.views import verify

app_name = "certificates"

urlpatterns = [
    path("", verify.verify_form, name="verify_form"),
    path("<str:code>/", verify.verify, name="verify"),
]
