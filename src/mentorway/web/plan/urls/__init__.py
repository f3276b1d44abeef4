"""Addresses of the plan: the list of projects, and each project with its parts."""

from django.urls import URLPattern, URLResolver, include, path

from mentorway.web.plan.urls import evidence, gantt, items, outlook, projects, reporting

AREAS = (projects, items, gantt, reporting, evidence, outlook)
Paths = list[URLPattern | URLResolver]
one_project: Paths = [address for area in AREAS for address in area.of_project]
app_name = "plan"
urlpatterns: Paths = [
    *(address for area in AREAS for address in area.top),
    path("<int:pk>/", include(one_project)),
]
