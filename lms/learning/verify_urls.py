"""The public check and the credentials: /verify/..., without a language."""

from django.urls import path

from lms.learning.views import verify, verify_credentials

app_name = "certificates"

urlpatterns = [
    path("", verify.verify_form, name="verify_form"),
    path("issuer.json", verify_credentials.issuer, name="issuer"),
    path("did.json", verify_credentials.did, name="did"),
    path("status/<int:number>", verify_credentials.status_list, name="status_list"),
    path(
        "achievements/<slug:name>.json",
        verify_credentials.achievement,
        name="achievement",
    ),
    path(
        "achievements/<slug:name>.svg",
        verify_credentials.achievement_image,
        {"form": "svg"},
        name="achievement_svg",
    ),
    path(
        "achievements/<slug:name>.png",
        verify_credentials.achievement_image,
        {"form": "png"},
        name="achievement_png",
    ),
    path("<str:code>/", verify.verify, name="verify"),
    path(
        "<str:code>/credential.json",
        verify_credentials.credential_json,
        name="credential_json",
    ),
    path(
        "<str:code>/credential.jwt",
        verify_credentials.credential_jwt,
        name="credential_jwt",
    ),
    path(
        "<str:code>/badge.svg",
        verify_credentials.badge,
        {"form": "svg"},
        name="badge_svg",
    ),
    path(
        "<str:code>/badge.png",
        verify_credentials.badge,
        {"form": "png"},
        name="badge_png",
    ),
]
