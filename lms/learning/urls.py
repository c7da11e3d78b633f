"""Addresses of learning; each carries a language (the public check: verify_urls)."""

from django.urls import include, path

from lms.learning.views import (
    activity,
    administration,
    batches,
    joining,
    learner,
    rules,
)

app_name = "learning"

urlpatterns = [
    path("cohorts/", include("lms.learning.cohort_urls")),
    path("", include("lms.learning.desk_urls")),
    path("", include("lms.learning.classroom_urls")),
    path("learn/cohorts/", joining.my_cohorts, name="my_cohorts"),
    path("join/<str:token>/", joining.join, name="join"),
    path("country/record/", activity.activity_record, name="activity_record"),
    path(
        "country/record/try-again/",
        activity.activity_try_again,
        name="activity_try_again",
    ),
    path("learn/", learner.home, name="home"),
    path("learn/finish/<path:key>/", learner.finish_lesson, name="finish_lesson"),
    path("learn/complete/<str:key>/", learner.complete_module, name="complete_module"),
    path("learn/paths/<slug:role>/", learner.follow_path, name="follow_path"),
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
    path("country/certificates/batches/", batches.batch_list, name="batches"),
    path("country/certificates/batches/new/", batches.batch_new, name="batch_new"),
    path(
        "country/certificates/batches/files/",
        batches.batch_files,
        name="batch_files",
    ),
    path("country/certificates/batches/<int:pk>/", batches.batch_page, name="batch"),
    path(
        "country/certificates/batches/<int:pk>/go-on/",
        batches.batch_go_on,
        name="batch_go_on",
    ),
    path(
        "country/certificates/batches/<int:pk>/stop/",
        batches.batch_stop,
        name="batch_stop",
    ),
    path(
        "country/certificates/<str:code>/withdraw/",
        administration.withdraw_certificate,
        name="withdraw_certificate",
    ),
    path("rules/", rules.rule_list, name="rules"),
    path("rules/<int:pk>/apply/", rules.rule_apply, name="rule_apply"),
    path("rules/<slug:kind>/", rules.rule_change, name="rule_change"),
]
