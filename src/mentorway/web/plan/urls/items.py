"""Addresses of lines of a plan, and baselines."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.plan.views import baselines, dependencies, items

Paths = list[URLPattern | URLResolver]
top: Paths = []  # under /plan/
of_project: Paths = [  # under /plan/<pk>/
    path("lines/", items.items, name="items"),
    path("lines/new/", items.create, name="new_item"),
    path("lines/<int:which>/", items.item, name="item"),
    path("lines/<int:which>/change/", items.change, name="change_item"),
    path("lines/<int:which>/remove/", items.remove, name="remove_item"),
    path("lines/<int:which>/restore/", items.restore, name="restore_item"),
    path("lines/<int:which>/move/", items.move, name="move_item"),
    path("lines/<int:which>/progress/", items.state_progress, name="state_progress"),
    path("lines/<int:which>/depends/", dependencies.set_dependency, name="set_dependency"),
    path(
        "lines/<int:which>/depends/<int:before>/remove/",
        dependencies.remove_dependency,
        name="remove_dependency",
    ),
    path("baselines/", baselines.baselines, name="baselines"),
    path("baselines/<int:which>/", baselines.baseline, name="baseline"),
    path("baselines/<int:which>/delete/", baselines.delete, name="delete_baseline"),
]
