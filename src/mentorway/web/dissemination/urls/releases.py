"""Addresses of open data, as those who publish it see it."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.dissemination.views import releases

Paths = list[URLPattern | URLResolver]
ONE = "data/<int:pk>/"
top: Paths = [  # under /dissemination/
    path("data/", releases.releases, name="releases"),
    path("data/new/", releases.new_release, name="new_release"),
    path("data/new/<int:study>/", releases.begin_release, name="begin_release"),
    path(ONE, releases.release, name="release"),
    path(f"{ONE}change/", releases.change_release, name="change_release"),
    path(f"{ONE}choose/", releases.choose_release, name="choose_release"),
    path(f"{ONE}pack/", releases.pack_release, name="pack_release"),
    path(f"{ONE}stop/", releases.stop_release, name="stop_release"),
    path(f"{ONE}file/", releases.release_file, name="release_file"),
    path(f"{ONE}publish/", releases.publish_release, name="publish_release"),
    path(f"{ONE}withdraw/", releases.withdraw_release, name="withdraw_release"),
    path(f"{ONE}doi/", releases.release_doi, name="release_doi"),
    path(f"{ONE}delete/", releases.delete_release, name="delete_release"),
]
