"""Addresses of people's rights over their data."""

from django.urls import URLPattern, URLResolver

from mentorway.web.privacy.urls import answering, own, records

AREAS = (own, answering, records)
app_name = "privacy"
urlpatterns: list[URLPattern | URLResolver] = [address for area in AREAS for address in area.top]
