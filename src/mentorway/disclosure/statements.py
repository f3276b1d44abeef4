"""What published figures say of a system's unknowns: counts, percentages, means and sums, each as rounded."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from mentorway.disclosure.system import Matrix, System, table_at
from mentorway.disclosure.tables import Booleans, History, Integers, Measure, Numbers, Shares, Table

CLOSE = 1e-9


@dataclass(frozen=True)
class Said:
    """One condition: at least `least` and at most `most`, for weights on sums of counts and of one measure.

    `whole` is what to multiply by so that all weights are whole numbers; 0 where a measure is in it.
    """

    owner: int
    counts: tuple[tuple[int, float], ...]
    least: float
    most: float
    measure: str = ""
    sums: tuple[tuple[int, float], ...] = ()
    whole: int = 1
    always: bool = False


@dataclass(frozen=True, eq=False)
class Statements:
    """Conditions as a matrix over the unknown counts, then the unknown sums of each measure.

    `owner` is the cell with which a condition is published, -1 for those that belong to none. Where
    `always`, it is published even if the count of its cell is not.
    """

    system: System
    measures: tuple[str, ...]
    matrix: Matrix
    least: Numbers
    most: Numbers
    owner: Integers
    whole: Integers
    always: Booleans

    @cached_property
    def unknown(self) -> int:
        """Unknown counts."""
        return int(self.system.sums.shape[1])

    def active(self, published: Booleans) -> Booleans:
        """Which conditions hold when these cells are published."""
        return np.asarray(self.always | published[self.owner], np.bool_)


def published_in(system: System, history: History) -> Booleans:
    """Which cells of a system are published."""
    return np.array(
        [table_at(history.releases, one).published.flat[one.at] for one in system.places], np.bool_
    )


def statements_of(system: System, history: History) -> Statements:
    """All conditions that the figures of a history would say if every cell was published."""
    first = {(one.release, one.table): row - one.at for row, one in reversed(list(enumerate(system.places)))}
    said: list[Said] = []
    for (release, which), row in first.items():
        table = history.releases[release].tables[which]
        said.extend(_of_table(table, row))
    said.extend(Said(-1, ((row, 1.0),), 0, 0) for row in range(system.cells, system.sums.shape[0]))
    measures = tuple(sorted({one.measure for one in said if one.measure}))
    for name in measures:
        said.extend(
            Said(-1, (), 0, 0, name, ((row, 1.0),), 0) for row in range(system.cells, system.sums.shape[0])
        )
    matrix = sparse.hstack(
        [_weights(system, [one.counts for one in said])]
        + [_weights(system, [one.sums if one.measure == name else () for one in said]) for name in measures]
    )
    least, most = np.array([one.least for one in said]), np.array([one.most for one in said])
    owner, whole = np.array([one.owner for one in said]), np.array([one.whole for one in said])
    always = np.array([one.always or one.owner < 0 for one in said])
    found = Statements(system, measures, sparse.csr_array(matrix), least, most, owner, whole, always)
    return _with_scales(found, [history.releases[one].tables[two] for one, two in first])


def _weights(system: System, rows: Sequence[tuple[tuple[int, float], ...]]) -> Matrix:
    at = [place for place, row in enumerate(rows) for _ in row]
    to = [one for row in rows for one, _ in row]
    by = [weight for row in rows for _, weight in row]
    chosen = sparse.csr_array((by, (at, to)), shape=(len(rows), system.sums.shape[0]))
    return sparse.csr_array(chosen @ system.sums)


def _with_scales(of: Statements, tables: Sequence[Table]) -> Statements:
    """Each person's number lies between the least and the most that there can be."""
    blocks, unknown = [of.matrix], of.unknown
    for at, name in enumerate(of.measures):
        all_of = [one for table in tables for one in table.measures if one.name == name]
        for weight in (min(one.least for one in all_of), max(one.most for one in all_of)):
            parts = [sparse.csr_array((unknown, unknown)) for _ in of.measures]
            parts[at] = sparse.csr_array(sparse.eye_array(unknown))
            blocks.append(sparse.hstack([sparse.csr_array(-weight * sparse.eye_array(unknown)), *parts]))
    more = unknown * len(of.measures)
    ends = np.tile(np.repeat([0.0, -np.inf], unknown), len(of.measures))
    other = np.tile(np.repeat([np.inf, 0.0], unknown), len(of.measures))
    return Statements(
        of.system,
        of.measures,
        sparse.csr_array(sparse.vstack(blocks)),
        np.concatenate([of.least, ends]),
        np.concatenate([of.most, other]),
        np.concatenate([of.owner, np.full(2 * more, -1)]),
        np.concatenate([of.whole, np.zeros(2 * more, np.int64)]),
        np.concatenate([of.always, np.ones(2 * more, np.bool_)]),
    )


def _of_table(table: Table, first: int) -> Iterator[Said]:
    half = table.rounded // 2
    for at, count in enumerate(table.counts.ravel().tolist()):
        told = table.rounded * ((count + half) // table.rounded)
        if not table.never.flat[at]:
            yield Said(first + at, ((first + at, 1.0),), max(told - half, 0), told + half)
    for one in table.shares:
        yield from _of_shares(table, first, one)
    for measure in table.measures:
        yield from _of_measure(table, first, measure)


def _of_shares(table: Table, first: int, shares: Shares) -> Iterator[Said]:
    axis = [of.name for of in table.dimensions].index(shares.of)
    leaves = [of not in table.dimensions[axis].sums for of in table.dimensions[axis].categories]
    places = np.arange(table.counts.size).reshape(table.shape)
    bases = np.broadcast_to(table.counts.compress(leaves, axis).sum(axis, keepdims=True), table.shape)
    unit = 200 * 10**shares.decimals
    for at in np.flatnonzero(bases.ravel()).tolist():
        if shares.shown is not None and not shares.shown.flat[at]:
            continue
        where = list(np.unravel_index(at, table.shape))
        parts = [places[(*where[:axis], one, *where[axis + 1 :])] for one in np.flatnonzero(leaves)]
        told = math.floor(unit * int(table.counts.flat[at]) / (2 * int(bases.flat[at])) + 0.5)
        for end, least, most in ((2 * told - 1, 0.0, np.inf), (2 * told + 1, -np.inf, 0.0)):
            weights = {int(one): -end / unit for one in parts}
            weights[at] = weights.get(at, 0.0) + 1
            counts = tuple((first + one, weight) for one, weight in weights.items())
            yield Said(first + at, counts, least, most, whole=unit, always=shares.shown is not None)


def _of_measure(table: Table, first: int, measure: Measure) -> Iterator[Said]:
    half = 0.5 * 10.0**-measure.decimals
    for at, count in enumerate(table.counts.ravel().tolist()):
        if measure.shown is not None and not measure.shown.flat[at]:
            continue
        always = measure.shown is not None
        row, total = first + at, float(np.asarray(measure.sums).flat[at])
        slack = half + CLOSE * (1 + abs(total))
        if not measure.mean:
            told = round(total, measure.decimals)
            yield Said(row, (), told - slack, told + slack, measure.name, ((row, 1.0),), 0, always)
        elif count:
            told, slack = round(total / count, measure.decimals), half + CLOSE * (1 + abs(total / count))
            for end, least, most in ((told - slack, 0.0, np.inf), (told + slack, -np.inf, 0.0)):
                yield Said(row, ((row, -end),), least, most, measure.name, ((row, 1.0),), 0, always)
