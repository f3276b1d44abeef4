"""Reads for the outlook of a plan: the partners by short name, and the baseline that counts."""

from collections.abc import Sequence

from mentorway.web.plan.models import Baseline, Project, ProjectPartner, Worked
from mentorway.web.plan.queries.people import worked_of
from mentorway.web.plan.queries.projects import baselines_of, partners_of


def working(project: Project) -> list[ProjectPartner]:
    """The partners for whom person-days are planned."""
    planned = project.items.planned().filter(efforts__days__gt=0).values("efforts__partner")
    return list(partners_of(project).filter(partner__in=planned))


def baselines(project: Project) -> Sequence[Baseline]:
    """The baselines of a project, the newest first."""
    return list(baselines_of(project))


def worked(project: Project) -> list[Worked]:
    """What was worked, with its periods."""
    return list(worked_of(project))
