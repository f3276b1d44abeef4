"""Polychoric correlations of many pairs of items at once: the best fit to each table, and what moves it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from mentorway.evidence.psychometrics.ordinal.polychoric_probability import FAR, both_below, normal_density
from mentorway.evidence.psychometrics.ordinal.thresholds import cut_points, influences

Values = NDArray[np.float64]

CLOSEST = 0.9999  # a correlation beyond this is one that the table drives to its end
LONGEST = 0.7  # step on Fisher's scale
ARRIVED = 1e-10
STEPS = 60
NEVER = 1e-100  # instead of a probability of 0


@dataclass(frozen=True, eq=False)
class Pairs:
    """Tables of pairs, padded with empty categories to the same size.

    `counts` has shape (pairs, levels, levels); `first` and `second` are the bounds of the categories of the
    row and the column item, shape (pairs, levels + 1), with infinite ends and infinite padding.
    """

    counts: Values
    first: Values
    second: Values


@dataclass(frozen=True, eq=False)
class Margin:
    """Bounds of the categories of one item, and how much each category moves each threshold; padded."""

    bounds: Values
    influences: Values


def margin(people: Values, levels: int) -> Margin:
    """Bounds and influences of an item with these counts, padded to so many levels."""
    used = len(people)
    bounds = np.full(levels + 1, np.inf)
    bounds[0], bounds[1:used] = -np.inf, cut_points(people)
    moves = np.zeros((levels, levels - 1))
    moves[:used, : used - 1] = influences(people)
    return Margin(bounds, moves)


def without_zero(counts: Values, add: float) -> Values:
    """2×2 tables with one empty cell get `add` people there, and the margins are kept; others stay."""
    held = counts > 0
    small = (held.any(axis=2).sum(axis=1) == 2) & (held.any(axis=1).sum(axis=1) == 2)
    table = counts[:, :2, :2]
    one = small & ((table == 0).sum(axis=(1, 2)) == 1)
    along = (table[:, 0, 0] == 0) | (table[:, 1, 1] == 0)
    sign = np.where(along, 1.0, -1.0)[:, None, None] * np.array([[1.0, -1.0], [-1.0, 1.0]])
    found = counts.copy()
    found[one, :2, :2] += add * sign[one]
    return found


def best_correlations(pairs: Pairs) -> Values:
    """Correlation that makes each table most likely, given the thresholds; NaN where it runs to -1 or 1.

    Newton's method on Fisher's scale, all pairs at once, between bounds that the slope has shown.
    """
    fisher = np.arctanh(0.95 * _of_codes(pairs.counts))
    low, high = np.full_like(fisher, -6.0), np.full_like(fisher, 6.0)
    moving = np.arange(len(fisher))
    for _ in range(STEPS):
        some = Pairs(pairs.counts[moving], pairs.first[moving], pairs.second[moving])
        at = fisher[moving]
        slope, step = _newton(some, np.tanh(at))
        low[moving] = np.where(slope > 0, at, low[moving])
        high[moving] = np.where(slope < 0, at, high[moving])
        there = at + np.clip(step, -LONGEST, LONGEST)
        between = (there > low[moving]) & (there < high[moving])
        fisher[moving] = np.where(between, there, (low[moving] + high[moving]) / 2)
        going = (np.abs(fisher[moving] - at) > ARRIVED) & (np.abs(fisher[moving]) < np.arctanh(CLOSEST))
        moving = moving[going]
        if not moving.size:
            break
    fisher[moving] = np.nan
    found = np.tanh(fisher)
    return np.where(np.abs(found) < CLOSEST, found, np.nan)


def _of_codes(counts: Values) -> Values:
    """Product-moment correlation of the numbers of the categories."""
    codes = np.arange(counts.shape[1], dtype=np.float64)
    people = counts.sum(axis=(1, 2))
    rows, columns = counts.sum(axis=2), counts.sum(axis=1)
    mean, other = rows @ codes / people, columns @ codes / people
    cross = np.einsum("i,pij,j->p", codes, counts, codes) / people - mean * other
    spread = (rows @ codes**2 / people - mean**2) * (columns @ codes**2 / people - other**2)
    found: Values = cross / np.sqrt(spread)
    return found


def _newton(pairs: Pairs, correlation: Values) -> tuple[Values, Values]:
    """Slope of the log-likelihood, and Newton's step, both on Fisher's scale."""
    density, bent = _densities(pairs, correlation)
    chance = np.maximum(_chances(pairs, correlation), NEVER)
    ratio = density / chance
    slope = (pairs.counts * ratio).sum(axis=(1, 2))
    squares = (pairs.counts * ratio**2).sum(axis=(1, 2))
    curve = (pairs.counts * bent / chance).sum(axis=(1, 2)) - squares
    unit = (1 - correlation) * (1 + correlation)
    on_scale = unit**2 * curve - 2 * correlation * unit * slope
    expected = unit**2 * pairs.counts.sum(axis=(1, 2)) * (density * ratio).sum(axis=(1, 2))
    downhill = np.where(on_scale < 0, -on_scale, np.maximum(expected, NEVER))
    return slope, unit * slope / downhill


def _inner(pairs: Pairs) -> tuple[Values, Values]:
    first = np.clip(pairs.first[:, 1:-1, None], -FAR, FAR)
    second = np.clip(pairs.second[:, None, 1:-1], -FAR, FAR)
    return first, second


def _in_cells(grid: Values) -> Values:
    """From values at the corners of the cells to what lies in them."""
    return np.diff(np.diff(grid, axis=1), axis=2)


def _chances(pairs: Pairs, correlation: Values) -> Values:
    """Probability of each cell."""
    size = pairs.first.shape[1]
    grid = np.zeros((len(correlation), size, size))
    grid[:, -1, :], grid[:, :, -1] = special.ndtr(pairs.second), special.ndtr(pairs.first)
    grid[:, 1:-1, 1:-1] = both_below(*_inner(pairs), correlation[:, None, None])
    return _in_cells(grid)


def _densities(pairs: Pairs, correlation: Values) -> tuple[Values, Values]:
    """First and second slope of the probability of each cell along the correlation.

    The first slope at a corner is the bivariate normal density there.
    """
    first, second = _inner(pairs)
    r = correlation[:, None, None]
    unit, product, squares = (1 - r) * (1 + r), first * second, first**2 + second**2
    density = np.exp(-(squares - 2 * r * product) / (2 * unit)) / (2 * np.pi * np.sqrt(unit))
    bent = density * (r / unit + (product * (1 + r**2) - r * squares) / unit**2)
    around = ((0, 0), (1, 1), (1, 1))
    return _in_cells(np.pad(density, around)), _in_cells(np.pad(bent, around))


def pair_influences(pairs: Pairs, correlation: Values, margins: tuple[Values, Values]) -> Values:
    """How much one person in each cell moves the correlation, times the number of people.

    Parameters
    ----------
    pairs : Pairs
        With the counts that were given; sums over them take the place of expectations, as in lavaan.
    correlation : array of float, shape (pairs,)
        Estimates; where NaN, so is the influence.
    margins : two arrays of float, shape (pairs, levels, levels - 1)
        Influences on the thresholds of the row and the column item, which are estimated too.

    Returns
    -------
    array of float, shape (pairs, levels, levels)

    References
    ----------
    Muthén (1984), Psychometrika 49:115-132, doi:10.1007/BF02294210.
    """
    at = np.nan_to_num(correlation)
    people = pairs.counts.sum(axis=(1, 2))
    chance = np.maximum(_chances(pairs, at), NEVER)
    ratio = _densities(pairs, at)[0] / chance
    known = (pairs.counts * ratio**2).sum(axis=(1, 2)) / people
    share = pairs.counts * ratio / chance / people[:, None, None]
    of_rows = _through_thresholds(share, (pairs.first, pairs.second), at)
    of_columns = _through_thresholds(share.transpose(0, 2, 1), (pairs.second, pairs.first), at)
    rows = (margins[0] @ of_rows[:, :, None])[:, :, 0]
    columns = (margins[1] @ of_columns[:, :, None])[:, :, 0]
    found: Values = (ratio - rows[:, :, None] - columns[:, None, :]) / known[:, None, None]
    found[np.isnan(correlation)] = np.nan
    return found


def _through_thresholds(share: Values, bounds: tuple[Values, Values], correlation: Values) -> Values:
    """Product sums of the slopes along the correlation and along each threshold of the row item."""
    along, across = np.clip(bounds[0][:, 1:-1, None], -FAR, FAR), bounds[1][:, None, :]
    r = correlation[:, None, None]
    below = special.ndtr((across - r * along) / np.sqrt((1 - r) * (1 + r)))
    slopes = normal_density(along) * np.diff(below, axis=2)
    found: Values = ((share[:, :-1] - share[:, 1:]) * slopes).sum(axis=2)
    return found
