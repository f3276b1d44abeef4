"""Help for comparisons."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from mentorway.web.core.helping import Help, Step

HELP: Final = Help(
    about=_(
        "Here answers of several countries are compared, as far as measurement allows. For each scale and "
        "each "
        "pair of countries a licence says what may be compared, and why not where it may not."
    ),
    steps=(
        Step(
            _("Give a file of answers with its codebook, or take answers over from a study."),
            "comparison:upload",
        ),
        Step(_("Check what was read, and choose groups and scales.")),
        Step(_("Read what may be compared before you look at any number.")),
        Step(
            _(
                "Where only a few items stand in the way, set them free and give the reason: a new version "
                "is made."
            )
        ),
        Step(_("Take the report along, or make a claim of a number."), "dissemination:new_claim"),
    ),
    asked=(
        (
            _("Why is there no ranking?"),
            _(
                "Because the questions did not work alike in all groups, or too few people answered. A "
                "difference could then come from the questions and not from the people."
            ),
        ),
    ),
)
