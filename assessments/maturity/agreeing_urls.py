"""Addresses of agreeing and validating, below /assess/."""

from django.urls import path

from assessments.maturity.views import agree_question, agreeing, validating

urlpatterns = [
    path("<int:pk>/agree/", agreeing.agree, name="agree"),
    path("<int:pk>/agree-equal/", agreeing.equal, name="agree_equal"),
    path(
        "<int:pk>/agree/<str:question>/",
        agree_question.question,
        name="agree_question",
    ),
    path("<int:pk>/validate/", validating.validate, name="validate"),
    path(
        "<int:pk>/validate/<str:question>/",
        validating.question,
        name="validate_question",
    ),
]
