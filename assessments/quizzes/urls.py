"""Addresses of knowledge checks."""

from django.urls import path

from assessments.quizzes import views

app_name = "quizzes"

urlpatterns = [
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
