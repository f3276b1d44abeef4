"""Addresses of projects themselves."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.plan.views import partners, projects

Paths = list[URLPattern | URLResolver]
top: Paths = [  # under /plan/
    path("", projects.projects, name="projects"),
    path("new/", projects.create, name="new_project"),
    path("deleted/", projects.deleted, name="deleted_projects"),
]
of_project: Paths = [  # under /plan/<pk>/
    path("", projects.overview, name="project"),
    path("change/", projects.change, name="change_project"),
    path("template/", projects.use_template, name="use_template"),
    path("delete/", projects.delete, name="delete_project"),
    path("restore/", projects.restore, name="restore_project"),
    path("partners/", partners.partners, name="partners_of"),
    path("partners/add/", partners.add, name="add_partner"),
    path("partners/<int:which>/", partners.change, name="change_partner"),
    path("partners/<int:which>/remove/", partners.remove, name="remove_partner"),
]
