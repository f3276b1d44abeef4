"""Addresses of answers and their comparisons."""

from django.urls import path

from mentorway.web.comparison.views import analyses, answers, intake, listing, numbers, results, versions

app_name = "comparison"
urlpatterns = [
    path("", listing.comparisons, name="comparisons"),
    path("deleted/", listing.deleted, name="deleted"),
    path("new/", intake.upload, name="upload"),
    path("study/<int:pk>/", intake.from_study, name="from_study"),
    path("example/<str:name>", intake.example_file, name="example_file"),
    path("uploaded/<uuid:token>/", intake.uploaded, name="uploaded"),
    path("answers/<int:pk>/", answers.answers, name="answers"),
    path("answers/<int:pk>/check/", intake.check, name="check"),
    path("answers/<int:pk>/columns/", intake.choose_columns, name="choose_columns"),
    path("answers/<int:pk>/discard/", intake.discard, name="discard"),
    path("answers/<int:pk>/analyses/new/", analyses.ask, name="ask"),
    path("answers/<int:pk>/newer/", answers.newer, name="newer"),
    path("answers/<int:pk>/newer/study/", answers.ask_study, name="ask_study"),
    path("answers/<int:pk>/cancel/", answers.cancel_all, name="cancel_all"),
    path("analyses/<int:pk>/", analyses.analysis, name="analysis"),
    path("analyses/<int:pk>/rename/", analyses.rename, name="rename_analysis"),
    path("analyses/<int:pk>/delete/", analyses.remove, name="remove_analysis"),
    path("analyses/<int:pk>/restore/", analyses.bring_back, name="restore_analysis"),
    path("answers/<int:pk>/describe/", listing.describe, name="describe"),
    path("answers/<int:pk>/delete/", listing.delete, name="delete"),
    path("answers/<int:pk>/restore/", listing.restore, name="restore"),
    path("<int:pk>/", results.overview, name="overview"),
    path("<int:pk>/scales/<int:index>/", results.scale, name="scale"),
    path("<int:pk>/scales/<int:index>/release/", versions.release, name="release"),
    path("<int:pk>/together/", results.together, name="together"),
    path("<int:pk>/method/", results.method, name="method"),
    path("<int:pk>/numbers/<str:key>/", numbers.number, name="number"),
    path("<int:pk>/noted/", versions.note, name="note"),
    path("<int:pk>/cancel/", versions.cancel, name="cancel"),
    path("<int:pk>/repeat/", versions.repeat, name="repeat"),
    path("<int:pk>/drawings/<str:kind>-<int:index>-<str:language>.svg", results.drawing, name="drawing"),
    path("<int:pk>/download/<str:kind>/", results.download, name="download"),
]
