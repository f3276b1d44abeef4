"""Fine cells → what models of incomplete, clustered or weighted answers take, as plain arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from mentorway.moments.cells import Block, Floats, Integers
from mentorway.moments.cube import Cube, FineCell, Flags
from mentorway.wording import InvalidInputError, Message

LARGEST = 2**62  # the difference of two such numbers still fits in 64 bits


@dataclass(frozen=True, eq=False)
class PatternMoments:
    """People who answered the same items: how many, their means and covariances (divisor n).

    `observed`, shape (items,), says which items; `mean`, shape (k,), and `covariance`, shape (k, k), are over
    these k items, in the units of the scale.
    """

    observed: Flags
    n: int
    mean: Floats
    covariance: Floats


@dataclass(frozen=True, eq=False)
class GroupPatterns:
    """One group's people, those with the same holes together, from the fullest pattern to the emptiest."""

    name: str
    patterns: tuple[PatternMoments, ...]


@dataclass(frozen=True, eq=False)
class ClusterMoments:
    """One group's people with complete answers, by cluster (organisation).

    `people` counts heads. For each of C clusters, `n`, shape (C,), is how many people, or the sum of their
    weights; `mean`, shape (C, items), and `covariance`, shape (C, items, items), have it as divisor.
    """

    name: str
    people: int
    clusters: tuple[str, ...]
    n: Floats
    mean: Floats
    covariance: Floats


@dataclass(frozen=True, eq=False)
class HoledClusterMoments:
    """One group's people, in cells of people of one cluster (organisation) who answered the same items.

    Of each of k cells `unit`, shape (k,), is the number of its cluster, `n`, shape (k,), how many people it
    has, and `observed`, shape (k, items), which items they answered. Where they did not, `mean`, shape
    (k, items), and `covariance`, shape (k, items, items), divisor n, are 0.
    """

    name: str
    clusters: tuple[str, ...]
    unit: Integers
    n: Floats
    observed: Flags
    mean: Floats
    covariance: Floats


@dataclass(frozen=True, eq=False)
class WeightedMoments:
    """People with complete answers, their weighted means and covariances, and the sum of their weights.

    Weights are scaled so that those of all groups together add up to all people with complete answers.
    """

    name: str
    n: int
    mean: Floats
    covariance: Floats
    weight: float


def patterns_by(cube: Cube, fact: str) -> tuple[GroupPatterns, ...]:
    """Gather each group's people by which items they answered.

    Parameters
    ----------
    cube : Cube
        Counted with patterns.
    fact : str
        Whose values are the groups.

    Returns
    -------
    tuple of GroupPatterns
        Groups in order of their names. People who answered nothing tell nothing and are left out.

    Raises
    ------
    InvalidInputError
        The fact is not one of the cube's, or patterns were not asked for.
    """
    _check_patterns(cube)
    apart = cube.coarser((fact,)).grouped(fact)
    return tuple(
        GroupPatterns(
            name,
            tuple(sorted((_pattern(cube.block, cell) for cell in cells if _any(cell)), key=_fullest_first)),
        )
        for name, cells in apart.items()
    )


def _check_patterns(cube: Cube) -> None:
    if not cube.patterns:
        raise InvalidInputError(
            Message(
                "Which items people answered was not kept apart. Ask for patterns when the answers are read."
            )
        )


def _any(cell: FineCell) -> bool:
    return cell.observed is not None and bool(cell.observed.any())


def _fullest_first(pattern: PatternMoments) -> tuple[int, int]:
    return -int(pattern.observed.sum()), -pattern.n


def _pattern(block: Block, cell: FineCell) -> PatternMoments:
    seen = np.ones(len(block.items), np.bool_) if cell.observed is None else cell.observed
    mean, covariance = _exact_moments(cell.rows, cell.sums[seen], cell.products[np.ix_(seen, seen)])
    return PatternMoments(seen, cell.rows, mean + block.pivot, covariance)


def _exact_moments(n: int, sums: Integers, products: Integers) -> tuple[Floats, Floats]:
    """Mean and covariance; the numerator n·Σxy - Σx·Σy is formed in whole numbers."""
    own = sums.astype(object) if n * int(np.abs(products).max(initial=0)) >= LARGEST else sums
    spread = n * products.astype(own.dtype) - np.outer(own, own)
    return np.asarray(sums / n, np.float64), np.asarray(spread / n / n, np.float64)


