"""The addresses of the installation; those of activities follow the flow."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path

from mentorway.web import flow, home
from mentorway.web.core import views as core
from mentorway.web.pilots.views import verifying

urlpatterns: list[URLPattern | URLResolver] = [
    path("", login_not_required(home.home), name="home"),
    path("health/", core.health, name="health"),
    path(".well-known/did.json", verifying.issuer_document, name="issuer_document"),
    path("account/", include("mentorway.web.accounts.urls")),
    path("account/", include("allauth.urls")),
    *(path(f"{activity.app}/", include(f"{activity.module}.urls")) for activity in flow.built()),
]

handler400 = core.bad_request
handler403 = core.permission_denied
handler404 = core.page_not_found
handler500 = core.server_error
