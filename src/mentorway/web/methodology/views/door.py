"""What the pages of this activity have in common."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.methodology import queries, rules
from mentorway.web.methodology.analysis import drafts
from mentorway.web.methodology.analysis.texts import Text, texts_of
from mentorway.web.methodology.models import Language, Questionnaire


def words_of(request: MemberRequest) -> str:
    """Return what somebody searches for."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:200]


def frame(user: User, questionnaire: Questionnaire) -> dict[str, Any]:
    """Return what every page of a questionnaire shows around its content."""
    return {
        "questionnaire": questionnaire,
        "at_work": rules.may_work(user, questionnaire),
        "in_charge": rules.may_dispose(user, questionnaire),
    }


def work(request: MemberRequest, pk: int) -> Questionnaire:
    """Return a questionnaire that the person may work on."""
    row: Questionnaire = access.fetch(request.user, Questionnaire.objects, may=rules.may_work, pk=pk)
    return row


def look(request: MemberRequest, pk: int) -> Questionnaire:
    """Return a questionnaire that the person may look at."""
    rows = Questionnaire.objects.select_related("partner")
    return access.fetch(request.user, rows, pk=pk)


def target(request: MemberRequest, pk: int, code: str, may: Any = rules.may_look_at_work) -> Language:
    """Return a language that a questionnaire is translated into."""
    rows = Language.objects.select_related("questionnaire__partner")
    language = access.fetch(request.user, rows, questionnaire=pk, code=code)
    if language.is_source:
        raise Http404
    return access.fetch(request.user, rows, may=may, pk=language.pk)


def texts(questionnaire: Questionnaire) -> list[Text]:
    """Return the texts of a questionnaire in its source language."""
    source = str(queries.source_of(questionnaire))
    return texts_of(drafts.found(questionnaire.workbook), source)


def text(those: list[Text], digest: str) -> Text:
    """Return the text that an address names, if the questionnaire has it."""
    for one in those:
        if one.digest == digest:
            return one
    raise Http404(_("The questionnaire has no such text."))
