"""All that is published of the same people, as one system of linear conditions on who could be where.

The unknowns are how many people joined each cell of the crossed leaves with each release. A published count
is a sum of them, so the same cell in two tables, or in two releases, is the same sum or a part of it.
Unknowns that no table tells apart are one unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from mentorway.disclosure.cliques import Tree, tree_of
from mentorway.disclosure.tables import History, Integers, Release, Table
from mentorway.wording import InvalidInputError, Message, listed, shown

MOST_UNKNOWN = 200_000

Matrix = sparse.csr_array
Key = frozenset[tuple[str, frozenset[str]]]


@dataclass(frozen=True)
class Place:
    """A cell: of which table in which release (by their places), and where in its flattened counts."""

    release: int
    table: int
    at: int


@dataclass(frozen=True, eq=False)
class System:
    """Cells of linked tables as sums of unknowns.

    `sums` has a row for each cell in `places`, then one for each pair of sets that must agree, which is 0,
    and a column for each unknown. `keys` say which cells are the same people: equal in the same `period`
    (the place of the release), parts of each other over time.
    """

    places: tuple[Place, ...]
    keys: tuple[Key, ...]
    periods: tuple[int, ...]
    sums: Matrix

    @property
    def cells(self) -> int:
        """Rows that are cells; the rest are conditions."""
        return len(self.places)


def systems_of(history: History) -> Iterator[System]:
    """Give a system for each kind of people and each run of releases in which they only grow.

    Raises
    ------
    InvalidInputError
        Tables taken together have too many unknowns.
    """
    releases = history.releases
    for people in sorted({table.people for release in releases for table in release.tables}):
        run = 0
        runs = []
        for at, release in enumerate(releases):
            run += not release.grows
            runs.append((run, at))
        for _, some in groupby(runs, key=lambda one: one[0]):
            found = [
                (at, which, table)
                for _, at in some
                for which, table in enumerate(releases[at].tables)
                if table.people == people
            ]
            if found:
                yield _system(found)


def _system(found: Sequence[tuple[int, int, Table]]) -> System:
    periods = sorted({at for at, _, _ in found})
    universe = Universe([table for _, _, table in found])
    tree = tree_of([sorted(of.name for of in table.dimensions) for _, _, table in found])
    columns = Columns(tree, universe, len(periods))
    rows, places, keys, when = [], [], [], []
    for at, which, table in found:
        period = periods.index(at)
        sets = [[universe.leaves(of.name, table, one) for one in of.categories] for of in table.dimensions]
        columns.leave_out(table, period, sets)
        for place in range(table.counts.size):
            cell = dict(
                zip(
                    (of.name for of in table.dimensions),
                    (sets[axis][int(one)] for axis, one in enumerate(np.unravel_index(place, table.shape))),
                    strict=True,
                )
            )
            rows.append(columns.of(cell, period))
            if table.never.flat[place]:
                columns.impossible[columns.of(cell, len(periods) - 1)] = True
            places.append(Place(at, which, place))
            keys.append(
                frozenset((name, some) for name, some in cell.items() if not universe.whole(name, some))
            )
            when.append(at)
    return System(tuple(places), tuple(keys), tuple(when), columns.matrix(rows))


class Universe:
    """All leaves of each dimension in linked tables; a leaf of one may be a sum in another."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.sums: dict[str, dict[str, tuple[str, ...]]] = {}
        for table in tables:
            for of in table.dimensions:
                known = self.sums.setdefault(of.name, {})
                for category, parts in of.sums.items():
                    known.setdefault(category, parts)
        self.all: dict[str, tuple[str, ...]] = {}
        for table in tables:
            for of in table.dimensions:
                some = {leaf for one in of.categories for leaf in self.leaves(of.name, table, one)}
                self.all[of.name] = tuple(sorted({*self.all.get(of.name, ()), *some}))

    def leaves(self, name: str, table: Table, category: str) -> frozenset[str]:
        """The leaves of a category as its table says, and further as other tables do."""
        own = next(of for of in table.dimensions if of.name == name)
        found: set[str] = set()
        waiting = [(one, frozenset({one})) for one in own.leaves_of(category)]
        while waiting:
            one, above = waiting.pop()
            parts = self.sums[name].get(one, ())
            if not parts:
                found.add(one)
            elif above & set(parts):
                raise InvalidInputError(
                    Message(
                        "The sums of %(name)s contain each other: %(came)s.",
                        {"name": name, "came": shown(one)},
                    )
                )
            waiting.extend((part, above | {part}) for part in parts)
        return frozenset(found)

    def whole(self, name: str, some: frozenset[str]) -> bool:
        """Whether these leaves are all there are."""
        return len(some) == len(self.all[name])


