"""Addresses of mentoring: those of members, of the public, and of people who hold a secret."""

from django.urls import URLPattern, URLResolver, include, path

from mentorway.web.mentoring.urls import (
    agreements,
    endings,
    matchings,
    people,
    relations,
    rounds,
    support,
    talks,
)

AREAS = (rounds, people, matchings, relations, agreements, talks, endings, support)
Paths = list[URLPattern | URLResolver]
one_round: Paths = [address for area in AREAS for address in area.of_round]
own_pages: Paths = [address for area in AREAS for address in area.own]
app_name = "mentoring"
urlpatterns: Paths = [
    *(address for area in AREAS for address in area.top),
    path("<int:pk>/", include(one_round)),
    path("p/<str:link>/", include(own_pages)),
]
