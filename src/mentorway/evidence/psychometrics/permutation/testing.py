"""Permutation test of invariance: how much fit would be lost if groups were dealt out by lot."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mentorway.evidence.psychometrics.factors.factor_input import check_model, check_moments, check_releases
from mentorway.evidence.psychometrics.factors.models import (
    ConvergenceError,
    FactorModel,
    Kind,
    Level,
    Matrix,
    Release,
)
from mentorway.evidence.psychometrics.permutation.fits import Changes, Compared, Nested, nested_of
from mentorway.evidence.psychometrics.permutation.pool import Pool, pool_of, ways_to_deal
from mentorway.evidence.psychometrics.robust.units import Units, moments_of, scale_of, units_in
from mentorway.wording import InvalidInputError, Message

Watched = Callable[[int, int], None]
SAME = 1e-9  # share by which a difference may be smaller and still count as as large
FEWEST = 19
SPARE = 0.2  # share of permutations that may fail to settle and are drawn again


@dataclass(frozen=True)
class PermutationPlan:
    """Which two levels are compared, what is free at both, and how many times units are dealt out."""

    looser: Level = Level.CONFIGURAL
    tighter: Level = Level.METRIC
    releases: tuple[Release, ...] = ()
    permutations: int = 999


@dataclass(frozen=True)
class PermutedItem:
    """A parameter's score test over all groups, and how often chance makes the strongest of all so strong."""

    kind: Kind
    item: str
    chi_square: float
    p: float


@dataclass(frozen=True, eq=False)
class Permutation:
    """What the tighter model costs, and how often chance alone costs as much.

    `observed` and `p` are those of the differences, tighter minus looser; `drawn` has a row for each
    permutation, in the order of the fields of `Changes`. `lost` permutations did not settle and were drawn
    again. `units` were dealt out: organisations, or people.
    """

    plan: PermutationPlan
    observed: Changes
    p: Changes
    drawn: Matrix
    items: tuple[PermutedItem, ...]
    units: int
    lost: int
    warnings: tuple[Message, ...]


STANDARD = PermutationPlan()


def unwatched(done: int, of: int) -> None:
    """Nobody wants to know how far the work is."""


def permutation_test(
    groups: Sequence[Units],
    model: FactorModel,
    plan: PermutationPlan = STANDARD,
    *,
    rng: np.random.Generator,
    heed: Watched = unwatched,
) -> Permutation:
    """Deal the units out to groups by lot, again and again, and see what the step between levels costs then.

    If groups make no difference, the difference that was observed is one like those that were drawn. The test
    needs no distribution of chi-square and gives a p-value to the change of CFI as well, which has no
    distribution of its own. People are dealt out one by one, which takes a second look at the rows; where
    people of one organisation may answer alike, whole organisations are, for which sums are enough.

    Parameters
    ----------
    groups : sequence of PeopleGroup or of ClusteredGroup
        At least two, all of one kind.
    model : FactorModel
        Which items speak for which factor.
    plan : PermutationPlan
        Which levels, and how many permutations.
    rng : numpy.random.Generator
        Deals the units out.
    heed : callable, optional
        Told before every permutation how many are done and how many there will be. What it raises ends the
        work.

    Returns
    -------
    Permutation
        A p-value is the share of permutations at least as bad, the observed one counted with them. That of an
        item compares its score test with the strongest of all items in each permutation, so it holds for all
        items together.

    Raises
    ------
    InvalidInputError
        As for `check_units` or `fit`; there are fewer than two groups; the second level is not the tighter
        one; or there are too few permutations.
    ConvergenceError
        A model does not settle as observed, or in too many of the permutations.

    References
    ----------
    Jorgensen, Kite, Chen & Short (2018), Psychol Methods 23:708-728, doi:10.1037/met0000152.
    Phipson & Smyth (2010), Stat Appl Genet Mol Biol 9:39, doi:10.2202/1544-6115.1585.

    Examples
    --------
    >>> from mentorway.evidence.psychometrics.robust.units import PeopleGroup
    >>> rng = np.random.default_rng(7)
    >>> groups = [PeopleGroup(name, rng.normal(size=(150, 1)) + rng.normal(size=(150, 4)))
    ...           for name in ("LT", "LV")]
    >>> model = FactorModel.one_factor("trust", ["a", "b", "c", "d"])
    >>> plan = PermutationPlan(permutations=99)
    >>> found = permutation_test(groups, model, plan, rng=rng)
    >>> found.drawn.shape, bool(0.01 <= found.p.cfi <= 1)
    ((99, 4), True)
    """
    _check(groups, model, plan)
    pool = pool_of(groups, scale_of(groups))
    nested = nested_of(pool, model, (plan.looser, plan.tighter), plan.releases)
    observed = nested.observed(pool.sample(np.arange(int(pool.ends[-1]), dtype=np.intp)))
    drawn, lost = _drawn(nested, pool, plan.permutations, rng, heed)
    every = np.array([one.changes for one in drawn])
    strongest = np.array([max(one.tests.values(), default=0.0) for one in drawn])
    return Permutation(
        plan=plan,
        observed=observed.changes,
        p=_p_values(observed.changes, every),
        drawn=every,
        items=tuple(
            PermutedItem(kind, item, value, _share(strongest >= value * (1 - SAME)))
            for (kind, item), value in sorted(observed.tests.items(), key=lambda one: -one[1])
        ),
        units=sum(map(units_in, groups)),
        lost=lost,
        warnings=tuple(_warnings(plan, ways_to_deal(pool.ends))),
    )


