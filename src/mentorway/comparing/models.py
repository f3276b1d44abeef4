"""What is asked of a comparison and what it found; full precision, no words of any one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from mentorway.comparing.views import Association, ItemAnswers, ScoreComparison, Sensitivity
from mentorway.evidence.psychometrics.factors.models import Fit, Release
from mentorway.evidence.psychometrics.invariance.ladder import Ladder, MeanDifference
from mentorway.evidence.psychometrics.invariance.licence import DEFAULT, Licence, Rules, Verdict
from mentorway.evidence.psychometrics.items import ItemStatistics
from mentorway.evidence.psychometrics.reliability import Alpha, Omega
from mentorway.wording import Message


class Missing(StrEnum):
    """What is done with people who left out an item: they are left out, or what they did answer counts."""

    COMPLETE = "complete"
    FIML = "fiml"


@dataclass(frozen=True)
class Plan:
    """What to compare: no scales or groups named means all of them.

    `releases` names, scale by scale, the parameters that may differ between groups. `by` is the fact whose
    values are the groups, the column the answers were stored by if empty; `where` keeps only people with
    these values of a fact. `cluster` is the fact that names each person's organisation. `matters` is the
    smallest difference that matters, in points of an answer; 0 asks nothing. `sensitivity` repeats the
    comparison in every other way that these answers allow.
    """

    scales: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    several_factors: bool = True
    releases: Mapping[str, tuple[Release, ...]] = field(default_factory=lambda: MappingProxyType({}))
    rules: Rules = DEFAULT
    by: str = ""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    cluster: str = ""
    weight: bool = False
    missing: Missing = Missing.COMPLETE
    ordinal: bool = False
    sensitivity: bool = False
    matters: float = 0.0


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

    `ladder_note` says which groups are not in the ladder, or why there is none. `scores` are there where the
    means of a pair are licensed in full, `answers` always, `associations` only where several scales share a
    model.
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
    scores: ScoreComparison | None = None
    answers: tuple[ItemAnswers, ...] = ()
    associations: tuple[Association, ...] = ()
    sensitivity: Sensitivity | None = None

    def licensed(self, first: str, second: str) -> Licence | None:
        """Return the licence of two groups, in whichever order they are named."""
        pair = {first, second}
        return next((one for one in self.licences if {one.first, one.second} == pair), None)

    @property
    def all_means_licensed(self) -> bool:
        """Whether the observed means of all groups may stand side by side, because those of every pair may.

        Where some items are set free, only latent means may be compared: observed ones hold these items too.
        """
        every = all(one.verdict is Verdict.MEANS for one in self.licences)
        return every and (bool(self.licences) or len(self.groups) == 1)


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
