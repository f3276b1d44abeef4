"""What the workbench of translation knows of questionnaires and methodologies."""

from typing import Any

from django.conf import settings

from mentorway.web.accounts.models import User
from mentorway.web.methodology import rules
from mentorway.web.methodology.analysis import drafts, methodology_texts
from mentorway.web.methodology.analysis.methodologies import core_of
from mentorway.web.methodology.analysis.texts import texts_of
from mentorway.web.methodology.models import Methodology, Questionnaire
from mentorway.web.translation.analysis.texts import Text
from mentorway.web.translation.owners import Owner
from mentorway.web.translation.queries import source_of


def texts(questionnaire: Questionnaire) -> list[Text]:
    """Return the texts of a questionnaire in its source language."""
    return texts_of(drafts.found(questionnaire.workbook), str(source_of(questionnaire.document)))


def frame(user: User, questionnaire: Questionnaire) -> dict[str, Any]:
    """Return what every page of a questionnaire shows around its content."""
    return {
        "questionnaire": questionnaire,
        "at_work": rules.may_work(user, questionnaire),
        "in_charge": rules.may_dispose(user, questionnaire),
    }


OWNER = Owner(
    app="methodology",
    rows=Questionnaire.objects.select_related("partner", "document"),
    texts=texts,
    may_work=rules.may_work,
    frame=frame,
)


def methodology_texts_of(methodology: Methodology) -> list[Text]:
    """Return the texts of a methodology in its source language."""
    return methodology_texts.texts_of(core_of(methodology))


def methodology_frame(user: User, methodology: Methodology) -> dict[str, Any]:
    """Return what every page of a methodology shows around its content."""
    return {
        "methodology": methodology,
        "at_work": rules.may_work(user, methodology),
        "in_charge": rules.may_dispose(user, methodology),
    }


METHODOLOGY_OWNER = Owner(
    app="methodology",
    section="methodology",
    rows=Methodology.objects.select_related("partner", "document"),
    texts=methodology_texts_of,
    may_work=rules.may_work,
    frame=methodology_frame,
    offers=settings.LANGUAGES,
)
