"""Addresses of answers and their comparisons."""

from django.urls import path

from mentorway.web.comparison.views import intake, listing, results, versions

app_name = "comparison"
urlpatterns = [
    path("", listing.comparisons, name="comparisons"),
    path("deleted/", listing.deleted, name="deleted"),
    path("new/", intake.upload, name="upload"),
    path("study/<int:pk>/", intake.from_study, name="from_study"),
    path("example/<str:name>", intake.example_file, name="example_file"),
    path("uploaded/<uuid:token>/", intake.uploaded, name="uploaded"),
    path("answers/<int:pk>/", intake.answers, name="answers"),
    path("answers/<int:pk>/check/", intake.check, name="check"),
    path("answers/<int:pk>/group/", intake.choose_group, name="choose_group"),
    path("answers/<int:pk>/discard/", intake.discard, name="discard"),
    path("answers/<int:pk>/describe/", listing.describe, name="describe"),
    path("answers/<int:pk>/delete/", listing.delete, name="delete"),
    path("answers/<int:pk>/restore/", listing.restore, name="restore"),
    path("<int:pk>/", results.overview, name="overview"),
    path("<int:pk>/scales/<int:index>/", results.scale, name="scale"),
    path("<int:pk>/scales/<int:index>/release/", versions.release, name="release"),
    path("<int:pk>/together/", results.together, name="together"),
    path("<int:pk>/method/", results.method, name="method"),
    path("<int:pk>/cancel/", versions.cancel, name="cancel"),
    path("<int:pk>/repeat/", versions.repeat, name="repeat"),
    path("<int:pk>/drawings/<str:kind>-<int:index>-<str:language>.svg", results.drawing, name="drawing"),
    path("<int:pk>/download/<str:kind>/", results.download, name="download"),
]
