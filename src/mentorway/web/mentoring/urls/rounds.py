"""Addresses of rounds themselves."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.mentoring.views import rounds

Paths = list[URLPattern | URLResolver]
top: Paths = [  # under /mentoring/
    path("", rounds.rounds, name="rounds"),
    path("new/", rounds.create, name="new_round"),
    path("deleted/", rounds.deleted, name="deleted_rounds"),
]
of_round: Paths = [  # under /mentoring/<pk>/
    path("", rounds.overview, name="round"),
    path("change/", rounds.change, name="change_round"),
    path("questions/", rounds.use_our_questions, name="use_our_questions"),
    path("state/<str:state>/", rounds.move, name="round_state"),
    path("delete/", rounds.delete, name="delete_round"),
    path("restore/", rounds.restore, name="restore_round"),
]
own: Paths = []  # under /mentoring/p/<link>/
