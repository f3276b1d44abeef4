"""Addresses of evaluations themselves."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.evaluation.views import evaluations

Paths = list[URLPattern | URLResolver]
top: Paths = [  # under /evaluation/
    path("", evaluations.evaluations, name="evaluations"),
    path("new/", evaluations.create, name="new_evaluation"),
    path("deleted/", evaluations.deleted, name="deleted_evaluations"),
]
of_evaluation: Paths = [  # under /evaluation/<pk>/
    path("", evaluations.overview, name="evaluation"),
    path("change/", evaluations.change, name="change_evaluation"),
    path("delete/", evaluations.delete, name="delete_evaluation"),
    path("restore/", evaluations.restore, name="restore_evaluation"),
]
