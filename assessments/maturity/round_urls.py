"""Addresses of rounds, below /assess/."""

from django.urls import path

from assessments.maturity.agreeing_urls import urlpatterns as agreeing
from assessments.maturity.answering_urls import urlpatterns as answering
from assessments.maturity.result_urls import urlpatterns as results
from assessments.maturity.sheet_urls import urlpatterns as sheets
from assessments.maturity.views import round_moves, round_people, rounds

urlpatterns = [
    path("", rounds.round_list, name="rounds"),
    path("new/", rounds.new, name="round_new"),
    path("<int:pk>/", rounds.round_page, name="round"),
    path("<int:pk>/due/", rounds.due, name="round_due"),
    path("<int:pk>/move/<slug:to>/", round_moves.move, name="round_move"),
    path(
        "<int:pk>/institutions/",
        round_people.institutions,
        name="round_institutions",
    ),
    path(
        "<int:pk>/institutions/add/",
        round_people.institution_add,
        name="round_institution_add",
    ),
    path("<int:pk>/people/", round_people.people, name="round_people"),
    path(
        "<int:pk>/people/<int:respondent>/remove/",
        round_people.respondent_remove,
        name="respondent_remove",
    ),
    path(
        "<int:pk>/people/<int:respondent>/remind/",
        round_people.remind,
        name="respondent_remind",
    ),
    *answering,
    *sheets,
    *agreeing,
    *results,
]
