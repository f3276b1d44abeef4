"""Gaps filled as if all columns together were normal: data augmentation, from where EM ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from mentorway.evidence.effectiveness.gaps import Filled, Gapped, Mask, check_tables, gapped, told
from mentorway.evidence.effectiveness.rows import Matrix, Places, Vector
from mentorway.evidence.psychometrics.factors.models import ConvergenceError
from mentorway.evidence.psychometrics.incomplete.missing import patterns_of
from mentorway.evidence.psychometrics.incomplete.saturated import saturated
from mentorway.wording import InvalidInputError, Message, shown

SAME = 1e-12  # share of one column that the other leaves over, if only rounding does
APART = 20  # rounds between two tables, at least
PER_CYCLE = 3  # rounds for each cycle of EM, which is up to three steps


def normal_imputation(
    columns: Mapping[str, ArrayLike], *, tables: int = 20, rng: np.random.Generator
) -> Filled:
    """Fill gaps by draws from the multivariate normal distribution that the known numbers lead to.

    Means and covariances start where the EM algorithm ends. Then gaps are drawn given these, and these given
    the filled table, in turn; a table is kept after as many rounds as EM needed steps, at least 20.

    Parameters
    ----------
    columns : mapping of name to array of float, shape (people,)
        As for `gapped`.
    tables : int
        How many filled tables; as a rule as many as there are people with gaps in a hundred.
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    Filled
        What is filled in is not rounded and may lie beyond the scale: right for means, correlations and
        regression, wrong to count answers by. For items use `matched_imputation`.

    Raises
    ------
    InvalidInputError
        As for `gapped`, nothing is known of two columns together, or the gaps leave too much open.

    References
    ----------
    Schafer (1997), Analysis of Incomplete Multivariate Data, chapter 5, doi:10.1201/9780367803025.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=50)
    >>> y = np.where(np.arange(50) < 10, np.nan, x + rng.normal(size=50))
    >>> found = normal_imputation({"x": x, "y": y}, tables=3, rng=rng)
    >>> found.tables.shape, bool(np.isnan(found.tables).any())
    ((3, 50, 2), False)
    """
    check_tables(tables)
    given = gapped(columns)
    scale, middle = np.nanstd(given.rows, axis=0), np.nanmean(given.rows, axis=0)
    standard = Gapped(given.names, (given.rows - middle) / scale)
    state, cycles = _start(standard)
    patterns = list(_patterns(standard.gaps))
    apart = max(APART, PER_CYCLE * cycles)
    kept, trace = [], []
    for _ in range(tables):
        means = []
        for _ in range(apart):
            filled = _filled(standard.rows, patterns, state, rng)
            state = _drawn(filled, rng)
            means.append(_of_gaps(filled * scale + middle, given.gaps))
        kept.append(np.where(given.gaps, filled * scale + middle, given.rows))
        trace.append(np.array(means))
    return Filled(given.names, np.array(kept), given.gaps, np.array(trace), told(given))


@dataclass(frozen=True, eq=False)
class _State:
    mean: Vector
    covariance: Matrix


def _start(given: Gapped) -> tuple[_State, int]:
    known = ~given.gaps
    together = known.T.astype(np.float64) @ known
    if not together.all():
        first, second = (int(place) for place in np.argwhere(together == 0)[0])
        raise InvalidInputError(
            Message(
                "Nobody has both “%(first)s” and “%(second)s”, so how they go together cannot be known. "
                "Leave out one of them.",
                {"first": shown(given.names[first]), "second": shown(given.names[second])},
            )
        )
    _check_pairs(given)
    try:
        found = saturated(patterns_of("", given.rows), given.names)
    except (ConvergenceError, InvalidInputError) as error:
        raise InvalidInputError(
            Message(
                "The gaps leave too much open to say how the columns go together. Columns may repeat each "
                "other, or too few people have the same ones. Leave out a column."
            )
        ) from error
    return _State(found.mean, found.covariance), found.iterations


def _check_pairs(given: Gapped) -> None:
    """Refuse two columns of which one is the other, moved and stretched."""
    known = ~given.gaps
    for first, second in combinations(range(len(given.names)), 2):
        both = known[:, first] & known[:, second]
        one, other = (given.rows[both, place] - given.rows[both, place].mean() for place in (first, second))
        sizes = float(one @ one) * float(other @ other)
        if both.sum() > 2 and float(one @ other) ** 2 > (1 - SAME) * sizes > 0:
            raise InvalidInputError(
                Message(
                    "“%(first)s” and “%(second)s” say the same wherever both are known. Leave out one of "
                    "them.",
                    {"first": shown(given.names[first]), "second": shown(given.names[second])},
                )
            )


def _patterns(gaps: Mask) -> Iterator[tuple[Places, Places, Places]]:
    """People with the same gaps: their places, the columns known, and the columns not known."""
    kinds, member = np.unique(gaps, axis=0, return_inverse=True)
    for place, kind in enumerate(kinds):
        if kind.any():
            yield np.flatnonzero(member.ravel() == place), np.flatnonzero(~kind), np.flatnonzero(kind)


def _filled(
    rows: Matrix,
    patterns: list[tuple[Places, Places, Places]],
    state: _State,
    rng: np.random.Generator,
) -> Matrix:
    """Draw what is not known, given what is."""
    found = rows.copy()
    for people, known, gone in patterns:
        crossed = state.covariance[np.ix_(known, gone)]
        slopes = np.linalg.solve(state.covariance[np.ix_(known, known)], crossed)
        left = state.covariance[np.ix_(gone, gone)] - crossed.T @ slopes
        size, way = np.linalg.eigh((left + left.T) / 2)
        noise = rng.standard_normal((len(people), len(gone))) * np.sqrt(np.maximum(size, 0)) @ way.T
        expected = state.mean[gone] + (rows[np.ix_(people, known)] - state.mean[known]) @ slopes
        found[np.ix_(people, gone)] = expected + noise
    return found


def _drawn(filled: Matrix, rng: np.random.Generator) -> _State:
    """Draw covariances (inverse Wishart) and means, given a full table and no knowledge before it."""
    n, k = filled.shape
    mean = filled.mean(axis=0)
    apart = filled - mean
    root = np.linalg.cholesky(apart.T @ apart)
    bartlett = np.tril(rng.standard_normal((k, k)), -1)
    bartlett[np.diag_indices(k)] = np.sqrt(rng.chisquare(n - 1 - np.arange(k)))
    turned = root @ np.linalg.inv(bartlett).T
    return _State(mean + turned @ rng.standard_normal(k) / np.sqrt(n), turned @ turned.T)


def _of_gaps(filled: Matrix, gaps: Mask) -> Vector:
    """Mean of what was filled into each column; that of the column where nothing was."""
    count = gaps.sum(axis=0)
    found: Vector = np.where(
        count > 0, (filled * gaps).sum(axis=0) / np.maximum(count, 1), filled.mean(axis=0)
    )
    return found
