"""Addresses of pilots: those of members, of the public, and of people who hold a secret."""

from django.urls import URLPattern, URLResolver, include, path

from mentorway.web.pilots.urls import attendance, certificates, cohorts, learning, letters, people

AREAS = (cohorts, people, attendance, learning, letters, certificates)
Paths = list[URLPattern | URLResolver]
one_cohort: Paths = [address for area in AREAS for address in area.cohort]
own_pages: Paths = [address for area in AREAS for address in area.own]
app_name = "pilots"
urlpatterns: Paths = [
    *(address for area in AREAS for address in area.top),
    path("<int:pk>/", include(one_cohort)),
    path("p/<str:link>/", include(own_pages)),
]
