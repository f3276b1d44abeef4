"""The addresses of the installation; those of activities follow the flow.

The addresses of an activity are loaded with the first of them that is asked for, so that the first page of
all waits for none. The web server loads the rest while that page is read (``management/serving.py``).
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import import_string

from mentorway.web import flow, helping, home, searching
from mentorway.web.core import converters as _converters  # noqa: F401 - makes <language:…> known
from mentorway.web.core import views as core
from mentorway.web.core.later import Later
from mentorway.web.core.security_txt import security_txt

SITE = "mentorway.web.dissemination.views.site"
VERIFYING = "mentorway.web.pilots.views.verifying"


def public(name: str) -> Callable[..., HttpResponse]:
    """Return a page for everybody whose module is loaded once somebody asks for it."""

    def shown(request: HttpRequest, **values: Any) -> HttpResponse:
        answer: HttpResponse = import_string(name)(request, **values)
        return answer

    return login_not_required(shown)


urlpatterns: list[URLPattern | URLResolver] = [
    path("", login_not_required(home.home), name="home"),
    path("search/", searching.search, name="search"),
    path("help/", helping.contents, name="help"),
    path("help/<slug:app>/", helping.activity, name="help_activity"),
    path("health/", core.health, name="health"),
    path("health/ready/", core.ready, name="ready"),
    path("metrics", core.metrics, name="metrics"),
    path(".well-known/did.json", public(f"{VERIFYING}.issuer_document"), name="issuer_document"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("robots.txt", public(f"{SITE}.robots"), name="robots"),
    path("sitemap.xml", public(f"{SITE}.site_map_index"), name="site_map"),
    path("sitemap-<slug:kind>-<int:number>.xml", public(f"{SITE}.site_map_file"), name="site_map_file"),
    path("account/", include("mentorway.web.accounts.urls")),
    path("account/", include("mentorway.web.accounts.allauth_urls")),
    Later("scim/v2/", "mentorway.web.api.urls.scim", "scim"),
    Later("<language:language>/", "mentorway.web.dissemination.urls.public", "site"),
    *(Later(f"{one.app}/", f"{one.module}.urls", one.app) for one in flow.built()),
]

handler400 = core.bad_request
handler403 = core.permission_denied
handler404 = core.page_not_found
handler500 = core.server_error
