"""Tables of the plan."""

from mentorway.web.plan.models.evidence import SOURCES, Evidence
from mentorway.web.plan.models.items import Baseline, Bound, Dependency, Effort, Item, Kind, Link
from mentorway.web.plan.models.levelling import Levelling
from mentorway.web.plan.models.projects import DAYS_IN_BIN, Project, ProjectPartner
from mentorway.web.plan.models.reporting import Budget, BudgetLine, Period, PlanEvent, Spent, Worked

__all__ = [
    "DAYS_IN_BIN",
    "SOURCES",
    "Baseline",
    "Bound",
    "Budget",
    "BudgetLine",
    "Dependency",
    "Effort",
    "Evidence",
    "Item",
    "Kind",
    "Levelling",
    "Link",
    "Period",
    "PlanEvent",
    "Project",
    "ProjectPartner",
    "Spent",
    "Worked",
]
