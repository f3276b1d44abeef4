"""The second look: rows of answers, for what sums cannot give, in bounded batches or as distinct answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mentorway.moments.cells import Block, Floats, Integers
from mentorway.moments.facts import Chosen, Fact, Order, Where, order
from mentorway.moments.reading import Coder, batches
from mentorway.wording import InvalidInputError, Message

MOST_BYTES = 2**30
MOST_KINDS = 2_000_000
NO_ANSWER = -1
SHORT = 2**15

Steps = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, eq=False)
class Rows:
    """Some people of one group, a row each.

    Parameters
    ----------
    group : str
        Which group.
    codes : array of int16 (int32 for scales of 32,768 answers or more), shape (people, items)
        Steps above the lowest answer, reverse-keyed answers turned; -1 where there is no answer.
    block : Block
        The items.
    beside : mapping of str to array, shape (people,)
        Further columns that were asked for: numbers as float64, NaN where there is none; all else as text,
        None where there is none.
    """

    group: str
    codes: Steps
    block: Block
    beside: Mapping[str, NDArray[Any]] = field(default_factory=dict)

    @property
    def answers(self) -> Floats:
        """The answers in the units of the scale, shape (people, items), NaN where there is none."""
        found = self.codes.astype(np.float64) + self.block.low
        found[self.codes == NO_ANSWER] = np.nan
        return found

    @property
    def complete(self) -> Rows:
        """Only people who answered every item."""
        whole = (self.codes != NO_ANSWER).all(axis=1)
        beside = {name: column[whole] for name, column in self.beside.items()}
        return replace(self, codes=self.codes[whole], beside=beside)


@dataclass(frozen=True, eq=False)
class Responses:
    """The different answers of one group and how many people gave each.

    `codes`, shape (kinds, items), as in `Rows`, in lexicographic order; `counts`, shape (kinds,).
    """

    group: str
    codes: Steps
    counts: Integers
    block: Block


def rows_of(
    path: Path, block: Block, *, group: str, where: Where | None = None, beside: Sequence[str] = ()
) -> Iterator[Rows]:
    """Read the rows of a file of answers a second time, in bounded memory.

    Parameters
    ----------
    path : Path
        Parquet file: one row per person, items as whole numbers, empty where nothing was answered.
    block : Block
        The items.
    group : str
        The column that names each person's group. People without a group are left out.
    where : mapping of str to collection of str, optional
        For some columns the values to look at.
    beside : sequence of str
        Further columns to carry along: an organisation, a weight.

    Yields
    ------
    Rows
        People of one group, at most 131,072 at once, in the order of the file.

    Raises
    ------
    InvalidInputError
        As for `reduce_answers`.

    Examples
    --------
    >>> import tempfile
    >>> import pyarrow.parquet as pq
    >>> people = pa.table({"land": ["LT", "LT", "LV"], "w": [1.5, 1.0, 2.0], "a": [1, 3, 2],
    ...                    "b": [2, None, 3]})
    >>> block = Block("trust", ("a", "b"), reverse=(False, True), low=1, high=3)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     pq.write_table(people, Path(folder) / "answers.parquet")
    ...     found = gathered(rows_of(Path(folder) / "answers.parquet", block, group="land", beside=["w"]))
    >>> [(rows.group, rows.codes.tolist(), rows.beside["w"].tolist()) for rows in found]
    [('LT', [[0, 1], [2, -1]], [1.5, 1.0]), ('LV', [[1, 0]], [2.0])]
    >>> found[0].answers
    array([[ 1.,  2.],
           [ 3., nan]])
    """
    groups, chosen, coder = Fact(group), Chosen(where), Coder(block)
    for batch in batches(path, (group, *chosen.columns, *beside), block.items):
        rows = order(chosen.only(groups.number(batch.column(group)), batch))
        codes, _ = coder.coded(batch, rows)
        signed = _signed(codes, block)
        names = list(groups.numbers)
        carried = {name: _carried(batch.column(name), rows) for name in beside}
        for number, start, end in rows.slices:
            part = {name: column[start:end] for name, column in carried.items()}
            yield Rows(names[number], signed[start:end], block, part)
    chosen.check()


def _signed(codes: NDArray[np.unsignedinteger[Any]], block: Block) -> Steps:
    signed: Steps = np.ascontiguousarray(codes.T).astype(np.int16 if block.levels < SHORT else np.int32)
    signed[signed == block.levels] = NO_ANSWER
    return signed


def _carried(column: pa.Array, rows: Order) -> NDArray[Any]:
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        values = column.cast(pa.float64()).fill_null(float("nan")).to_numpy(zero_copy_only=False)
    else:
        values = np.array(column.cast(pa.string()).to_pylist(), dtype=object)
    found: NDArray[Any] = values if rows.rows is None else values[rows.rows]
    return found


def gathered(rows: Iterable[Rows]) -> tuple[Rows, ...]:
    """All rows of each group together, groups in order of their names.

    Parameters
    ----------
    rows : iterable of Rows
        As `rows_of` yields them, all of one block.

    Returns
    -------
    tuple of Rows

    Raises
    ------
    InvalidInputError
        The answers take more than a gigabyte.
    """
    found: dict[str, list[Rows]] = {}
    total = 0
    for part in rows:
        total += part.codes.nbytes
        if total > MOST_BYTES:
            raise InvalidInputError(
                Message(
                    "There are more than %(most)d million answers to scale %(scale)s, too many to hold row "
                    "by row. Choose fewer people or items.",
                    {"most": MOST_BYTES // part.codes.itemsize // 1_000_000, "scale": part.block.name},
                )
            )
        found.setdefault(part.group, []).append(part)
    return tuple(_together(found[name]) for name in sorted(found))


def _together(parts: Sequence[Rows]) -> Rows:
    beside = {name: np.concatenate([part.beside[name] for part in parts]) for name in parts[0].beside}
    return replace(parts[0], codes=np.concatenate([part.codes for part in parts]), beside=beside)


def responses_of(
    path: Path, block: Block, *, group: str, where: Where | None = None, complete: bool = True
) -> tuple[Responses, ...]:
    """Count how many people of each group gave the same answers to all items.

    Parameters
    ----------
    path : Path
        Parquet file, as for `rows_of`.
    block : Block
        The items.
    group : str
        The column that names each person's group.
    where : mapping of str to collection of str, optional
        For some columns the values to look at.
    complete : bool
        Whether only people count who answered every item.

    Returns
    -------
    tuple of Responses
        Groups in order of their names. Those of whom nobody is left have no answers.

    Raises
    ------
    InvalidInputError
        As for `reduce_answers`, or there are more than two million different answers.
    """
    found: dict[str, Responses] = {}
    for part in rows_of(path, block, group=group, where=where):
        kept = part.complete if complete else part
        counted = _distinct(part.group, kept.codes, np.ones(len(kept.codes), np.int64), block)
        before = found.get(part.group)
        if before is not None:
            codes = np.concatenate([before.codes, counted.codes])
            counted = _distinct(part.group, codes, np.concatenate([before.counts, counted.counts]), block)
        found[part.group] = counted
        if sum(len(one.counts) for one in found.values()) > MOST_KINDS:
            raise InvalidInputError(
                Message(
                    "Scale %(scale)s was answered in more than %(most)d different ways, too many to hold. "
                    "Choose fewer people or items.",
                    {"scale": block.name, "most": MOST_KINDS},
                )
            )
    return tuple(found[name] for name in sorted(found))


def _distinct(group: str, codes: Steps, counts: Integers, block: Block) -> Responses:
    """Equal rows put together, in lexicographic order."""
    if not len(codes):
        return Responses(group, codes, counts, block)
    places = np.lexsort(codes.T[::-1])
    codes, counts = codes[places], counts[places]
    starts = np.flatnonzero(np.append(True, (codes[1:] != codes[:-1]).any(axis=1)))
    return Responses(group, codes[starts], np.add.reduceat(counts, starts), block)
