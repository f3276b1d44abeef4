"""Addresses of agreements between people in a relationship, and goals."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.mentoring.views import agreements, goals

Paths = list[URLPattern | URLResolver]
top: Paths = []  # under /mentoring/
of_round: Paths = []  # under /mentoring/<pk>/
own: Paths = [  # under /mentoring/p/<link>/
    path("pairs/<int:which>/agreement/", agreements.own_agreement, name="own_agreement"),
    path("pairs/<int:which>/agreement/write/", agreements.own_agreement_write, name="own_agreement_write"),
    path("pairs/<int:which>/agreement/accept/", agreements.own_agreement_accept, name="own_agreement_accept"),
    path("pairs/<int:which>/goals/", goals.own_goals, name="own_goals"),
    path("pairs/<int:which>/goals/new/", goals.own_goal_new, name="own_goal_new"),
    path("pairs/<int:which>/goals/counted/", goals.own_scores, name="own_scores"),
    path("pairs/<int:which>/goals/<int:goal>/", goals.own_goal, name="own_goal"),
    path("pairs/<int:which>/goals/<int:goal>/fix/", goals.own_goal_fix, name="own_goal_fix"),
    path("pairs/<int:which>/goals/<int:goal>/rate/", goals.own_goal_rate, name="own_goal_rate"),
    path("pairs/<int:which>/goals/<int:goal>/delete/", goals.own_goal_delete, name="own_goal_delete"),
]
