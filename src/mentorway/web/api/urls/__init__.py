"""Addresses of programs, and of the people who let them in."""

from django.urls import URLPattern, URLResolver

from mentorway.web.api.urls import programs, tokens, webhooks

AREAS = (programs, tokens, webhooks)
app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [address for area in AREAS for address in area.top]
