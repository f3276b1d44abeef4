"""Tables of evaluation."""

from mentorway.web.evaluation.models.evaluations import (
    DAYS_IN_BIN,
    AskedWave,
    Asking,
    Evaluation,
    EvaluationRevision,
    Others,
    Outcome,
)
from mentorway.web.evaluation.models.findings import (
    DECISION_MOVES,
    UNDER_WAY,
    Decision,
    DecisionState,
    Result,
    Stage,
)
from mentorway.web.evaluation.models.money import Benefit, CostKind, CostLine, PriceLevel, Rate
from mentorway.web.evaluation.models.voices import Coded, Theme, VoiceQuestion

__all__ = [
    "DAYS_IN_BIN",
    "DECISION_MOVES",
    "UNDER_WAY",
    "AskedWave",
    "Asking",
    "Benefit",
    "Coded",
    "CostKind",
    "CostLine",
    "Decision",
    "DecisionState",
    "Evaluation",
    "EvaluationRevision",
    "Others",
    "Outcome",
    "PriceLevel",
    "Rate",
    "Result",
    "Stage",
    "Theme",
    "VoiceQuestion",
]
