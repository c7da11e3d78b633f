"""Addresses of people and countries."""

app_name = "accounts"

urlpatterns = []
