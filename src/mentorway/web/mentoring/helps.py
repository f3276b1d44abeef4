"""Help for mentoring rounds."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from mentorway.web.core.helping import Help, Step

HELP: Final = Help(
    about=_(
        "Here mentees and mentors are matched and work together. Those who run a round see dates and counts; "
        "what a pair writes stays with the pair."
    ),
    steps=(
        Step(_("Begin a round and say what people are asked."), "mentoring:new_round"),
        Step(_("Open it, and send people the address at which they join.")),
        Step(_("Say what makes a good pair, compute matchings and compare them.")),
        Step(_("Propose pairs: both sides accept before anything begins.")),
        Step(_("See on the board which pairs are silent, and help where somebody wants to talk.")),
    ),
    asked=(
        (
            _("Can I read what a pair has noted?"),
            _(
                "No. Goals, notes and agreements are read by the pair only. You see how many there are, "
                "and when."
            ),
        ),
    ),
)
