"""Addresses of decisions that follow from results."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.evaluation.views import decisions

Paths = list[URLPattern | URLResolver]
ONE = "decisions/<int:which>/"
top: Paths = [  # under /evaluation/
    path("decisions/", decisions.all_decisions, name="all_decisions"),
]
of_evaluation: Paths = [  # under /evaluation/<pk>/
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/decisions.csv", decisions.export_decisions, name="export_decisions"),
    path("decisions/new/", decisions.new_decision, name="new_decision"),
    path(ONE, decisions.decision, name="decision"),
    path(f"{ONE}change/", decisions.change_decision, name="change_decision"),
    path(f"{ONE}become/<slug:state>/", decisions.move_decision, name="move_decision"),
]
