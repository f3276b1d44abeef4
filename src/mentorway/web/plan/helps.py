"""Help for the plan."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from mentorway.web.core.helping import Help, Step

HELP: Final = Help(
    about=_(
        "Here stand work packages, tasks, deliverables and milestones with their dates, people and money, "
        "and "
        "what is told to the funder."
    ),
    steps=(
        Step(
            _("Begin a project from the template of nine activities, or bring in a plan."), "plan:new_project"
        ),
        Step(_("Say how long tasks take and what they wait for: dates follow.")),
        Step(_("Say how far each task is; what shows it is linked.")),
        Step(_("Look at the outlook: how likely the end is, and who has too much to do.")),
        Step(_("Write the report of a period from what is there.")),
    ),
    asked=(
        (
            _("Why can I not type the date on which a task begins?"),
            _(
                "Dates follow from what a task waits for. If it must not begin before a day, say so in the "
                "task; "
                "then the plan shows what that moves."
            ),
        ),
    ),
)
