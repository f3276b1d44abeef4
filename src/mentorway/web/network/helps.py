"""Help for the network of partners."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from mentorway.web.core.helping import Help, Step

HELP: Final = Help(
    about=_(
        "Here stand the partners of the programme and their people, what partners have agreed, and how they "
        "meet. Everything else belongs to one of these partners."
    ),
    steps=(
        Step(_("Add the partners, one by one or from a table."), "network:partners"),
        Step(_("On the page of a partner, bring in its people: each gets a letter with a way in.")),
        Step(_("Write agreements, offer them, and see when they end."), "network:agreements"),
        Step(_("Plan visits with agenda, people, minutes and what follows."), "network:visits"),
        Step(_("Look at how partners are tied by what they did together."), "network:ties"),
    ),
    asked=(
        (
            _("Who sees what my partner has?"),
            _("The people of your partner, and coordinators. Others see it once your partner shares it."),
        ),
    ),
)
