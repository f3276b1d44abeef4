"""Answers in an engine reduced to the same cells as answers in a file, without fetching a row of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mentorway.moments.cells import Block, Reduction
from mentorway.moments.cube import Cube
from mentorway.moments.engines.answers import Answers, Table
from mentorway.moments.engines.asking import Asking, asking
from mentorway.moments.engines.checking import check_answers, check_weights
from mentorway.moments.engines.gathering import Gathering
from mentorway.moments.engines.people import check_fact, chosen
from mentorway.moments.facts import EVERYONE, MOST_GROUPS, Combinations, Where
from mentorway.moments.fine import MOST_CELLS, Wanted
from mentorway.moments.reading import Progress


@dataclass
class _Telling:
    """How much of the work is done, told after every query; what is told may raise and so end the work."""

    progress: Progress | None
    total: int = 1
    done: int = 0

    def step(self) -> None:
        self.done += 1
        if self.progress is not None:
            self.progress(self.done / self.total)


def reduce_answers_in(
    answers: Answers,
    blocks: Sequence[Block],
    *,
    group: str,
    where: Where | None = None,
    progress: Progress | None = None,
) -> tuple[Reduction, ...]:
    """Reduce a table of answers to what `reduce_answers` makes of a file: the same whole numbers.

    Parameters
    ----------
    answers : Answers
        The table, from `connect`.
    blocks : sequence of Block
        The scales. They may share items.
    group : str
        The column that names each person's group. People without a group are left out.
    where : mapping of str to collection of str, optional
        For some columns the values to look at.
    progress : callable, optional
        Told the share of queries answered so far, from 0 to 1. What it raises ends the work.

    Returns
    -------
    tuple of Reduction
        One for each block, in the order given.

    Raises
    ------
    InvalidInputError
        As for `reduce_answers`; the engine refuses, or the table changed while it was read. Answers kept as
        text are not whole numbers here, even if they look like it.
    """
    wanted = Wanted(by=(group,), where=where or EVERYONE)
    cubes = _reduced(answers, blocks, wanted, progress, fine=False)
    return tuple(cube.by_fact(group) for cube in cubes)


def reduce_finely_in(
    answers: Answers, blocks: Sequence[Block], wanted: Wanted, *, progress: Progress | None = None
) -> tuple[Cube, ...]:
    """Reduce a table of answers to what `reduce_finely` makes of a file.

    Parameters
    ----------
    answers : Answers
        The table, from `connect`.
    blocks : sequence of Block
        The scales. They may share items.
    wanted : Wanted
        By which facts, and what is counted.
    progress : callable, optional
        Told the share of queries answered so far, from 0 to 1. What it raises ends the work.

    Returns
    -------
    tuple of Cube
        One for each block, in the order given: the same whole numbers, weighted sums to about 12 digits.

    Raises
    ------
    InvalidInputError
        As for `reduce_finely`; the engine refuses, or the table changed while it was read. As rows of a table
        have no numbers, a wrong weight is told by how many people have one.
    """
    return _reduced(answers, blocks, wanted, progress, fine=True)


def _reduced(
    answers: Answers, blocks: Sequence[Block], wanted: Wanted, progress: Progress | None, *, fine: bool
) -> tuple[Cube, ...]:
    Combinations(wanted.by)  # refuses too many facts
    beside = () if wanted.weight is None else (wanted.weight,)
    items = [item for block in blocks for item in block.items]
    answers.check_columns([*items, *wanted.by, *wanted.where, *beside])
    telling = _Telling(progress)
    with answers.refusals.in_words():
        people = _people(answers, blocks, wanted, named=not fine)
        asked = [asking(answers, block, wanted, people) for block in blocks]
        telling.total = 1 + sum(one.queries for one in asked)
        telling.step()
        return tuple(_cube(answers, one, telling, bounded=fine) for one in asked)


def _people(answers: Answers, blocks: Sequence[Block], wanted: Wanted, *, named: bool) -> Table:
    """Those who are looked at, after everything was checked that can be wrong."""
    check_answers(answers, blocks)
    for name in wanted.by:
        check_fact(answers, name)
    people = chosen(answers, wanted.where)
    if wanted.weight is not None:
        check_weights(answers, people, wanted.weight)
    return people.filter(people[wanted.by[0]].notnull()) if named else people


def _cube(answers: Answers, asked: Asking, telling: _Telling, *, bounded: bool) -> Cube:
    most = MOST_CELLS + 1 if bounded else 2 * MOST_GROUPS
    gathering = Gathering(asked, answers.ask(asked.cells(most)), bounded=bounded)
    telling.step()
    for query in asked.counts():
        gathering.add_counts(answers.ask(query))
        telling.step()
    for pairs, query in asked.products():
        gathering.add_products(pairs, answers.ask(query))
        telling.step()
    for query in asked.tables():
        gathering.add_tables(answers.ask(query))
        telling.step()
    return gathering.cube()
