"""Addresses of letters."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.pilots.views import letters

Paths = list[URLPattern | URLResolver]
top: Paths = []  # under /pilots/
cohort: Paths = [  # under /pilots/<pk>/
    path("letters/", letters.letters, name="letters"),
    path("letters/new/", letters.new_letter, name="new_letter"),
    path("letters/meetings/", letters.announce, name="announce"),
    path("letters/feedback/", letters.feedback, name="feedback"),
    path("letters/feedback/invite/", letters.invite_feedback, name="invite_feedback"),
    path("letters/<int:which>/", letters.letter, name="letter"),
]
own: Paths = [  # under /pilots/p/<link>/
    path("stop-letters/", letters.stop_letters, name="stop_letters"),
]