def _check(groups: Sequence[Units], model: FactorModel, plan: PermutationPlan) -> None:
    check_model(model)
    check_releases(model, plan.releases)
    if len(groups) < 2:
        raise InvalidInputError(
            Message("Comparing needs at least two groups; %(count)d came.", {"count": len(groups)})
        )
    if plan.looser.holds(plan.tighter):
        raise InvalidInputError(
            Message(
                "The second level must hold more equal than the first; %(looser)s and %(tighter)s came.",
                {"looser": plan.looser.value, "tighter": plan.tighter.value},
            )
        )
    if plan.permutations < FEWEST:
        raise InvalidInputError(
            Message(
                "%(count)d permutations came; at least %(fewest)d are needed for a p-value below 0.05.",
                {"count": plan.permutations, "fewest": FEWEST},
            )
        )
    check_moments(moments_of(groups), model)


def _drawn(
    nested: Nested, pool: Pool, wanted: int, rng: np.random.Generator, heed: Watched
) -> tuple[list[Compared], int]:
    """As many comparisons as are wanted, and how many permutations did not settle."""
    drawn: list[Compared] = []
    lost = 0
    while len(drawn) < wanted:
        heed(len(drawn), wanted)
        found = nested.compare(pool.sample(rng.permutation(int(pool.ends[-1]))))
        if found is not None:
            drawn.append(found)
            continue
        lost += 1
        if lost > SPARE * wanted:
            raise ConvergenceError(
                Message(
                    "The models did not settle in %(lost)d of %(tried)d permutations, so nothing can be "
                    "said. There may be too few people or organisations in a group.",
                    {"lost": lost, "tried": lost + len(drawn)},
                )
            )
    heed(wanted, wanted)
    return drawn, lost


def _p_values(observed: Changes, drawn: Matrix) -> Changes:
    """Large chi-square, RMSEA and SRMR are bad, and a small CFI is."""
    signs = np.array([1.0, -1.0, 1.0, 1.0])
    values = signs * np.array(observed)
    as_bad = signs * drawn >= values - SAME * np.abs(values)
    return Changes(*(_share(column) for column in as_bad.T))


def _share(as_bad: NDArray[np.bool_]) -> float:
    """Share of permutations that are as bad, the observed one among them."""
    return (1 + int(as_bad.sum())) / (1 + len(as_bad))


def _warnings(plan: PermutationPlan, ways: float) -> list[Message]:
    if ways > math.log(plan.permutations):
        return []
    return [
        Message(
            "There are only %(ways)d ways to deal the organisations or people out to the groups, fewer "
            "than the permutations that were drawn, so the p-values are coarse.",
            {"ways": round(math.exp(ways))},
        )
    ]
