"""Answers in editions, the analyses asked of them, their versions, and what was found."""

from mentorway.web.comparison.models.answers import DAYS_IN_BIN, RAW_KEPT, SUMS, Dataset, Edition, State
from mentorway.web.comparison.models.comparisons import (
    UNDER_WAY,
    Analysis,
    Comparison,
    ComparisonQuerySet,
    Finding,
    Stage,
)

__all__ = [
    "DAYS_IN_BIN", "RAW_KEPT", "SUMS", "UNDER_WAY", "Analysis", "Comparison", "ComparisonQuerySet", "Dataset",
    "Edition", "Finding", "Stage", "State",
]  # fmt: skip
