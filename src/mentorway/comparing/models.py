"""What is asked of a comparison and what it found; full precision, no words of any one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mentorway.evidence.psychometrics.invariance import Ladder, MeanDifference
from mentorway.evidence.psychometrics.items import ItemStatistics
from mentorway.evidence.psychometrics.licence import DEFAULT, Licence, Rules
from mentorway.evidence.psychometrics.models import Fit, Release
from mentorway.evidence.psychometrics.reliability import Alpha, Omega
from mentorway.wording import Message


@dataclass(frozen=True)
class Plan:
    """What to compare: no scales or groups named means all of them.

    `releases` names, scale by scale, the parameters that may differ between groups.
    """

    scales: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    several_factors: bool = True
    releases: Mapping[str, tuple[Release, ...]] = field(default_factory=lambda: MappingProxyType({}))
    rules: Rules = DEFAULT


@dataclass(frozen=True)
class ItemText:
    """An item as people were asked it; `texts` holds it by language where the codebook does."""

    name: str
    text: str
    texts: Mapping[str, str]
    reverse: bool


@dataclass(frozen=True, eq=False)
class GroupSummary:
    """One scale in one group; mean and sd are those of the mean answer over the items.

    `fit` is the one-factor model of this group alone; it is None where there are too few people or items.
    """

    name: str
    rows: int
    complete: int
    missing_share: float
    mean: float
    sd: float
    alpha: Alpha | None
    omega: Omega | None
    fit: Fit | None
    items: tuple[ItemStatistics, ...]
    warnings: tuple[Message, ...]


@dataclass(frozen=True, eq=False)
class ScaleComparison:
    """One scale, or several at once: groups each for itself, all in one ladder, and pair by pair.

    `ladder_note` says which groups are not in the ladder, or why there is none.
    """

    name: str
    low: int
    high: int
    items: tuple[ItemText, ...]
    groups: tuple[GroupSummary, ...]
    ladder: Ladder | None
    ladder_note: Message | None
    licences: tuple[Licence, ...]
    mean_differences: tuple[MeanDifference, ...]
    warnings: tuple[Message, ...]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Everything that was found in one set of answers, and what is needed to find it again."""

    title: str
    source: str
    data_hash: str
    group: str
    rows: int
    groups: tuple[str, ...]
    scales: tuple[ScaleComparison, ...]
    several_factors: ScaleComparison | None
    versions: Mapping[str, str]
    plan: Plan
