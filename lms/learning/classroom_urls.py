"""Addresses of classroom mode: sessions, attendance, results on paper."""

from django.urls import path

from lms.learning.views import classroom, paper_results

_SESSION = "cohorts/<int:pk>/sessions/<int:session>"
_PAPERS = "cohorts/<int:pk>/paper-results"

urlpatterns = [
    path("cohorts/<int:pk>/sessions/", classroom.session_list, name="sessions"),
    path("cohorts/<int:pk>/sessions/new/", classroom.session_new, name="session_new"),
    path(
        "cohorts/<int:pk>/sessions/participation/",
        classroom.participation,
        name="participation",
    ),
    path(f"{_SESSION}/", classroom.session_edit, name="session"),
    path(f"{_SESSION}/delete/", classroom.session_delete, name="session_delete"),
    path(f"{_SESSION}/announce/", classroom.session_announce, name="session_announce"),
    path(f"{_SESSION}/session.ics", classroom.session_ics, name="session_ics"),
    path(f"{_SESSION}/attendance/", classroom.attendance, name="attendance"),
    path(f"{_SESSION}/sign-in.pdf", classroom.sign_in_sheet, name="sign_in_sheet"),
    path(f"{_PAPERS}/", paper_results.papers, name="paper_results"),
    path(f"{_PAPERS}/<int:paper>/", paper_results.upload, name="paper_results_upload"),
    path(
        f"{_PAPERS}/<int:paper>/results.xlsx",
        paper_results.workbook,
        name="paper_results_form",
    ),
    path(
        f"{_PAPERS}/check/<int:upload>/",
        paper_results.check,
        name="paper_results_check",
    ),
    path(
        "learn/sessions/<int:session>.ics",
        classroom.my_session_ics,
        name="my_session_ics",
    ),
]
