"""The comparison as a whole: put together, said in words, drawn and printed."""

from mentorway.comparing.choosing import plan_problems
from mentorway.comparing.compare import compare
from mentorway.comparing.models import (
    Comparison,
    GroupSummary,
    ItemText,
    Missing,
    Plan,
    ScaleComparison,
)
from mentorway.comparing.rules import PRESETS, Preset, preset_of
from mentorway.comparing.views import (
    Association,
    GroupAnswers,
    ItemAnswers,
    ItemPair,
    ScoreComparison,
    ScoreFamily,
    ScoreGroup,
    ScorePair,
    Sensitivity,
    Variant,
    VariantPair,
)

__all__ = [
    "PRESETS", "Association", "Comparison", "GroupAnswers", "GroupSummary", "ItemAnswers", "ItemPair",
    "ItemText", "Missing", "Plan", "Preset", "ScaleComparison", "ScoreComparison", "ScoreFamily",
    "ScoreGroup", "ScorePair", "Sensitivity", "Variant", "VariantPair", "compare", "plan_problems",
    "preset_of",
]  # fmt: skip
