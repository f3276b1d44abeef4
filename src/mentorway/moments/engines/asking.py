"""The queries: what is counted and summed for one scale, cut into parts that every engine can take.

Only filter, select, casts, groups, sums, counts and unions are used: these are the same everywhere. Answers
are cast before they are multiplied, as small whole numbers would overflow in PostgreSQL and Spark; steps from
the middle of a scale and their products always fit in 32 bits, which PostgreSQL adds up several times faster.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from mentorway.moments.cells import Block
from mentorway.moments.engines.answers import Answers, Column, Limits, Table
from mentorway.moments.engines.checking import given
from mentorway.moments.fine import Wanted

FLAGS = 60  # items whose absence one whole number of 64 bits tells
Pair = tuple[int, int]
Part = TypeVar("Part")


@dataclass(frozen=True, eq=False)
class Asking:
    """The people who are looked at, with their facts, the steps they chose and what they left out."""

    block: Block
    wanted: Wanted
    people: Table
    limits: Limits

    @property
    def facts(self) -> list[str]:
        """The columns that tell people apart."""
        return [f"fact_{place}" for place in range(len(self.wanted.by))]

    @property
    def flags(self) -> list[str]:
        """The columns that tell what people left out."""
        size = len(self.block.items) if self.wanted.patterns else 1
        return [f"flags_{place}" for place in range(-(-size // FLAGS))]

    @property
    def keys(self) -> list[str]:
        """The columns that make a cell."""
        return [*self.facts, *self.flags]

    def cells(self, most: int) -> Table:
        """Every cell with its people, and their weight; at most so many."""
        return self._grouped(self.people, self.keys, {}).limit(most)

    def counts(self) -> list[Table]:
        """How often each step was chosen, item by item; none where nothing was answered."""
        return [
            self._under_each_other([self._count(place) for place in part])
            for part in _parts(range(len(self.block.items)), self.limits.tables)
        ]

    def products(self) -> Iterator[tuple[Sequence[Pair], Table]]:
        """Sums of products of steps from the middle, pair by pair."""
        people = self.people
        if not self.wanted.patterns:
            people = people.filter(people["flags_0"] == 0)
        for part in _parts(self.pairs, self._products_at_once):
            sums = {}
            for number, (first, second) in enumerate(part):
                product = people[f"step_{first}"] * people[f"step_{second}"]
                sums[f"product_{number}"] = product.sum()
                if self.wanted.weight is not None:
                    sums[f"weighted_{number}"] = (people["weight"] * product).sum()
            yield part, self._grouped(people, self.keys, sums)

    def tables(self) -> list[Table]:
        """How often each two steps were chosen together, pair by pair."""
        if not self.wanted.pairs:
            return []
        return [
            self._under_each_other([self._table(pair) for pair in part])
            for part in _parts(self.pairs, self.limits.tables)
        ]

    @property
    def pairs(self) -> list[Pair]:
        """Every two different items."""
        return list(itertools.combinations(range(len(self.block.items)), 2))

    @property
    def queries(self) -> int:
        """How many queries all of this takes."""
        pairs, items = len(self.pairs), len(self.block.items)
        tables = -(-pairs // self.limits.tables) if self.wanted.pairs else 0
        return 1 + -(-items // self.limits.tables) + -(-pairs // self._products_at_once) + tables

    @property
    def _products_at_once(self) -> int:
        return self.limits.products // (1 if self.wanted.weight is None else 2)

    def _grouped(self, people: Table, keys: Sequence[str], sums: dict[str, Column]) -> Table:
        counted = {"people": people.count(), **sums}
        if self.wanted.weight is not None:
            counted["weight"] = people["weight"].sum()
        return people.group_by(list(keys)).agg(**counted)

    def _count(self, place: int) -> Table:
        import ibis  # noqa: PLC0415 - see `connect`

        found = self._grouped(self.people, [*self.keys, f"step_{place}"], {})
        return found.rename(step=f"step_{place}").mutate(item=ibis.literal(place, "int64"))

    def _table(self, pair: Pair) -> Table:
        import ibis  # noqa: PLC0415

        first, second = (f"step_{place}" for place in pair)
        both = self.people.filter(self.people[first].notnull() & self.people[second].notnull())
        found = both.group_by([*self.keys, first, second]).agg(people=both.count())
        return found.rename(first_step=first, second_step=second).mutate(
            first=ibis.literal(pair[0], "int64"), second=ibis.literal(pair[1], "int64")
        )

    def _under_each_other(self, tables: Sequence[Table]) -> Table:
        import ibis  # noqa: PLC0415

        return ibis.union(*tables) if len(tables) > 1 else tables[0]


def asking(answers: Answers, block: Block, wanted: Wanted, people: Table) -> Asking:
    """Prepare what is asked of the people who are looked at."""
    import ibis  # noqa: PLC0415

    size = len(block.items)
    steps = {f"step_{place}": _step(people[item], block, place) for place, item in enumerate(block.items)}
    columns = {f"fact_{place}": people[name] for place, name in enumerate(wanted.by)} | steps
    if wanted.weight is not None:
        columns["weight"] = people[wanted.weight].cast("float64")
    gone = [steps[f"step_{place}"].isnull() for place in range(size)]
    if wanted.patterns:
        for start in range(0, size, FLAGS):
            bits = [
                ibis.ifelse(one, ibis.literal(2**bit, "int64"), ibis.literal(0, "int64"))
                for bit, one in enumerate(gone[start : start + FLAGS])
            ]
            columns[f"flags_{start // FLAGS}"] = _folded(operator.add, bits)
    else:
        columns["flags_0"] = ibis.ifelse(
            _folded(operator.or_, gone), ibis.literal(1, "int64"), ibis.literal(0, "int64")
        )
    return Asking(block, wanted, people.select(**columns), answers.limits)


def _step(column: Column, block: Block, place: int) -> Column:
    """How far an answer is from the middle of the scale, turned where it is reverse-keyed."""
    answer = given(column).cast("int64")
    turned = block.low + block.high - block.pivot
    return (turned - answer if block.reverse[place] else answer - block.pivot).cast("int32")


def _folded(join: Callable[[Column, Column], Column], parts: Sequence[Column]) -> Column:
    """All parts joined two by two, so that hundreds of items do not nest hundreds deep."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return join(_folded(join, parts[:middle]), _folded(join, parts[middle:]))


def _parts(whole: Sequence[Part], most: int) -> list[Sequence[Part]]:
    return [whole[start : start + most] for start in range(0, len(whole), most)]
