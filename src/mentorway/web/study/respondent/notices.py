"""What a person reads who cannot go on: what is so, and what can be done."""

from dataclasses import dataclass, replace
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentorway.web.study.analysis import times
from mentorway.web.study.models import Draft, Study
from mentorway.web.study.respondent.refusing import Reason

FORBIDDEN: Final = 403
NOT_FOUND: Final = 404
CONFLICT: Final = 409
LATER: Final = 429
KEPT: Final = _("What you answered so far is kept. Nothing of it is lost.")


@dataclass(frozen=True)
class Notice:
    """A heading, whole sentences, the status that goes with them, the name of a button if there is one."""

    heading: str | Promise
    texts: tuple[str | Promise, ...]
    status: int = FORBIDDEN
    step: str | Promise = ""


NOTICES: Final = {
    Reason.UNKNOWN: Notice(
        _("This link leads nowhere"),
        (_("Perhaps a part of it is missing. Open it again from where you got it, or ask whoever sent it."),),
        NOT_FOUND,
    ),
    Reason.WRONG_CODE: Notice(
        _("This code is not known"),
        (_("Look at it once more and type it again. If it stays unknown, ask whoever gave it to you."),),
        NOT_FOUND,
    ),
    Reason.BUSY: Notice(
        _("Please wait a minute"), (_("Many wrong codes were typed just now. Try again in a minute."),), LATER
    ),
    Reason.EARLY: Notice(
        _("This questionnaire is not open yet"), (_("Come back later with the same link."),)
    ),
    Reason.CLOSED: Notice(
        _("This questionnaire is closed"), (_("Answers are not taken any more. Thank you for coming."),)
    ),
    Reason.FULL: Notice(
        _("Enough people have answered"),
        (_("As many answers as are needed have come in. Thank you for being ready to take part."),),
    ),
    Reason.USED: Notice(
        _("This code has been used"),
        (_("Answers were sent with it, and it works once. If it was not you, ask for a new code."),),
    ),
    Reason.ANSWERED: Notice(
        _("You have answered already"), (_("Your answers have arrived. Each person answers once."),)
    ),
    Reason.OLDER: Notice(
        _("The questions have been improved"),
        (_("Since you began, some texts or questions have changed. Go on: your answers stay."),),
        CONFLICT,
        _("Go on"),
    ),
    Reason.LANGUAGE: Notice(
        _("Choose another language"),
        (_("The language in which you began is not offered any more."),),
        CONFLICT,
        _("Go on"),
    ),
    Reason.GONE: Notice(
        _("There is nothing behind this link any more"),
        (_("The answers were sent, or they were deleted because nobody came back for a long time."),),
        NOT_FOUND,
    ),
}  # fmt: skip


def notice_of(reason: Reason, about: Study | Draft | None) -> Notice:
    """Return what to say; who comes early reads when it opens, who has begun that nothing is lost."""
    found = NOTICES[reason]
    study = study_of(about)
    opens = times.next_opening(study) if study and reason == Reason.EARLY else ""
    if opens:
        when = gettext("It opens on %(day)s.") % {"day": opens}
        found = replace(found, texts=(when, *found.texts))
    if not isinstance(about, Draft):
        return found
    return replace(found, texts=(*found.texts, KEPT))


def study_of(about: Study | Draft | None) -> Study | None:
    """Return the study that it is about, if that is known."""
    return about.wave.study if isinstance(about, Draft) else about
