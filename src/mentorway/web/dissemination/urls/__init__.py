"""Addresses of dissemination for the people who publish; `public` holds those of everybody."""

from django.urls import URLPattern, URLResolver

from mentorway.web.dissemination.urls import audience, claims, entries, outreach, releases

AREAS = (claims, entries, releases, outreach, audience)
app_name = "dissemination"
urlpatterns: list[URLPattern | URLResolver] = [address for area in AREAS for address in area.top]
