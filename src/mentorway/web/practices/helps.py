"""Help for good practices and challenges."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from mentorway.web.core.helping import Help, Step

HELP: Final = Help(
    about=_(
        "Here good practices of mentoring are described so that others can use them, and challenges are read "
        "from what people said or wrote, and compared across countries."
    ),
    steps=(
        Step(
            _("Describe a practice: what it is for, how it works, and what shows that it works."),
            "practices:create",
        ),
        Step(_("Hand it in; two people of other partners review it."), "practices:reviews"),
        Step(_("Add material, such as interviews, from which challenges are read."), "practices:materials"),
        Step(
            _("Mark passages by the codebook; a second person does the same without seeing yours."),
            "practices:codings",
        ),
        Step(_("Count challenges by country, with how well the two agreed."), "practices:challenges"),
    ),
    asked=(
        (
            _("When does everybody see a practice?"),
            _("Once it was reviewed, accepted and published. Until then only those see it who work on it."),
        ),
    ),
)
