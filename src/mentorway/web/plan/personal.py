"""What is kept about people in plans: who began, changed and asked for something. Nobody's time is kept."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from mentorway.web.core.personal import Free, Viewer, authored
from mentorway.web.plan.models import Baseline, Levelling, PlanEvent, Project

SEEN: Final = (Viewer.MEMBERS, Viewer.COORDINATORS)
BY_PARTNER: Final = _("Days and money of partners, not of people.")
PERSONAL = (
    authored(
        Project,
        _("Projects that you began"),
        ("created_by",),
        tells=("title", "created"),
        texts=(
            "title",
            "purpose",
            "funder",
            "reference",
            "search_text",
        ),
        seen_by=SEEN,
    ),
    authored(
        Baseline,
        _("Dates that you kept as a baseline"),
        ("by",),
        tells=("title", "at"),
        texts=("title",),
        seen_by=SEEN,
    ),
    authored(
        Levelling,
        _("Searches for better dates that you asked for"),
        ("by",),
        tells=("number", "created"),
        seen_by=SEEN,
    ),
    authored(
        PlanEvent,
        _("Changes of plans that you made"),
        ("by",),
        tells=("at",),
        texts=("what",),
        seen_by=SEEN,
    ),
    Free("plan.ProjectPartner", _("Which partners work in a project.")),
    Free("plan.Item", _("Lines of a plan belong to partners.")),
    Free("plan.Dependency", _("Which line depends on which.")),
    Free("plan.Effort", BY_PARTNER),
    Free("plan.Evidence", _("What a line rests on.")),
    Free("plan.Budget", BY_PARTNER),
    Free("plan.Period", _("Reporting periods of a project.")),
    Free("plan.Worked", BY_PARTNER),
    Free("plan.Spent", BY_PARTNER),
)
