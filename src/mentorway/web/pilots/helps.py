"""Help for cohorts that take a programme."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from mentorway.web.core.helping import Help, Step

HELP: Final = Help(
    about=_(
        "Here groups take a programme: people apply, get a seat, come to meetings, hand in work and get a "
        "certificate that anybody can check."
    ),
    steps=(
        Step(_("Begin a cohort with a published edition."), "pilots:new_cohort"),
        Step(_("Plan the meetings, and open the cohort for applications.")),
        Step(_("Give seats. People who take part need no account: each has a page of their own.")),
        Step(_("Note who was there, with the day’s page on your phone."), "pilots:day"),
        Step(_("Issue certificates to those who completed the training.")),
    ),
    asked=(
        (
            _("Somebody has lost the address of their page. What can I do?"),
            _("Send them a new letter from their page in the cohort. The old address can be ended there."),
        ),
    ),
)
