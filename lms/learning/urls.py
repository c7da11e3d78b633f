"""Addresses of learning; each carries a language (the public check: verify_urls)."""

from django.urls import path

from lms.learning.views import administration, learner

app_name = "learning"

urlpatterns = [
    path("learn/", learner.home, name="home"),
    path("learn/finish/<path:key>/", learner.finish_lesson, name="finish_lesson"),
    path("learn/complete/<str:key>/", learner.complete_module, name="complete_module"),
    path("learn/notes/", learner.note_list, name="notes"),
    path("learn/notes/download/", learner.notes_download, name="notes_download"),
    path("learn/note/<path:key>/", learner.note, name="note"),
    path("learn/certificates/", learner.certificate_list, name="certificates"),
    path(
        "learn/certificates/<str:code>/pdf/",
        learner.certificate_pdf,
        name="certificate_pdf",
    ),
    path(
        "learn/certificates/<str:code>/print/",
        learner.certificate_print,
        name="certificate_print",
    ),
    path(
        "learn/certificates/<str:code>/replace/",
        learner.certificate_replace,
        name="certificate_replace",
    ),
    path(
        "country/certificates/",
        administration.issued_certificates,
        name="issued_certificates",
    ),
    path(
        "country/certificates/<str:code>/withdraw/",
        administration.withdraw_certificate,
        name="withdraw_certificate",
    ),
]
