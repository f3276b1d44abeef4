"""Tables of evaluation."""

from mentorway.web.evaluation.models.arms import Assigned, How
from mentorway.web.evaluation.models.asking import AskedWave, Asking
from mentorway.web.evaluation.models.evaluations import (
    DAYS_IN_BIN,
    LASTING,
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
from mentorway.web.evaluation.models.mentoring_models import MentoringModel, PilotModel
from mentorway.web.evaluation.models.money import Benefit, CostKind, CostLine, PriceLevel, Rate
from mentorway.web.evaluation.models.voices import Coded, Speakers, Theme, VoiceQuestion

__all__ = [
    "DAYS_IN_BIN",
    "DECISION_MOVES",
    "LASTING",
    "UNDER_WAY",
    "AskedWave",
    "Asking",
    "Assigned",
    "Benefit",
    "Coded",
    "CostKind",
    "CostLine",
    "Decision",
    "DecisionState",
    "Evaluation",
    "EvaluationRevision",
    "How",
    "MentoringModel",
    "Others",
    "Outcome",
    "PilotModel",
    "PriceLevel",
    "Rate",
    "Result",
    "Speakers",
    "Stage",
    "Theme",
    "VoiceQuestion",
]
