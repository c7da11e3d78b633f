"""Addresses of knowledge checks."""

app_name = "quizzes"

urlpatterns = []
