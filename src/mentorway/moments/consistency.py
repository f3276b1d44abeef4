"""Whether the numbers of a fine cell can be those of people: they must agree with each other."""

from __future__ import annotations

import numpy as np

from mentorway.moments.cells import Block
from mentorway.moments.cube import Cube, FineCell
from mentorway.wording import InvalidInputError, Message, listed, shown

SLACK = 1e-9


def check_cell(cube: Cube, cell: FineCell, fewest: int) -> None:
    """Refuse a cell that no people can have given.

    Parameters
    ----------
    cube : Cube
        Where the cell is from.
    cell : FineCell
        Counts and missing answers must add up to the people for every item, answers be where the pattern
        says; sums and sums of squares must be those of the counts, products be symmetric and the covariance
        positive semidefinite.
    fewest : int
        How many people it must have.

    Raises
    ------
    InvalidInputError
        The message says which scale and cell, and what does not agree.

    Examples
    --------
    >>> block = Block("trust", ("a",), reverse=(False,), low=1, high=3)
    >>> cell = FineCell(("LT",), np.array([True]), 3, np.array([2]), np.array([[3]]), np.array([[1, 0, 2]]),
    ...                 np.array([0]))
    >>> check_cell(Cube(block, ("country",), (cell,)), cell, 1)
    Traceback (most recent call last):
    ...
    mentorway.wording.InvalidInputError: Scale trust, cell LT: the sums are not those of the counted answers \
to a. Ask for the package again.
    """
    if cell.rows < fewest:
        raise InvalidInputError(
            Message(
                "Scale %(scale)s, cell %(cell)s: it has fewer people than the %(fewest)d that a cell must "
                "have. Ask for a package without small cells.",
                {**_place(cube, cell), "fewest": fewest},
            )
        )
    _check_counts(cube, cell)
    if cell.observed is None:
        _check_no_sums(cube, cell)
    else:
        _check_pattern(cube, cell)
        _check_sums(cube, cell)
        _check_products(cube, cell)


def _place(cube: Cube, cell: FineCell) -> dict[str, str | int]:
    values = [value or "–" for value in cell.values]
    return {"scale": shown(cube.block.name), "cell": listed(values) or "–"}


def _refused(cube: Cube, cell: FineCell, message: Message) -> InvalidInputError:
    return InvalidInputError(Message(message.text, {**_place(cube, cell), **message.values}))


def _check_counts(cube: Cube, cell: FineCell) -> None:
    if cell.counts.min(initial=0) < 0 or cell.missing.min(initial=0) < 0:
        raise _refused(
            cube,
            cell,
            Message(
                "Scale %(scale)s, cell %(cell)s: a count is below 0. Ask for the package again.",
            ),
        )
    people = [sum(row) for row in cell.counts.tolist()]
    for item, answered, missing in zip(cube.block.items, people, cell.missing.tolist(), strict=True):
        if answered + missing != cell.rows:
            raise _refused(
                cube,
                cell,
                Message(
                    "Scale %(scale)s, cell %(cell)s: %(answered)d people answered %(item)s and %(missing)d "
                    "did not, but the cell has %(rows)d people. Ask for the package again.",
                    {"answered": answered, "item": shown(item), "missing": missing, "rows": cell.rows},
                ),
            )


def _check_no_sums(cube: Cube, cell: FineCell) -> None:
    """Of people with different holes there are counts only, and each left something out."""
    if cube.patterns or cell.sums.any() or cell.products.any() or int(cell.missing.sum()) < cell.rows:
        raise _refused(
            cube,
            cell,
            Message(
                "Scale %(scale)s, cell %(cell)s: people who left out some items cannot have these numbers. "
                "Ask for the package again."
            ),
        )


def _check_pattern(cube: Cube, cell: FineCell) -> None:
    gone = np.zeros(len(cube.block.items), np.bool_) if cell.observed is None else ~cell.observed
    expected = np.where(gone, cell.rows, 0)
    wrong = np.flatnonzero(cell.missing != expected)
    if wrong.size or (gone.any() and not cube.patterns):
        raise _refused(
            cube,
            cell,
            Message(
                "Scale %(scale)s, cell %(cell)s: which items these people left out does not agree with how "
                "many answered %(item)s. Ask for the package again.",
                {"item": shown(cube.block.items[int(wrong[0]) if wrong.size else 0])},
            ),
        )


def _check_sums(cube: Cube, cell: FineCell) -> None:
    steps = _steps(cube.block)
    diagonal = np.diag(cell.products).tolist()
    for place, item in enumerate(cube.block.items):
        counted = cell.counts[place].tolist()
        total = sum(n * step for n, step in zip(counted, steps, strict=True))
        squares = sum(n * step * step for n, step in zip(counted, steps, strict=True))
        if (int(cell.sums[place]), diagonal[place]) != (total, squares):
            raise _refused(
                cube,
                cell,
                Message(
                    "Scale %(scale)s, cell %(cell)s: the sums are not those of the counted answers to "
                    "%(item)s. Ask for the package again.",
                    {"item": shown(item)},
                ),
            )


def _steps(block: Block) -> list[int]:
    return [answer - block.pivot for answer in range(block.low, block.high + 1)]


def _check_products(cube: Cube, cell: FineCell) -> None:
    if not np.array_equal(cell.products, cell.products.T):
        raise _refused(
            cube,
            cell,
            Message(
                "Scale %(scale)s, cell %(cell)s: the products of two items are not the same both ways. Ask "
                "for the package again."
            ),
        )
    sums = cell.sums.astype(object)
    spread = np.array(cell.rows * cell.products.astype(object) - np.outer(sums, sums), np.float64)
    size = float(np.trace(spread))
    if float(np.linalg.eigvalsh(spread).min()) < -SLACK * max(size, 1.0):
        raise _refused(
            cube,
            cell,
            Message(
                "Scale %(scale)s, cell %(cell)s: no answers can have these products; their covariance is not "
                "positive semidefinite. Ask for the package again."
            ),
        )
