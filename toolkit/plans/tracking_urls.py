"""Addresses of what follows the making of a plan: approval, tracking, reviews."""

from django.urls import path

from toolkit.plans.views import approving, calendar, learning, reviewing, tracking

urlpatterns = [
    path("plans/<int:pk>/approve/", approving.approve, name="approve"),
    path("plans/<int:pk>/amend/", approving.amend, name="amend"),
    path("plans/<int:pk>/amend/adopt/", approving.adopt, name="adopt"),
    path("plans/<int:pk>/amend/give-up/", approving.give_up, name="give_up"),
    path("plans/<int:pk>/versions/", approving.versions, name="versions"),
    path("plans/<int:pk>/versions/<int:number>/", approving.version, name="version"),
    path("plans/<int:pk>/progress/", tracking.track, name="track"),
    path("plans/<int:pk>/lines/<str:code>/progress/", tracking.line, name="line"),
    path("plans/<int:pk>/lines/<str:code>/new-date/", tracking.new_date, name="redate"),
    path("plans/deliverables/<int:pk>/", tracking.deliverable, name="deliverable"),
    path("plans/<int:pk>/reviews/", reviewing.reviews, name="reviews"),
    path("plans/<int:pk>/reviews/<str:quarter>/", reviewing.review, name="review"),
    path("plans/<int:pk>/learning/", learning.learning, name="learning"),
    path("plans/<int:pk>/calendars/", calendar.calendars, name="calendars"),
    path("plans/calendar/<str:secret>.ics", calendar.calendar, name="calendar"),
]
