"""Observed scores of groups whose means are licensed: how far apart they lie, and whether that is chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from mentorway.comparing.models import GroupSummary, Plan
from mentorway.comparing.views import ScoreComparison, ScoreFamily, ScoreGroup, ScorePair
from mentorway.evidence.comparisons.after import MeansOfPair, games_howell
from mentorway.evidence.comparisons.effect_sizes import hedges_g
from mentorway.evidence.comparisons.equivalence import Equivalence, equivalent_means
from mentorway.evidence.comparisons.explained import explained
from mentorway.evidence.comparisons.groups import welch_anova, welch_t
from mentorway.evidence.comparisons.multiplicity import holm
from mentorway.evidence.psychometrics.invariance.licence import Licence, Verdict
from mentorway.wording import InvalidInputError, Message

MOST_FAMILIES, MOST_LOOKED_AT = 8, 1_000
CONFIDENCE_OF_SHARES = 0.90
Neighbours = Mapping[str, frozenset[str]]


def score_comparison(
    groups: Sequence[GroupSummary], licences: Sequence[Licence], plan: Plan
) -> ScoreComparison | None:
    """Compare the observed scores of the groups that may compare means.

    Parameters
    ----------
    groups : sequence of GroupSummary
        Mean and spread of everyone's mean answer, of those who answered every item.
    licences : sequence of Licence
        Every pair.
    plan : Plan
        What matters, and whether people are weighted or come by organisation, which is warned of.

    Returns
    -------
    ScoreComparison or None
        None where no pair may compare observed means; a pair with items set free may not.
        Groups stand side by side only in families of which every pair may; of more than eight families the
        largest are kept.
    """
    allowed = [(one.first, one.second) for one in licences if one.verdict is Verdict.MEANS]
    if not allowed:
        return None
    known = {one.name: ScoreGroup(one.name, one.complete, one.mean, one.sd) for one in groups}
    cliques = _families(allowed, [one.name for one in groups])
    families = tuple(_family([known[name] for name in names]) for names in cliques[:MOST_FAMILIES])
    return ScoreComparison(families, _pairs(known, allowed, plan), tuple(_warnings(licences, plan)))


def _families(pairs: Sequence[tuple[str, str]], order: Sequence[str]) -> list[list[str]]:
    """Groups of which every pair is allowed, none within another, the largest first (Bron and Kerbosch)."""
    near: Neighbours = {
        name: frozenset({a if b == name else b for a, b in pairs if name in (a, b)}) for name in order
    }
    found: list[frozenset[str]] = []
    _grow(near, frozenset(), (frozenset(name for name in order if near[name]), frozenset()), found)
    place = {name: index for index, name in enumerate(order)}
    named = [sorted(one, key=place.__getitem__) for one in found]
    return sorted(named, key=lambda names: (-len(names), [place[name] for name in names]))


def _grow(
    near: Neighbours,
    so_far: frozenset[str],
    left: tuple[frozenset[str], frozenset[str]],
    found: list[frozenset[str]],
) -> None:
    """Add to a family whoever fits all in it; `left` holds who may come, and who was tried before."""
    may, tried = left
    if len(found) >= MOST_LOOKED_AT:
        return
    if not may and not tried:
        found.append(so_far)
        return
    pivot = max(sorted(may | tried), key=lambda name: len(may & near[name]))
    for name in sorted(may - near[pivot]):
        _grow(near, so_far | {name}, (may & near[name], tried & near[name]), found)
        may, tried = may - {name}, tried | {name}


def _family(groups: Sequence[ScoreGroup]) -> ScoreFamily:
    n, mean, sd = _moments(groups)
    nothing = (None,) * 8
    try:
        test = welch_anova(n, mean, sd)
        shares = explained(n, mean, sd, confidence=CONFIDENCE_OF_SHARES)
    except InvalidInputError as refusal:
        return ScoreFamily(tuple(groups), *nothing, warnings=(refusal.message,))
    return ScoreFamily(
        groups=tuple(groups),
        statistic=test.statistic,
        df1=test.df1,
        df2=test.df2,
        p=test.p,
        eta_squared=shares.eta_squared,
        omega_squared=shares.omega_squared,
        low=shares.low,
        high=shares.high,
        warnings=(*test.warnings, *shares.warnings),
    )


def _pairs(
    known: Mapping[str, ScoreGroup], allowed: Sequence[tuple[str, str]], plan: Plan
) -> tuple[ScorePair, ...]:
    """Every licensed pair; the intervals hold for all pairs of the groups that are in any of them."""
    involved = [group for name, group in known.items() if any(name in pair for pair in allowed)]
    all_pairs = dict(
        zip(
            combinations((group.name for group in involved), 2),
            games_howell(*_moments(involved)).pairs,
            strict=True,
        )
    )
    found = [
        _pair((known[first], known[second]), all_pairs[first, second], plan) for first, second in allowed
    ]
    return _raised(found)


def _pair(pair: tuple[ScoreGroup, ScoreGroup], together: MeansOfPair, plan: Plan) -> ScorePair:
    first, second = pair
    turned = _moments((second, first))
    alone, size = welch_t(*turned), hedges_g(*turned)
    return ScorePair(
        first=first.name,
        second=second.name,
        difference=-together.difference,
        low=-together.high,
        high=-together.low,
        df=together.df,
        p=together.p,
        t=alone.statistic,
        p_alone=alone.p,
        p_holm=None,
        g=size.value,
        g_low=size.low,
        g_high=size.high,
        equivalence=_equivalence(turned, plan.matters) if plan.matters else None,
    )


def _equivalence(turned: tuple[list[int], list[float], list[float]], matters: float) -> Equivalence:
    return equivalent_means(*turned, bounds=(-matters, matters))


def _raised(pairs: Sequence[ScorePair]) -> tuple[ScorePair, ...]:
    known = [pair.p_alone for pair in pairs if pair.p_alone is not None]
    raised = iter(holm(known).tolist()) if known else iter(())
    return tuple(pair if pair.p_alone is None else replace(pair, p_holm=next(raised)) for pair in pairs)


def _moments(groups: Sequence[ScoreGroup]) -> tuple[list[int], list[float], list[float]]:
    return [one.n for one in groups], [one.mean for one in groups], [one.sd for one in groups]


def _warnings(licences: Sequence[Licence], plan: Plan) -> list[Message]:
    said = []
    if any(one.verdict is Verdict.PARTIAL_MEANS for one in licences):
        said.append(
            Message(
                "Pairs that may compare means only with some items set free are left out here, because "
                "observed scores hold these items too. Their latent means may be compared."
            )
        )
    if plan.weight or plan.cluster:
        said.append(
            Message(
                "Observed scores count everyone who answered every item once, and treat people as "
                "independent. The latent means heed the weights and organisations."
            )
        )
    return said
