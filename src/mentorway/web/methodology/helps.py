"""Help for methodologies, questionnaires and instruments."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from mentorway.web.core.helping import Help, Step

HELP: Final = Help(
    about=_(
        "Here is decided what is measured and how: indicators with their formulas, questionnaires in every "
        "language, and instruments of others with the permission to use them."
    ),
    steps=(
        Step(
            _("Write a methodology: what shall be reached, and by which indicators it shows."),
            "methodology:methodology:list",
        ),
        Step(_("Write a questionnaire here, or bring one in as an XLSForm."), "methodology:questionnaires"),
        Step(_("Have it translated: two translate, one reviews, one decides.")),
        Step(_("Note the permission for instruments that are not free."), "methodology:instruments"),
        Step(_("Publish a version: only what is published can be asked.")),
    ),
    asked=(
        (
            _("Why can a published version not be changed?"),
            _("Answers belong to the words that were asked. Change the draft and publish the next version."),
        ),
    ),
)
