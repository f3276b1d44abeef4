"""What people look for in plans: projects and their lines."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from mentorway.web.core.finding import Found, Kind
from mentorway.web.plan.models import Item, Project
from mentorway.web.plan.queries.finding import lines_found
from mentorway.web.plan.queries.projects import projects_of


def _tell_projects(rows: Sequence[Project]) -> Iterator[Found]:
    for row in rows:
        about = (row.funder, row.partner.name)
        yield Found(row.title, reverse("plan:project", args=[row.pk]), about, row.is_example)


def _tell_lines(rows: Sequence[Item]) -> Iterator[Found]:
    for row in rows:
        about = (row.get_kind_display(), row.project.title)
        address = reverse("plan:item", args=[row.project_id, row.pk])
        yield Found(f"{row.code} {row.title}", address, about, row.project.is_example)


KINDS = (
    Kind(Project, projects_of, _tell_projects, "plan:projects"),
    Kind(Item, lines_found, _tell_lines),
)
