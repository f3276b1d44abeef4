"""How each group answered each item: what remains where means may not be compared. From counts alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from mentorway.comparing.models import Plan
from mentorway.comparing.views import GroupAnswers, ItemAnswers, ItemPair
from mentorway.evidence.comparisons.checking import moments_of
from mentorway.evidence.comparisons.dominance import cliffs_delta
from mentorway.evidence.comparisons.equivalence import Equivalence, equivalent_means
from mentorway.evidence.comparisons.multiplicity import holm
from mentorway.evidence.comparisons.ranks import kruskal_wallis
from mentorway.evidence.psychometrics.invariance.licence import Licence, Verdict
from mentorway.moments import Cell
from mentorway.wording import Message

MOST_PAIRS = 2_000  # of one scale, over all its items: more can neither be read nor stored well
PAIR = 2


def item_answers(cells: Sequence[Cell], licences: Sequence[Licence], plan: Plan) -> tuple[ItemAnswers, ...]:
    """Return every item with its answers in every group, tests, and effects of pairs without a licence.

    Parameters
    ----------
    cells : sequence of Cell
        The groups; answers to reversed items are turned.
    licences : sequence of Licence
        Pairs whose means are licensed in full get no effects item by item: the scale speaks for them.
    plan : Plan
        Groups with fewer people than `rules.fewest` who answered an item are described and not tested.

    Returns
    -------
    tuple of ItemAnswers
        In the order of the block; p-values are raised for all its items by Holm's way.
    """
    licensed = {(one.first, one.second) for one in licences if one.verdict is Verdict.MEANS}
    alone = [_item(cells, place, plan) for place in range(len(cells[0].block.items))]
    wanted = [_pairs_of(item, licensed) for item in alone]
    if sum(map(len, wanted)) > MOST_PAIRS:
        return _raised([replace(item, warnings=(*item.warnings, _TOO_MANY)) for item in alone])
    return _raised(
        [
            replace(item, pairs=tuple(_pair(pair, plan, cells[0].block.low) for pair in pairs))
            for item, pairs in zip(alone, wanted, strict=True)
        ]
    )


_TOO_MANY = Message(
    "There are too many pairs of groups and items to lay out one by one. Compare fewer groups to see them."
)


def _item(cells: Sequence[Cell], place: int, plan: Plan) -> ItemAnswers:
    groups = tuple(_group(cell, place, plan) for cell in cells)
    tested = [group.counts for group in groups if group.tested]
    empty = ItemAnswers(cells[0].block.items[place], groups)
    if len(tested) < PAIR:
        return empty
    found = kruskal_wallis(tested)
    return replace(
        empty,
        statistic=found.statistic,
        df=found.df,
        p=found.p,
        epsilon_squared=found.epsilon_squared,
        warnings=found.warnings,
    )


def _group(cell: Cell, place: int, plan: Plan) -> GroupAnswers:
    counts = tuple(int(count) for count in cell.counts[place])
    n = sum(counts)
    return GroupAnswers(cell.key, n, int(cell.missing[place]), counts, n >= max(plan.rules.fewest, PAIR))


def _pairs_of(
    item: ItemAnswers, licensed: Collection[tuple[str, str]]
) -> list[tuple[GroupAnswers, GroupAnswers]]:
    tested = [group for group in item.groups if group.tested]
    return [pair for pair in combinations(tested, 2) if (pair[0].group, pair[1].group) not in licensed]


def _pair(pair: tuple[GroupAnswers, GroupAnswers], plan: Plan, low: int) -> ItemPair:
    first, second = pair
    found = cliffs_delta([second.counts, first.counts])
    return ItemPair(
        first.group,
        second.group,
        found.value,
        found.low,
        found.high,
        _equivalence(pair, low, plan.matters) if plan.matters else None,
    )


def _equivalence(pair: tuple[GroupAnswers, GroupAnswers], low: int, matters: float) -> Equivalence:
    """Whether the mean answers of a pair are closer than what matters, second minus first."""
    first, second = pair
    scores = low + np.arange(len(first.counts))
    found = moments_of(scores, [second.counts, first.counts])
    return equivalent_means(found.n, found.mean, found.sd, bounds=(-matters, matters))


def _raised(items: Sequence[ItemAnswers]) -> tuple[ItemAnswers, ...]:
    """The items with p-values for all of them together."""
    known = [item.p for item in items if item.p is not None]
    raised: Iterator[float] = iter(holm(known).tolist()) if known else iter(())
    return tuple(item if item.p is None else replace(item, p_holm=next(raised)) for item in items)
