"""What the pages of this activity have in common."""

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.methodology import rules
from mentorway.web.methodology.models import Questionnaire
from mentorway.web.methodology.translated import frame

__all__ = ["frame", "look", "work"]


def work(request: MemberRequest, pk: int) -> Questionnaire:
    """Return a questionnaire that the person may work on."""
    row: Questionnaire = access.fetch(request.user, Questionnaire.objects, may=rules.may_work, pk=pk)
    return row


def look(request: MemberRequest, pk: int) -> Questionnaire:
    """Return a questionnaire that the person may look at."""
    rows = Questionnaire.objects.select_related("partner")
    return access.fetch(request.user, rows, pk=pk)
