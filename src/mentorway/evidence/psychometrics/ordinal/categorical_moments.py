"""Thresholds and polychoric correlations of groups, and how precisely they are known together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mentorway.evidence.psychometrics.ordinal.categorical_answers import (
    CategoricalGroup,
    category_counts,
    check_categories,
    levels_of,
    pair_tables,
)
from mentorway.evidence.psychometrics.ordinal.polychoric import (
    correlations_of,
    influences_of,
    pairs_of,
    symmetric,
)
from mentorway.evidence.psychometrics.ordinal.polychoric_pairs import Margin, margin
from mentorway.wording import InvalidInputError, Message

Values = NDArray[np.float64]
Stack = NDArray[np.float64]
Indices = NDArray[np.intp]

AT_ONCE = 20_000  # patterns


@dataclass(frozen=True, eq=False)
class CategoricalSample:
    """Statistics of all groups, thresholds item by item and then correlations above the diagonal row by row.

    `statistics` has shape (groups, statistics), `gamma` (groups, statistics, statistics): their covariance
    times the people of the group. `item_of` says which item each threshold belongs to; `rows` and `columns`
    which items each correlation.
    """

    names: tuple[str, ...]
    n: Values
    statistics: Values
    gamma: Stack
    item_of: Indices
    rows: Indices
    columns: Indices
    warnings: tuple[Message, ...]

    @property
    def people(self) -> float:
        """People in all groups together."""
        return float(self.n.sum())

    @property
    def items(self) -> int:
        """Number of items."""
        return int(self.item_of.max()) + 1

    @property
    def thresholds(self) -> int:
        """Number of thresholds; they come first among the statistics."""
        return len(self.item_of)

    @property
    def categories(self) -> Indices:
        """How many categories each item has."""
        return np.bincount(self.item_of) + 1

    @property
    def weight(self) -> Values:
        """Weight of each squared residual: one over its sampling variance, times people."""
        return 1 / np.diagonal(self.gamma, axis1=1, axis2=2)

    def only(self, group: int) -> CategoricalSample:
        """One group of the sample."""
        own = slice(group, group + 1)
        return replace(
            self, names=self.names[own], n=self.n[own], statistics=self.statistics[own], gamma=self.gamma[own]
        )

    def correlations(self, group: int) -> Values:
        """Polychoric correlations of a group, shape (items, items)."""
        return symmetric(self.statistics[group, self.thresholds :], self.items, 1.0)


def categorical_sample(
    groups: Sequence[CategoricalGroup], items: Sequence[str], *, add: float = 0.5
) -> CategoricalSample:
    """Thresholds, polychoric correlations and their joint precision.

    Parameters
    ----------
    groups : sequence of CategoricalGroup
        Of people who answered every item; all groups use the same categories.
    items : sequence of str
        Names, in the order of the columns.
    add : float
        What 2×2 tables with one empty cell get there, as in `polychoric`.

    Returns
    -------
    CategoricalSample
        With a warning where correlations contradict each other, and where people are fewer than statistics.

    Raises
    ------
    InvalidInputError
        Categories differ between groups or are used by nobody, people are too few, or a correlation runs to
        -1 or 1.

    References
    ----------
    Muthén (1984), Psychometrika 49:115-132, doi:10.1007/BF02294210.

    Examples
    --------
    >>> from mentorway.evidence.psychometrics.ordinal.categorical_answers import categorical_group
    >>> rng = np.random.default_rng(7)
    >>> behind = rng.normal(size=(500, 1)) + rng.normal(size=(500, 3))
    >>> groups = [categorical_group("LT", 1 + (behind > 0) + (behind > 1))]
    >>> found = categorical_sample(groups, ["a", "b", "c"])
    >>> found.statistics.shape, found.gamma.shape, found.categories.tolist()
    ((1, 9), (1, 9, 9), [3, 3, 3])
    """
    check_categories(groups, items)
    levels = levels_of(groups)
    said: list[Message] = []
    statistics, gammas = [], []
    for group in groups:
        margins = _margins(group, levels)
        pairs = pairs_of(pair_tables(group, levels)[np.triu_indices(len(items), 1)], margins)
        found = correlations_of(pairs, add)
        _check_pairs(group.name, found, items)
        moves = influences_of(pairs, found, margins)
        cuts = [one.bounds[np.isfinite(one.bounds)] for one in margins]
        statistics.append(np.concatenate([*cuts, found]))
        gammas.append(_gamma(group, margins, moves))
        said += _warnings(group, symmetric(found, len(items), 1.0), len(statistics[-1]))
    rows, columns = np.triu_indices(len(items), 1)
    return CategoricalSample(
        names=tuple(group.name for group in groups),
        n=np.array([group.counts.sum() for group in groups]),
        statistics=np.stack(statistics),
        gamma=np.stack(gammas),
        item_of=np.repeat(np.arange(len(items)), [len(one) for one in cuts]),
        rows=rows,
        columns=columns,
        warnings=tuple(said),
    )


def _margins(group: CategoricalGroup, levels: int) -> list[Margin]:
    counts = category_counts(group, levels)
    return [margin(people[people > 0], levels) for people in counts]


def _check_pairs(group: str, found: Values, items: Sequence[str]) -> None:
    if np.isnan(found).any():
        rows, columns = np.triu_indices(len(items), 1)
        place = int(np.argmax(np.isnan(found)))
        raise InvalidInputError(
            Message(
                "In group %(group)s one cannot estimate how closely items %(first)s and %(second)s go "
                "together: their table has empty cells that only a correlation of -1 or 1 would explain. "
                "Merge categories, or leave out one of the items or the group.",
                {"group": group, "first": items[int(rows[place])], "second": items[int(columns[place])]},
            )
        )


def _gamma(group: CategoricalGroup, margins: Sequence[Margin], moves: Stack) -> Values:
    """Covariance of the statistics times people: products of what each person moves, looked up in tables."""
    rows, columns = np.triu_indices(len(margins), 1)
    levels = moves.shape[1]
    flat, pair = moves.reshape(len(moves), -1).ravel(), levels**2 * np.arange(len(moves))
    size = sum(int(np.isfinite(one.bounds).sum()) for one in margins) + len(moves)
    found = np.zeros((size, size))
    own = [one.influences[:, : int(np.isfinite(one.bounds).sum())] for one in margins]
    for some in range(0, len(group.counts), AT_ONCE):
        codes = group.patterns[some : some + AT_ONCE].astype(np.intp)
        of_pairs = flat[pair + levels * codes[:, rows] + codes[:, columns]]
        of_items = [table[codes[:, place]] for place, table in enumerate(own)]
        moved = np.concatenate([*of_items, of_pairs], axis=1)
        found += moved.T @ (group.counts[some : some + AT_ONCE, None] * moved)
    found /= group.counts.sum()
    return found


def _warnings(group: CategoricalGroup, correlations: Values, statistics: int) -> list[Message]:
    said = []
    if float(np.linalg.eigvalsh(correlations)[0]) <= 0:
        said.append(
            Message(
                "In group %(group)s the polychoric correlations contradict each other: no answers of people "
                "could have all of them at once (their matrix is not positive definite). There may be too "
                "few people.",
                {"group": group.name},
            )
        )
    if group.people < statistics:
        said.append(
            Message(
                "Group %(group)s has %(n)d person for %(statistics)d thresholds and correlations. With fewer "
                "people than these, standard errors and chi-square are not to be trusted.",
                {"group": group.name, "n": group.people, "statistics": statistics},
                plural="Group %(group)s has %(n)d people for %(statistics)d thresholds and correlations. "
                "With fewer people than these, standard errors and chi-square are not to be trusted.",
                count=group.people,
            )
        )
    return said
