"""Questionnaires, their versions, and the instruments that questions come from."""

from mentorway.web.methodology.models.instruments import Instrument, InstrumentQuerySet, Proof, ProofQuerySet
from mentorway.web.methodology.models.questionnaires import (
    DAYS_IN_BIN,
    REVISIONS_KEPT,
    Questionnaire,
    QuestionnaireBin,
    QuestionnaireQuerySet,
    Revision,
    Version,
    VersionQuerySet,
)

__all__ = [
    "DAYS_IN_BIN",
    "REVISIONS_KEPT",
    "Instrument",
    "InstrumentQuerySet",
    "Proof",
    "ProofQuerySet",
    "Questionnaire",
    "QuestionnaireBin",
    "QuestionnaireQuerySet",
    "Revision",
    "Version",
    "VersionQuerySet",
]
