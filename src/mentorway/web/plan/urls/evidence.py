"""Addresses of what shows that lines are done."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.plan.views import evidence

Paths = list[URLPattern | URLResolver]
top: Paths = []  # under /plan/
of_project: Paths = [  # under /plan/<pk>/
    path("lines/<int:which>/evidence/add/", evidence.add, name="add_evidence"),
    path("lines/<int:which>/evidence/<int:evidence>/remove/", evidence.remove, name="remove_evidence"),
]
