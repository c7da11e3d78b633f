"""Addresses of knowledge checks."""

from django.urls import path

from assessments.quizzes import paper_views, staff_views, views

app_name = "quizzes"

urlpatterns = [
    path("country/checks/", staff_views.analyses, name="analyses"),
    path("country/checks/texts/", staff_views.texts, name="texts"),
    path("country/checks/texts/<int:pk>/", staff_views.text, name="text"),
    path(
        "country/checks/corrections/", staff_views.correction_list, name="corrections"
    ),
    path(
        "country/checks/corrections/<int:pk>/",
        staff_views.correction,
        name="correction",
    ),
    path("country/checks/of/<slug:key>/", staff_views.analysis, name="analysis"),
    path(
        "country/checks/of/<slug:key>/questions.xlsx",
        staff_views.analysis_xlsx,
        name="analysis_xlsx",
    ),
    path("country/checks/of/<slug:key>/papers/", paper_views.papers, name="papers"),
    path(
        "country/checks/of/<slug:key>/papers/<slug:code>.pdf",
        paper_views.paper,
        name="paper",
    ),
    path(
        "country/checks/of/<slug:key>/papers/<slug:code>/answers.pdf",
        paper_views.paper_key,
        name="paper_key",
    ),
    path("checks/<uuid:attempt>/<int:position>/", views.question, name="question"),
    path("checks/<uuid:attempt>/overview/", views.overview, name="overview"),
    path("checks/<uuid:attempt>/submit/", views.submit, name="submit"),
    path("checks/<uuid:attempt>/review/", views.review, name="review"),
    path("checks/<slug:key>/start/", views.start, name="start"),
    path(
        "checks/<slug:quiz>/questions/<slug:key>/",
        views.lesson_answer,
        name="lesson_answer",
    ),
]
