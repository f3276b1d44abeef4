"""Addresses for those who answer, and for their devices."""

from django.urls import URLPattern, path

from mentorway.web.study.views import entering, filling, openrosa

urlpatterns: list[URLPattern] = [
    path("f/<uuid:token>/", entering.open_link, name="open"),
    path("c/", entering.code, name="code"),
    path("c/<str:code>/", entering.coded, name="coded"),
    path("d/<str:link>/", filling.go_on, name="go_on"),
    path("d/<str:link>/<int:number>/", filling.page, name="page"),
    path("d/<str:link>/save/", filling.save, name="save"),
    path("d/<str:link>/language/", filling.language, name="language"),
    path("d/<str:link>/newer/", filling.renew, name="renew"),
    path("d/<str:link>/later/", filling.later, name="later"),
    path("d/<str:link>/overview/", filling.overview, name="overview"),
    path("d/<str:link>/send/", filling.send, name="send"),
    path("odk/<str:key>/", openrosa.server, name="openrosa"),
    path("odk/<str:key>/formList", openrosa.form_list, name="odk_list"),
    path("odk/<str:key>/form.xml", openrosa.form, name="odk_form"),
    path("odk/<str:key>/manifest", openrosa.manifest, name="odk_manifest"),
    path("odk/<str:key>/submission", openrosa.submission, name="odk_submission"),
]
