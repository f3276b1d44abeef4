"""Help for results."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from mentorway.web.core.helping import Help, Step

HELP: Final = Help(
    about=_(
        "Here findings become public: claims with the chain of evidence under them, news, events, open "
        "data and "
        "letters to readers."
    ),
    steps=(
        Step(_("Choose a number and write the claim that it supports."), "dissemination:new_claim"),
        Step(_("Have a second person read and publish it.")),
        Step(_("Write news, events and materials."), "dissemination:entries"),
        Step(_("Prepare open data: it is attacked before anybody else can do so."), "dissemination:releases"),
        Step(_("Note what you did to be heard, and what came of it."), "dissemination:outreach"),
    ),
    asked=(
        (
            _("What happens to a claim when its evidence is withdrawn?"),
            _("Readers are told at once, on its page. It can be withdrawn, or pointed at other evidence."),
        ),
    ),
)
