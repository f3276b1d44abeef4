"""Addresses of the outlook of a plan."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.plan.views import levelling, outlook

Paths = list[URLPattern | URLResolver]
top: Paths = []  # under /plan/
of_project: Paths = [  # under /plan/<pk>/
    path("outlook/", outlook.outlook, name="outlook"),
    path("outlook/levelling/", levelling.try_levelling, name="try_levelling"),
    path("outlook/levelling/<int:number>/", levelling.levelling, name="levelling"),
    path("outlook/levelling/<int:number>/stop/", levelling.stop_levelling, name="stop_levelling"),
    path("outlook/levelling/<int:number>/take/", levelling.take_levelling, name="take_levelling"),
    path("outlook/levelling/<int:number>/drop/", levelling.drop_levelling, name="drop_levelling"),
]
