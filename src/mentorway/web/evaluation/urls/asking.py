"""Addresses of waves, outcomes, invitations and the response board."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.evaluation.views import asking, outcomes, waves

Paths = list[URLPattern | URLResolver]
top: Paths = []  # under /evaluation/
of_evaluation: Paths = [  # under /evaluation/<pk>/
    path("asking/", asking.asking, name="asking"),
    path("asking/waves/", waves.set_waves, name="set_waves"),
    path("asking/then/", waves.set_then, name="set_then"),
    path("asking/follow-ups/", waves.choose_follow_up, name="choose_follow_up"),
    path("asking/invite/<str:asking>/", asking.invite, name="invite"),
    path("outcomes/new/", outcomes.create, name="new_outcome"),
    path("outcomes/<int:which>/", outcomes.change, name="change_outcome"),
    path("outcomes/<int:which>/remove/", outcomes.remove, name="remove_outcome"),
    path("outcomes/<int:which>/main/", outcomes.make_main, name="main_outcome"),
]
