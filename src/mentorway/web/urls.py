"""The addresses of the installation; those of activities follow the flow."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path

from mentorway.web import flow, home
from mentorway.web.core import converters as _converters  # noqa: F401 - makes <language:…> known
from mentorway.web.core import views as core
from mentorway.web.dissemination.views import site
from mentorway.web.pilots.views import verifying

urlpatterns: list[URLPattern | URLResolver] = [
    path("", login_not_required(home.home), name="home"),
    path("health/", core.health, name="health"),
    path(".well-known/did.json", verifying.issuer_document, name="issuer_document"),
    path("robots.txt", site.robots, name="robots"),
    path("sitemap.xml", site.site_map_index, name="site_map"),
    path("sitemap-<slug:kind>-<int:number>.xml", site.site_map_file, name="site_map_file"),
    path("account/", include("mentorway.web.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("<language:language>/", include("mentorway.web.dissemination.urls.public")),
    *(path(f"{activity.app}/", include(f"{activity.module}.urls")) for activity in flow.built()),
]

handler400 = core.bad_request
handler403 = core.permission_denied
handler404 = core.page_not_found
handler500 = core.server_error
