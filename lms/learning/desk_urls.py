"""Addresses of the trainer's desk, below cohorts/ and learn/."""

from django.urls import path

from lms.learning.views import desk, desk_messages, desk_results

urlpatterns = [
    path("cohorts/people/", desk.own_list, name="desk_own"),
    path("cohorts/<int:pk>/progress/", desk.progress, name="desk"),
    path("cohorts/<int:pk>/progress/stuck/", desk.stuck_list, name="desk_stuck"),
    path("cohorts/<int:pk>/progress/marking/", desk.marking, name="desk_marking"),
    path("cohorts/<int:pk>/learners/<int:person>/", desk.learner, name="desk_learner"),
    path("cohorts/<int:pk>/messages/", desk_messages.history, name="desk_messages"),
    path("cohorts/<int:pk>/messages/new/", desk_messages.compose, name="desk_compose"),
    path(
        "cohorts/<int:pk>/messages/reminders/",
        desk_messages.reminders,
        name="desk_reminders",
    ),
    path(
        "cohorts/<int:pk>/messages/<int:message>/",
        desk_messages.message,
        name="desk_message",
    ),
    path("cohorts/<int:pk>/results/", desk_results.results, name="desk_results"),
    path(
        "cohorts/<int:pk>/results/results.xlsx",
        desk_results.results_xlsx,
        name="desk_results_xlsx",
    ),
    path(
        "cohorts/<int:pk>/results/results.pdf",
        desk_results.results_pdf,
        name="desk_results_pdf",
    ),
    path(
        "cohorts/<int:pk>/results/document/",
        desk_results.results_document,
        name="desk_results_document",
    ),
    path(
        "cohorts/<int:pk>/results/document/results.pdf",
        desk_results.results_kept,
        name="desk_results_kept",
    ),
    path(
        "cohorts/<int:pk>/results/summary/", desk_results.summary, name="desk_summary"
    ),
    path(
        "cohorts/<int:pk>/results/summary/summary.xlsx",
        desk_results.summary_xlsx,
        name="desk_summary_xlsx",
    ),
    path(
        "cohorts/<int:pk>/results/summary/summary.pdf",
        desk_results.summary_pdf,
        name="desk_summary_pdf",
    ),
    path(
        "cohorts/<int:pk>/results/questions/<slug:key>/",
        desk_results.questions,
        name="desk_questions",
    ),
    path(
        "cohorts/<int:pk>/results/questions/<slug:key>/questions.xlsx",
        desk_results.questions_xlsx,
        name="desk_questions_xlsx",
    ),
    path("learn/messages/", desk_messages.received, name="messages"),
]
