"""Addresses of questionnaires, their translations and instruments."""

from django.urls import URLPattern, URLResolver, include, path

from mentorway.web.methodology.translated import OWNER
from mentorway.web.methodology.views import editor, instruments, listing, preview, publishing, tables
from mentorway.web.translation.urls import workbench

Paths = list[URLPattern | URLResolver]
one_questionnaire: Paths = [
    path("", editor.draft, name="draft"),
    path("arrange/", editor.arrange, name="arrange"),
    path("questions/add/", editor.add, name="add"),
    path("questions/<slug:mark>/", editor.edit, name="edit"),
    path("lists/<str:name>/", editor.choice_list, name="choice_list"),
    path("tables/attach/", tables.attach, name="attach"),
    path("tables/<str:name>/", tables.table, name="table"),
    path("tables/<str:name>/file/", tables.table_file, name="table_file"),
    path("tables/<str:name>/remove/", tables.detach, name="detach"),
    path("download/", editor.download, name="download"),
    path("replace/", listing.replace, name="replace"),
    path("describe/", listing.describe, name="describe"),
    path("delete/", listing.delete, name="delete"),
    path("restore/", listing.restore, name="restore"),
    path("insert/", instruments.choose, name="choose"),
    path("insert/<slug:which>/", instruments.insert, name="insert"),
    path("preview/", preview.preview, name="preview"),
    path("preview/<slug:code>/<int:number>/", preview.page, name="preview_page"),
    path("publish/", publishing.publish, name="publish"),
    path("versions/", publishing.versions, name="versions"),
    path("versions/<int:number>/", publishing.version, name="version"),
    path("versions/<int:number>/copy/", publishing.copy, name="copy"),
    path("versions/<int:number>/back/", publishing.copy_back, name="copy_back"),
    path("versions/<int:number>/<slug:kind>/", publishing.version_file, name="version_file"),
    path("languages/", include(workbench), {"owner": OWNER}),
]
app_name = "methodology"
urlpatterns = [
    path("", listing.questionnaires, name="questionnaires"),
    path("new/", listing.create, name="create"),
    path("import/", listing.take_in, name="take_in"),
    path("deleted/", listing.deleted, name="deleted"),
    path("instruments/", instruments.instruments, name="instruments"),
    path("instruments/new/", instruments.add, name="add_instrument"),
    path("instruments/shipped/<slug:name>/", instruments.shipped, name="shipped"),
    path("instruments/<int:pk>/", instruments.instrument, name="instrument"),
    path("instruments/<int:pk>/change/", instruments.change, name="change_instrument"),
    path("instruments/<int:pk>/remove/", instruments.remove, name="remove_instrument"),
    path("instruments/<int:pk>/proof/", instruments.proof, name="proof"),
    path("<int:pk>/", include(one_questionnaire)),
]
