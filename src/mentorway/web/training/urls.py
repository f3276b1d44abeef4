"""Addresses of training programmes."""

from django.urls import URLPattern, URLResolver, include, path

from mentorway.web.training.translated import OWNER
from mentorway.web.training.views import citing, editions, parts, programmes
from mentorway.web.translation.urls import workbench

Paths = list[URLPattern | URLResolver]
MODULE = {"kind": "modules"}
one_module: Paths = [
    path("", parts.module, name="module"),
    path("change/", parts.change, MODULE, name="change_module"),
    path("remove/", parts.remove, MODULE, name="remove_module"),
    path("move/", parts.move, MODULE, name="move_module"),
    path("cites/", citing.cite, name="cite"),
    path("cites/<int:which>/remove/", citing.cite_no_more, name="cite_no_more"),
    path("new/<slug:kind>/", parts.add, name="new_part"),
    path("<slug:kind>/<slug:key>/", parts.part, name="part"),
    path("<slug:kind>/<slug:key>/change/", parts.change, name="change_part"),
    path("<slug:kind>/<slug:key>/remove/", parts.remove, name="remove_part"),
    path("<slug:kind>/<slug:key>/move/", parts.move, name="move_part"),
]
one_programme: Paths = [
    path("", programmes.overview, name="overview"),
    path("describe/", programmes.describe, name="describe"),
    path("delete/", programmes.delete, name="delete"),
    path("restore/", programmes.restore, name="restore"),
    path("coverage/", programmes.coverage, name="coverage"),
    path("history/", programmes.history, name="history"),
    path("undo/", programmes.undo, name="undo"),
    path("download/", programmes.download, name="download"),
    path("files/<int:which>/", programmes.file, name="file"),
    path("new-module/", parts.add, MODULE, name="new_module"),
    path("modules/<slug:module>/", include(one_module)),
    path("publish/", editions.publish, name="publish"),
    path("versions/", editions.versions, name="versions"),
    path("versions/<int:number>/", editions.edition, name="edition"),
    path("versions/<int:number>/against/<int:other>/", editions.difference, name="difference"),
    path("versions/<int:number>/files/<slug:code>/<slug:kind>/", editions.edition_file, name="edition_file"),
    path("languages/", include(workbench), {"owner": OWNER}),
]
app_name = "training"
urlpatterns: Paths = [
    path("", programmes.programmes, name="programmes"),
    path("new/", programmes.create, name="new"),
    path("import/", programmes.take_in, name="take_in"),
    path("deleted/", programmes.deleted, name="deleted"),
    path("<int:pk>/", include(one_programme)),
]
