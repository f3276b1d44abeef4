"""Addresses of wishes to talk, pausing, ending and saying goodbye."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.mentoring.views import concerns, endings

Paths = list[URLPattern | URLResolver]
top: Paths = []  # under /mentoring/
of_round: Paths = [  # under /mentoring/<pk>/
    path("concerns/", concerns.concerns, name="concerns"),
    path("concerns/<int:which>/", concerns.concern, name="concern"),
    path("concerns/<int:which>/settle/", concerns.settle_concern, name="settle_concern"),
    path("concerns/<int:which>/reopen/", concerns.reopen_concern, name="reopen_concern"),
]
own: Paths = [  # under /mentoring/p/<link>/
    path("pairs/<int:which>/talk-to-us/", concerns.own_concern, name="own_concern"),
    path("pairs/<int:which>/pause/", endings.own_pause, name="own_pause"),
    path("pairs/<int:which>/resume/", endings.own_resume, name="own_resume"),
    path("pairs/<int:which>/end/", endings.own_end, name="own_end"),
    path("pairs/<int:which>/goodbye/", endings.own_closing, name="own_closing"),
]
