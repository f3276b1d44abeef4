"""Help for evaluations."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from mentorway.web.core.helping import Help, Step

HELP: Final = Help(
    about=_(
        "Here is found out what the programme changed for people, whether it was the programme, and what it "
        "cost. Every result says how sure it is."
    ),
    steps=(
        Step(
            _("Begin an evaluation with its cohorts and, if you can, with people to compare with."),
            "evaluation:new_evaluation",
        ),
        Step(_("Choose outcomes before the first answers are there.")),
        Step(_("Have people asked before, after, and some months later.")),
        Step(_("Note the costs, also the hours of people.")),
        Step(_("Compute a result, and decide what is kept and what is changed."), "evaluation:all_decisions"),
    ),
    asked=(
        (
            _("Why does it not say whether the programme works?"),
            _(
                "With few people, or without anybody to compare with, an honest answer is a range. The "
                "page says "
                "what would make it narrower."
            ),
        ),
    ),
)
