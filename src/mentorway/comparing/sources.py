"""Where a comparison has its numbers from: stored answers, or sums that others sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from mentorway.comparing.models import Plan
from mentorway.comparing.ways import Way
from mentorway.evidence.psychometrics.factors.scoring import Heed
from mentorway.moments import Reduction


@dataclass(frozen=True)
class About:
    """What the answers are called, where they come from, and their fingerprint."""

    title: str
    source: str
    data_hash: str


class Source(Protocol):
    """What a comparison asks for: counts and sums of every scale, and groups ready to be fitted."""

    @property
    def weighted(self) -> bool:
        """Whether people can be weighted."""
        ...

    def reductions(self, plan: Plan, progress: Callable[[float], None]) -> tuple[Reduction, ...]:
        """Return counts, sums and products of every block in every group that the plan asks for."""
        ...

    def ways(self, plan: Plan, reductions: Sequence[Reduction], heed: Heed) -> list[Way]:
        """Return the groups of every block, ready to be fitted as the plan says."""
        ...
