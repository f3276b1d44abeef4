"""Addresses of the outlook of a plan."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.plan.views import outlook

Paths = list[URLPattern | URLResolver]
top: Paths = []  # under /plan/
of_project: Paths = [  # under /plan/<pk>/
    path("outlook/", outlook.outlook, name="outlook"),
    path("outlook/levelling/", outlook.try_levelling, name="try_levelling"),
    path("outlook/levelling/take/", outlook.take_levelling, name="take_levelling"),
]
