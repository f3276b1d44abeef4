"""Gaps filled with answers of people alike: predictive mean matching, column after column in turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mentorway.evidence.effectiveness.gaps import Filled, Gapped, Mask, check_tables, gapped, told
from mentorway.evidence.effectiveness.rows import Matrix, Vector
from mentorway.wording import InvalidInputError, Message, shown

RIDGE = 1e-5  # of each column's sum of squares: keeps columns that repeat each other from running away


@dataclass(frozen=True)
class Chains:
    """How many tables, how many rounds through the columns for each, and from how many donors to draw."""

    tables: int = 20
    rounds: int = 10
    donors: int = 5


def matched_imputation(
    columns: Mapping[str, ArrayLike],
    *,
    chains: Chains = Chains(),
    rng: np.random.Generator,
) -> Filled:
    """Fill gaps with answers that others gave who are expected to answer nearly the same.

    Column after column is predicted from all others, with coefficients drawn anew for those with gaps; of the
    people whose prediction is nearest, one is drawn and lends the answer. So only answers that exist are
    filled in, which suits items of few steps.

    Parameters
    ----------
    columns : mapping of name to array of float, shape (people,)
        As for `gapped`.
    chains : Chains
        How many tables, rounds and donors.
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    Filled

    Raises
    ------
    InvalidInputError
        As for `gapped`, or a column is known of fewer people than there are donors.

    References
    ----------
    Little (1988), J Bus Econ Stat 6:287-296, doi:10.1080/07350015.1988.10509663.
    Van Buuren (2018), Flexible Imputation of Missing Data, 2nd edition, sections 3.4 and 4.5,
    doi:10.1201/9780429492259.
    Morris, White & Royston (2014), BMC Med Res Methodol 14:75, doi:10.1186/1471-2288-14-75, for the donors.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.integers(1, 6, 60).astype(float)
    >>> y = np.where(np.arange(60) < 10, np.nan, np.clip(x + rng.integers(-1, 2, 60), 1, 5))
    >>> found = matched_imputation({"x": x, "y": y}, chains=Chains(tables=3), rng=rng)
    >>> sorted(set(found.column("y", 0)) - {1.0, 2.0, 3.0, 4.0, 5.0})
    []
    """
    check_tables(chains.tables)
    given = gapped(columns)
    _check(given, chains)
    filled, traces = [], []
    for _ in range(chains.tables):
        table, trace = _one(given, chains, rng)
        filled.append(table)
        traces.append(trace)
    return Filled(given.names, np.array(filled), given.gaps, np.array(traces), told(given))


def _check(given: Gapped, chains: Chains) -> None:
    if chains.rounds < 1 or chains.donors < 1:
        raise InvalidInputError(Message("At least one round and one donor are needed."))
    known = (~given.gaps).sum(axis=0)
    place = int(np.argmin(known))
    if known[place] < chains.donors:
        raise InvalidInputError(
            Message(
                "“%(name)s” is known of %(known)d people only, but one of %(donors)d donors is to be drawn.",
                {"name": shown(given.names[place]), "known": int(known[place]), "donors": chains.donors},
            )
        )
    if len(given.names) < 2:
        raise InvalidInputError(
            Message("One column alone says nothing of its gaps. Add columns that go with it.")
        )


def _one(given: Gapped, chains: Chains, rng: np.random.Generator) -> tuple[Matrix, Matrix]:
    """One table, started from answers drawn at random."""
    table, gaps = given.rows.copy(), given.gaps
    order = [int(place) for place in np.argsort(gaps.sum(axis=0), kind="stable") if gaps[:, place].any()]
    for place in order:
        table[gaps[:, place], place] = rng.choice(given.rows[~gaps[:, place], place], gaps[:, place].sum())
    trace = np.tile(table.mean(axis=0), (chains.rounds, 1))
    for step in range(chains.rounds):
        for place in order:
            gone = gaps[:, place]
            table[gone, place] = _lent(table, place, gone, chains.donors, rng)
            trace[step, place] = table[gone, place].mean()
    return table, trace


def _lent(table: Matrix, place: int, gone: Mask, donors: int, rng: np.random.Generator) -> Vector:
    others = np.delete(table, place, axis=1)
    x = np.column_stack([np.ones(len(table)), others - others.mean(axis=0)])
    y = table[~gone, place]
    seen, unseen = x[~gone], x[gone]
    product = seen.T @ seen
    root = np.linalg.cholesky(product + RIDGE * np.diag(np.maximum(np.diag(product), 1e-12)))
    values = np.linalg.solve(root.T, np.linalg.solve(root, seen.T @ y))
    left = y - seen @ values
    spread = np.sqrt(left @ left / rng.chisquare(max(len(y) - x.shape[1], 1)))
    drawn = values + spread * np.linalg.solve(root.T, rng.standard_normal(len(values)))
    return _nearest(seen @ values, y, unseen @ drawn, donors, rng)


def _nearest(
    predicted: Vector, answers: Vector, wanted: Vector, donors: int, rng: np.random.Generator
) -> Vector:
    """For each wanted prediction the answer of one of the donors nearest to it; ties in random order."""
    shuffled = rng.permutation(len(predicted))
    order = shuffled[np.argsort(predicted[shuffled], kind="stable")]
    line = predicted[order]
    middle = np.searchsorted(line, wanted)
    window = np.clip(middle[:, None] + np.arange(-donors, donors), 0, len(line) - 1)
    apart = np.abs(line[window] - wanted[:, None])
    apart[:, 1:][window[:, 1:] == window[:, :-1]] = np.inf  # the ends of the line come up more than once
    near = np.argsort(apart, axis=1, kind="stable")[:, :donors]
    picked = near[np.arange(len(wanted)), rng.integers(0, donors, len(wanted))]
    found: Vector = answers[order[window[np.arange(len(wanted)), picked]]]
    return found