class Columns:
    """Where the unknowns of each set of crossed dimensions are."""

    def __init__(self, tree: Tree, universe: Universe, periods: int) -> None:
        self.tree, self.universe, self.periods = tree, universe, periods
        self.shapes = [(periods, *(len(universe.all[name]) for name in clique)) for clique in tree.cliques]
        sizes = [int(np.prod(shape, dtype=np.float64)) for shape in self.shapes]
        if sum(sizes) > MOST_UNKNOWN:
            raise InvalidInputError(
                Message(
                    "The tables by %(names)s come to %(came)d unknown numbers when they are checked together;"
                    " at most %(most)d can be. Publish fewer dimensions in common.",
                    {
                        "names": listed(list(tree.cliques[int(np.argmax(sizes))])),
                        "came": sum(sizes),
                        "most": MOST_UNKNOWN,
                    },
                )
            )
        starts = np.cumsum([0, *sizes])
        self.index = [
            np.arange(start, start + size).reshape(shape)
            for start, size, shape in zip(starts, sizes, self.shapes, strict=False)
        ]
        self.impossible = np.zeros(int(starts[-1]), np.bool_)

    def of(self, cell: Mapping[str, frozenset[str]], period: int, clique: int | None = None) -> Integers:
        """The unknowns that a cell adds up: in one set of dimensions, everybody who joined until then."""
        chosen = self._home(cell) if clique is None else clique
        return self._within(chosen, cell, range(period + 1))

    def _home(self, cell: Mapping[str, frozenset[str]]) -> int:
        return next(at for at, clique in enumerate(self.tree.cliques) if set(cell) <= set(clique))

    def _within(self, clique: int, cell: Mapping[str, frozenset[str]], periods: Sequence[int]) -> Integers:
        lists = [list(periods)]
        for name in self.tree.cliques[clique]:
            every = self.universe.all[name]
            wanted = cell.get(name)
            lists.append([at for at, leaf in enumerate(every) if wanted is None or leaf in wanted])
        return self.index[clique][np.ix_(*lists)].ravel()

    def leave_out(self, table: Table, period: int, sets: Sequence[Sequence[frozenset[str]]]) -> None:
        """Nobody is in a category that a table of everybody does not have."""
        for of, some in zip(table.dimensions, sets, strict=True):
            outside = frozenset(self.universe.all[of.name]) - frozenset().union(*some)
            for at, clique in enumerate(self.tree.cliques):
                if outside and of.name in clique:
                    self.impossible[self.of({of.name: outside}, period, at)] = True

    def matrix(self, cells: Sequence[Integers]) -> Matrix:
        """Rows of cells, then of agreements; unknowns that nothing tells apart are one."""
        rows = [(some, np.ones(some.size)) for some in cells]
        for first, second in self.tree.joints:
            rows.extend(self._agreements(first, second))
        pointers = np.cumsum([0, *(some.size for some, _ in rows)])
        matrix = sparse.csr_array(
            (
                np.concatenate([values for _, values in rows]),
                np.concatenate([some for some, _ in rows]),
                pointers,
            ),
            shape=(len(rows), self.impossible.size),
        )
        return _merged(sparse.csc_array(matrix[:, ~self.impossible]))

    def _agreements(self, first: int, second: int) -> Iterator[tuple[Integers, NDArray[np.float64]]]:
        shared = sorted(set(self.tree.cliques[first]) & set(self.tree.cliques[second]))
        every = [[frozenset({leaf}) for leaf in self.universe.all[name]] for name in shared]
        for period in range(self.periods):
            for at in np.ndindex(*(len(one) for one in every)):
                cell = {
                    name: every[axis][one] for axis, (name, one) in enumerate(zip(shared, at, strict=True))
                }
                plus, minus = (self._within(one, cell, [period]) for one in (first, second))
                yield (
                    np.concatenate([plus, minus]),
                    np.concatenate([np.ones(plus.size), -np.ones(minus.size)]),
                )


def _merged(matrix: sparse.csc_array) -> Matrix:
    matrix.sort_indices()
    seen: dict[tuple[bytes, bytes], int] = {}
    for at in range(matrix.shape[1]):
        some = slice(matrix.indptr[at], matrix.indptr[at + 1])
        seen.setdefault((matrix.indices[some].tobytes(), matrix.data[some].tobytes()), at)
    seen.pop((b"", b""), None)
    return sparse.csr_array(matrix[:, sorted(seen.values())])


def table_at(releases: Sequence[Release], place: Place) -> Table:
    """The table that holds a cell."""
    return releases[place.release].tables[place.table]
