"""All addresses. What has a language begins with it; what machines and
strangers use (health, certificates, files of the content area) has none.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from lms.core import health, pictures, views
from lms.core.styleguide import styleguide

urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("healthz/", health.healthz, name="healthz"),
    path("readyz/", health.readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("media/<path:path>", pictures.picture, name="picture"),
    path("scheme/", include("lms.core.urls")),
    path("verify/", include("lms.learning.verify_urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("rosetta/", include("rosetta.urls")),
    path(f"{settings.CMS_PATH.strip('/')}/login/", views.content_area_door),
    path(f"{settings.CMS_PATH.strip('/')}/", include(wagtailadmin_urls)),
    *i18n_patterns(
        path("account/", include("allauth.urls")),
        path("styleguide/", styleguide, name="styleguide"),
        path("", include("lms.accounts.urls")),
        path("", include("lms.learning.urls")),
        path("", include("assessments.quizzes.urls")),
        path("", include("assessments.maturity.urls")),
        path("", include("toolkit.network.urls")),
        path("", include("toolkit.indicators.urls")),
        path("", include("toolkit.plans.urls")),
        path("", include("modules.urls")),
        path("", include("lms.core.page_urls")),
    ),
]

handler400 = "lms.core.errors.bad_request"
handler403 = "lms.core.errors.forbidden"
handler404 = "lms.core.errors.not_found"
handler500 = "lms.core.errors.server_error"
