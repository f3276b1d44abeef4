"""Help for training programmes."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from mentorway.web.core.helping import Help, Step

HELP: Final = Help(
    about=_(
        "Here the programme for mentors is written: modules, sessions and what people can do afterwards, "
        "each "
        "resting on a good practice or a finding."
    ),
    steps=(
        Step(_("Write a programme, or begin with one that others share."), "training:programmes"),
        Step(_("Give every module its learning outcomes, its sessions and how it is assessed.")),
        Step(_("Cite the practices and findings on which it rests.")),
        Step(_("Have it translated, and publish an edition.")),
        Step(_("Take it along as a handbook, or for your learning platform.")),
    ),
    asked=(
        (
            _("What happens to cohorts when I change the programme?"),
            _("Nothing. A cohort keeps the edition with which it began; the next cohort takes the new one."),
        ),
    ),
)
