"""Addresses of challenges: the matrix, the codebook, the report."""

from django.urls import URLPattern, path

from mentorway.web.practices.urls import material
from mentorway.web.practices.views import challenges as views
from mentorway.web.practices.views import challenges_life as life
from mentorway.web.practices.views import matrix

urlpatterns: list[URLPattern] = [
    path("challenges/", matrix.challenges, name="challenges"),
    path("challenges/count/", matrix.count_challenges, name="count_challenges"),
    path("challenges/counts/", matrix.challenge_findings, name="challenge_findings"),
    path("challenges/counts/<uuid:token>/", matrix.challenge_finding, name="challenge_finding"),
    path("challenges/report/", matrix.challenge_report, name="challenge_report"),
    path("challenges/report.<str:kind>", matrix.challenge_report_file, name="challenge_report_file"),
    path("challenges/codebook/", views.codebook, name="codebook"),
    path("challenges/codebook.<str:kind>", views.codebook_file, name="codebook_file"),
    path("challenges/codebook/file/", life.take_in_codebook, name="take_in_codebook"),
    path("challenges/codebook/file/<int:pk>/", life.look_through_codebook, name="look_through_codebook"),
    path("challenges/new/", views.add_challenge, name="add_challenge"),
    path("challenges/deleted/", life.challenges_deleted, name="challenges_deleted"),
    path("challenges/<uuid:token>/", views.challenge, name="challenge"),
    path("challenges/<uuid:token>/change/", views.change_challenge, name="change_challenge"),
    path("challenges/<uuid:token>/sources/", views.challenge_sources, name="challenge_sources"),
    path("challenges/<uuid:token>/history/", views.challenge_history, name="challenge_history"),
    path("challenges/<uuid:token>/move/", views.move_challenge, name="move_challenge"),
    path("challenges/<uuid:token>/retire/", life.retire_challenge, name="retire_challenge"),
    path("challenges/<uuid:token>/delete/", life.delete_challenge, name="delete_challenge"),
    path("challenges/<uuid:token>/restore/", life.restore_challenge, name="restore_challenge"),
    *material.urlpatterns,
]
