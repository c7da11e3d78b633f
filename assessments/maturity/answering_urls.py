"""Addresses of answering, below /assess/."""

from django.urls import path

from assessments.maturity.views import answer_question, answering

urlpatterns = [
    path("evidence/<int:pk>/", answering.evidence, name="evidence"),
    path(
        "<int:pk>/answer/<int:institution>/",
        answering.overview,
        name="answer_overview",
    ),
    path(
        "<int:pk>/answer/<int:institution>/hand-in/",
        answering.hand_in,
        name="answer_hand_in",
    ),
    path(
        "<int:pk>/answer/<int:institution>/take-back/",
        answering.take_back,
        name="answer_take_back",
    ),
    path(
        "<int:pk>/answer/<int:institution>/<str:question>/",
        answer_question.answer,
        name="answer",
    ),
]