def clusters_by(cube: Cube, fact: str, cluster: str) -> tuple[ClusterMoments, ...]:
    """Gather each group's people with complete answers by cluster, such as an organisation.

    Parameters
    ----------
    cube : Cube
        Told apart by both facts.
    fact, cluster : str
        Whose values are the groups, and whose are the clusters.

    Returns
    -------
    tuple of ClusterMoments
        Groups and clusters in order of their names; people without one are left out. With weights, `n` are
        sums of weights, scaled so that those of all groups together add up to all these people.

    Raises
    ------
    InvalidInputError
        A fact is not one of the cube's.
    """
    apart = cube.coarser((fact, cluster)).grouped(fact)
    found = {
        name: [cell for cell in cells if cell.complete and cell.values[1] is not None]
        for name, cells in apart.items()
    }
    share = _share(cell for cells in found.values() for cell in cells)
    return tuple(_clusters(cube, name, cells, share) for name, cells in found.items())


def _clusters(cube: Cube, name: str, cells: Sequence[FineCell], share: float) -> ClusterMoments:
    size = len(cube.block.items)
    moments = [_moments(cube.block, cell) for cell in cells]
    return ClusterMoments(
        name=name,
        people=sum(cell.rows for cell in cells),
        clusters=tuple(str(cell.values[1]) for cell in cells),
        n=np.array([share * cell.weight for cell in cells], np.float64),
        mean=np.array([mean for mean, _ in moments]).reshape(-1, size),
        covariance=np.array([covariance for _, covariance in moments]).reshape(-1, size, size),
    )


def holed_clusters_by(cube: Cube, fact: str, cluster: str) -> tuple[HoledClusterMoments, ...]:
    """Gather each group's people by cluster and by which items they answered.

    Parameters
    ----------
    cube : Cube
        Told apart by both facts, and counted with patterns.
    fact, cluster : str
        Whose values are the groups, and whose are the clusters.

    Returns
    -------
    tuple of HoledClusterMoments
        Groups and clusters in order of their names; people without a cluster, and people who answered
        nothing, are left out.

    Raises
    ------
    InvalidInputError
        A fact is not one of the cube's, or patterns were not asked for.
    """
    _check_patterns(cube)
    apart = cube.coarser((fact, cluster)).grouped(fact)
    return tuple(
        _holed_clusters(
            cube.block, name, [cell for cell in cells if _any(cell) and cell.values[1] is not None]
        )
        for name, cells in apart.items()
    )


def _holed_clusters(block: Block, name: str, cells: Sequence[FineCell]) -> HoledClusterMoments:
    clusters = sorted({str(cell.values[1]) for cell in cells})
    number = {cluster: place for place, cluster in enumerate(clusters)}
    size = len(block.items)
    found = HoledClusterMoments(
        name=name,
        clusters=tuple(clusters),
        unit=np.array([number[str(cell.values[1])] for cell in cells], np.int64),
        n=np.array([cell.rows for cell in cells], np.float64),
        observed=np.array([cell.observed for cell in cells], np.bool_).reshape(-1, size),
        mean=np.zeros((len(cells), size)),
        covariance=np.zeros((len(cells), size, size)),
    )
    for place, cell in enumerate(cells):
        one = _pattern(block, cell)
        found.mean[place, one.observed] = one.mean
        found.covariance[place][np.ix_(one.observed, one.observed)] = one.covariance
    return found


def weighted_by(cube: Cube, fact: str) -> tuple[WeightedMoments, ...]:
    """Return each group's weighted means and covariances.

    Parameters
    ----------
    cube : Cube
        Counted with weights; without, everybody weighs 1.
    fact : str
        Whose values are the groups.

    Returns
    -------
    tuple of WeightedMoments
        Groups in order of their names; one without complete answers has means and covariances NaN.

    Raises
    ------
    InvalidInputError
        The fact is not one of the cube's.
    """
    apart = cube.coarser((fact,)).grouped(fact)
    found = {name: [cell for cell in cells if cell.complete] for name, cells in apart.items()}
    share = _share(cell for cells in found.values() for cell in cells)
    return tuple(_weighted(cube.block, name, cells, share) for name, cells in found.items())


def _weighted(block: Block, name: str, cells: Sequence[FineCell], share: float) -> WeightedMoments:
    size = len(block.items)
    if not cells:
        return WeightedMoments(name, 0, np.full(size, np.nan), np.full((size, size), np.nan), 0.0)
    mean, covariance = _moments(block, cells[0])  # one group has one cell of complete answers
    return WeightedMoments(name, cells[0].rows, mean, covariance, share * cells[0].weight)


def _share(cells: Iterable[FineCell]) -> float:
    """What weights are multiplied with, so that they add up to all people."""
    kept = list(cells)
    total = sum(cell.weight for cell in kept)
    return sum(cell.rows for cell in kept) / total if total else 1.0


def _moments(block: Block, cell: FineCell) -> tuple[Floats, Floats]:
    if cell.weighted_sums is None or cell.weighted_products is None:
        mean, covariance = _exact_moments(cell.rows, cell.sums, cell.products)
        return mean + block.pivot, covariance
    mean = cell.weighted_sums / cell.weight
    return mean + block.pivot, cell.weighted_products / cell.weight - np.outer(mean, mean)
