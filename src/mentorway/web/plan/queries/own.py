"""One project's lines and periods, by their numbers."""

from mentorway.web.plan.models import Item, Period, Project


def item_of(project: Project, which: int) -> Item | None:
    """The line of a project with this number in the table."""
    rows = project.items.planned().select_related("parent", "lead")
    found = rows.filter(pk=which).first()
    if found is not None:
        found.project = project
    return found


def period_of(project: Project, number: int) -> Period | None:
    """The reporting period of a project with this number."""
    found = project.periods.filter(number=number).first()
    if found is not None:
        found.project = project
    return found
