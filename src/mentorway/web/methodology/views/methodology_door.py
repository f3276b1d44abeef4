"""What the pages of a methodology have in common."""

from collections.abc import Sequence

from django.contrib import messages
from django.utils.translation import gettext as _

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.methodology import rules
from mentorway.web.methodology.models import Methodology
from mentorway.web.methodology.translated import METHODOLOGY_OWNER, methodology_frame

__all__ = ["frame", "look", "tell_taken", "work"]

frame = methodology_frame


def work(request: MemberRequest, pk: int) -> Methodology:
    """Return a methodology that the person may work on."""
    row: Methodology = access.fetch(request.user, METHODOLOGY_OWNER.rows, may=rules.may_work, pk=pk)
    return row


def look(request: MemberRequest, pk: int) -> Methodology:
    """Return a methodology that the person may look at."""
    row: Methodology = access.fetch(request.user, METHODOLOGY_OWNER.rows, pk=pk)
    return row


def tell_taken(request: MemberRequest, names: Sequence[str]) -> None:
    """Say which changes of somebody else were kept beside one's own, if there are any."""
    if names:
        sentence = _("Somebody else has changed this meanwhile. What they changed is kept too: %(fields)s.")
        messages.info(request, sentence % {"fields": ", ".join(names)})
