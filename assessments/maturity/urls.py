"""Addresses of the maturity self-assessment; each carries a language."""

from django.urls import include, path

from assessments.maturity.views import frameworks

app_name = "maturity"

urlpatterns = [
    path("assess/", include("assessments.maturity.round_urls")),
    path("framework/", frameworks.framework, name="framework"),
    path("framework/<slug:key>/", frameworks.framework, name="framework_called"),
    path("framework/<slug:key>/<str:number>/", frameworks.version, name="version"),
    path(
        "framework/<slug:key>/<str:number>/file.<slug:kind>",
        frameworks.version_file,
        name="version_file",
    ),
]
