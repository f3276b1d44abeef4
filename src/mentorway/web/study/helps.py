"""Help for studies."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from mentorway.web.core.helping import Help, Step

HELP: Final = Help(
    about=_(
        "Here people are asked with a published questionnaire: by a link, by letter, with codes on paper or "
        "with a device. You see how many have answered, never who answered what."
    ),
    steps=(
        Step(_("Begin a study with a published questionnaire."), "study:create"),
        Step(_("Write for what the answers are used: people agree to it before they answer.")),
        Step(_("Say how many answers you want from each country and sector, and when to ask.")),
        Step(_("Open the study and invite people.")),
        Step(_("Take the answers along as files, or hand them on to a comparison.")),
    ),
    asked=(
        (
            _("Can somebody find out what I answered?"),
            _(
                "No. Who was invited and what was answered are kept apart, with nothing that joins them, and "
                "small groups are not shown."
            ),
        ),
    ),
)
