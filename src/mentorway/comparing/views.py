"""What is shown besides the licence: observed scores, answers item by item, correlations, other ways."""

from __future__ import annotations

from dataclasses import dataclass

from mentorway.evidence.comparisons.equivalence import Equivalence
from mentorway.evidence.psychometrics.invariance.licence import Verdict
from mentorway.wording import Message


@dataclass(frozen=True)
class ScoreGroup:
    """The mean answer of the people of one group who answered every item, and its spread (divisor n - 1)."""

    name: str
    n: int
    mean: float
    sd: float


@dataclass(frozen=True)
class ScoreFamily:
    """Groups of which every pair may compare means, as many as possible, and the test that none differs.

    Welch's F and its degrees of freedom; the shares of variance between groups have a 90 % interval, which
    leaves out 0 where the classical F test is below 5 %. All are None where nobody differs within groups.
    """

    groups: tuple[ScoreGroup, ...]
    statistic: float | None
    df1: float | None
    df2: float | None
    p: float | None
    eta_squared: float | None
    omega_squared: float | None
    low: float | None
    high: float | None
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True)
class ScorePair:
    """The second group's mean minus the first's, in points; only of pairs whose means are licensed in full.

    `low`, `high`, `df` and `p` are Games and Howell's, for all pairs together. `t` and `p_alone` are Welch's
    test of this pair, `p_holm` raised for all licensed pairs. `g` is Hedges' g, in standard deviations.
    """

    first: str
    second: str
    difference: float
    low: float
    high: float
    df: float
    p: float | None
    t: float | None
    p_alone: float | None
    p_holm: float | None
    g: float | None
    g_low: float | None
    g_high: float | None
    equivalence: Equivalence | None = None


@dataclass(frozen=True)
class ScoreComparison:
    """Observed scores, as far as the licence allows to lay them side by side."""

    families: tuple[ScoreFamily, ...]
    pairs: tuple[ScorePair, ...]
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True)
class GroupAnswers:
    """How often each answer was given in one group, the lowest first, reversed items already turned.

    `tested` says whether the group is large enough for tests.
    """

    group: str
    n: int
    missing: int
    counts: tuple[int, ...]
    tested: bool


@dataclass(frozen=True)
class ItemPair:
    """Cliff's delta of one item: above 0 where people of the second group answer higher."""

    first: str
    second: str
    delta: float
    low: float
    high: float
    equivalence: Equivalence | None = None


@dataclass(frozen=True)
class ItemAnswers:
    """One item in every group, and Kruskal and Wallis's test of the groups that are large enough.

    `p_holm` is raised for all items of the scale. `pairs` are those whose observed means on the scale
    may not be compared.
    """

    item: str
    groups: tuple[GroupAnswers, ...]
    statistic: float | None = None
    df: int | None = None
    p: float | None = None
    p_holm: float | None = None
    epsilon_squared: float | None = None
    pairs: tuple[ItemPair, ...] = ()
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Association:
    """How two scales go together in each of two groups that may compare associations.

    Correlations of the factors with 95 % intervals; `difference` is that of the second group minus the
    first's. Intervals are None where the way of fitting gives none.
    """

    first: str
    second: str
    factor: str
    other: str
    of_first: float
    of_first_low: float | None
    of_first_high: float | None
    of_second: float
    of_second_low: float | None
    of_second_high: float | None
    difference: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class VariantPair:
    """What one way of doing it says of one pair: the verdict, what each step costs, and the difference.

    The difference between latent means, second minus first in standard deviations, is there only where this
    way licenses it.
    """

    first: str
    second: str
    verdict: Verdict
    cautious: bool
    cfi_metric: float | None
    cfi_scalar: float | None
    difference: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Variant:
    """One way of doing the comparison; `failed` says why it could not be done."""

    key: str
    name: Message
    pairs: tuple[VariantPair, ...]
    failed: Message | None = None


@dataclass(frozen=True)
class Sensitivity:
    """The comparison done in several ways, the way of the plan first."""

    variants: tuple[Variant, ...]
