"""The comparison as a whole: put together, said in words, drawn and printed."""

from mentorway.comparing.compare import compare
from mentorway.comparing.models import Comparison, GroupSummary, ItemText, Plan, ScaleComparison

__all__ = ["Comparison", "GroupSummary", "ItemText", "Plan", "ScaleComparison", "compare"]
