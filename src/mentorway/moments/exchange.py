"""Sums to send instead of answers: packages of fine cells as JSON, without cells of few people, put together.

A partner whose answers must not leave the house sends a package. Whoever gets several adds them up: the
whole is what one reduction of all answers would be, to the last unit, but for the people who were withheld.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce as fold
from operator import add
from pathlib import Path
from typing import Any

from mentorway.moments.cells import Block
from mentorway.moments.consistency import check_cell
from mentorway.moments.cube import Cube
from mentorway.moments.package_facts import cube_facts, cube_of, fields, text, whole
from mentorway.wording import InvalidInputError, Message, listed, shown

KIND = "mentorway moments"
VERSION = 1
FEWEST = 10
MOST_BYTES = 200_000_000


@dataclass(frozen=True)
class Package:
    """Fine cells that may be sent.

    Parameters
    ----------
    cubes : tuple of Cube
        One for each block, all by the same facts. No cell has fewer than `fewest` people.
    fewest : int
        The threshold that was applied.
    withheld : tuple of int
        For each block how many people are not in it because their cells were too small.
    """

    cubes: tuple[Cube, ...]
    fewest: int
    withheld: tuple[int, ...]

    @property
    def by(self) -> tuple[str, ...]:
        """The facts that tell people apart."""
        return self.cubes[0].by


def package_of(cubes: Sequence[Cube], *, fewest: int = FEWEST) -> Package:
    """Make a package of what may be sent: every cell that has enough people.

    People with holes are in cells of their own, so that no difference of two numbers speaks of fewer people
    than the threshold. It protects people in small cells. It does not protect answers that only few people of
    a large cell gave, nor against comparing two packages made of the same people. Scales that share an item
    are refused: who answered all of one and not all of the other could be one person, and the difference of
    their sums would be this person's answers.

    Parameters
    ----------
    cubes : sequence of Cube
        From one reading of one file, without pairs and weights.
    fewest : int
        How many people a cell must have, at least 1.

    Returns
    -------
    Package

    Raises
    ------
    InvalidInputError
        There is no block, two share an item or a name, the cubes are told apart by different facts, hold
        pairs or weights, or the threshold is below 1.

    Examples
    --------
    >>> import numpy as np
    >>> from mentorway.moments.cube import FineCell
    >>> block = Block("trust", ("a",), reverse=(False,), low=1, high=3)
    >>> def people(country, low, high):
    ...     n, counts = low + high, np.array([[low, 0, high]])
    ...     return FineCell((country,), np.array([True]), n, np.array([high - low]), np.array([[n]]),
    ...                     counts, np.array([0]))
    >>> found = package_of([Cube(block, ("country",), (people("LT", 9, 8), people("LV", 2, 1)))])
    >>> [(cell.values, cell.rows) for cell in found.cubes[0].cells], found.withheld
    ([(('LT',), 17)], (3,))
    """
    if fewest < 1:
        raise InvalidInputError(
            Message("A cell must have at least 1 person; %(fewest)d was asked for.", {"fewest": fewest})
        )
    if not cubes or len({cube.by for cube in cubes}) > 1:
        raise InvalidInputError(
            Message("A package needs at least one scale, and all scales told apart by the same facts.")
        )
    if any(cube.pairs or cube.weight is not None for cube in cubes):
        raise InvalidInputError(
            Message("A package holds plain sums. Read the answers without pairs and without weights.")
        )
    _check_apart([cube.block for cube in cubes])
    kept = [tuple(cell for cell in cube.cells if cell.rows >= fewest) for cube in cubes]
    smaller = tuple(replace(cube, cells=cells) for cube, cells in zip(cubes, kept, strict=True))
    withheld = tuple(cube.people - less.people for cube, less in zip(cubes, smaller, strict=True))
    return Package(smaller, fewest, withheld)


def _check_apart(blocks: Sequence[Block]) -> None:
    """Refuse scales whose sums could be subtracted from each other, or that cannot be told apart."""
    for first, second in itertools.combinations(blocks, 2):
        shared = [item for item in first.items if item in second.items]
        if shared or first.name == second.name:
            raise InvalidInputError(
                Message(
                    "Scales %(first)s and %(second)s of one package have the same name or share items "
                    "(%(items)s). Answers of single people could be found by subtraction; leave one out.",
                    {
                        "first": shown(first.name),
                        "second": shown(second.name),
                        "items": listed(shared) or "–",
                    },
                )
            )


def write_package(package: Package, path: Path) -> None:
    """Write a package as JSON; the same package gives the same file.

    Parameters
    ----------
    package : Package
        What may be sent.
    path : Path
        Where to; a file that is there is replaced.

    Raises
    ------
    InvalidInputError
        The file cannot be written.
    """
    try:
        path.write_text(package_json(package), encoding="utf-8")
    except OSError as error:
        raise InvalidInputError(
            Message(
                "The package “%(file)s” could not be written: %(reason)s.",
                {"file": shown(path.name), "reason": shown(error.strerror or error)},
            )
        ) from error


def package_facts(package: Package) -> dict[str, Any]:
    """Return a package as plain facts: text, whole numbers, yes and no, lists and mappings.

    Parameters
    ----------
    package : Package
        What may be sent.

    Returns
    -------
    dict
        What `package_from` reads.
    """
    return {
        "kind": KIND,
        "version": VERSION,
        "by": list(package.by),
        "fewest": package.fewest,
        "blocks": [
            cube_facts(cube) | {"withheld": withheld}
            for cube, withheld in zip(package.cubes, package.withheld, strict=True)
        ],
    }


def package_json(package: Package) -> str:
    """Return a package as JSON; the same package gives the same text.

    Parameters
    ----------
    package : Package
        What may be sent.

    Returns
    -------
    str
    """
    facts = package_facts(package)
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def read_package(path: Path, *, fewest: int = 1) -> Package:
    """Read a package, and refuse it unless its numbers can be those of people.

    Parameters
    ----------
    path : Path
        What `write_package` wrote, here or elsewhere.
    fewest : int
        How many people a cell must have here, whatever threshold the package was made with.

    Returns
    -------
    Package

    Raises
    ------
    InvalidInputError
        The file is no package of this version; the fingerprint or the centring does not belong to the items,
        reverse keys and range; a cell has too few people; or numbers contradict each other. The message says
        which scale and cell.
    """
    return package_from(_loaded(path), name=path.name, fewest=fewest)


def package_from(given: object, *, name: str, fewest: int = 1) -> Package:
    """Read a package from plain facts, and refuse it unless its numbers can be those of people.

    Parameters
    ----------
    given : object
        What `package_facts` gave, here or elsewhere.
    name : str
        What the messages call it.
    fewest : int
        How many people a cell must have here, whatever threshold the package was made with.

    Returns
    -------
    Package

    Raises
    ------
    InvalidInputError
        As for `read_package`.
    """
    facts = fields(given, ("kind", "version", "by", "fewest", "blocks"))
    if facts["kind"] != KIND or facts["version"] != VERSION:
        raise InvalidInputError(
            Message(
                "“%(file)s” is a package of another kind or version (%(version)s). This program reads "
                "version %(known)d.",
                {"file": shown(name), "version": shown(facts["version"]), "known": VERSION},
            )
        )
    by = tuple(text(fact) for fact in _list(facts["by"]))
    declared = whole(facts["fewest"])
    cubes, withheld = [], []
    for block in _list(facts["blocks"]):
        cube = cube_of(block, by)
        for cell in cube.cells:
            check_cell(cube, cell, max(declared, fewest, 1))
        cubes.append(cube)
        withheld.append(whole(fields(block, ("withheld",))["withheld"]))
    if not cubes or declared < 1 or min(withheld) < 0:
        raise InvalidInputError(
            Message("“%(file)s” holds no scale or no threshold. Ask for it again.", {"file": shown(name)})
        )
    _check_apart([cube.block for cube in cubes])
    return Package(tuple(cubes), declared, tuple(withheld))


def _loaded(path: Path) -> object:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InvalidInputError(
                Message(
                    "“%(file)s” has more than %(most)d MB, which is the most that is read of a package.",
                    {"file": shown(path.name), "most": MOST_BYTES // 1_000_000},
                )
            )
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, InvalidInputError):
            raise
        raise InvalidInputError(
            Message(
                "“%(file)s” cannot be read as a package of sums. Ask for it again.",
                {"file": shown(path.name)},
            )
        ) from error


def _list(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    raise InvalidInputError(Message("A list is missing in the package. Ask for it again."))


def combined(packages: Sequence[Package]) -> tuple[Cube, ...]:
    """Add up packages: what one reduction of all their answers together would be.

    Parameters
    ----------
    packages : sequence of Package
        At least one; of the same scales by the same facts. A group may be in several.

    Returns
    -------
    tuple of Cube
        One for each block, in the order of the first package; `by_fact` gives the groups to compare.

    Raises
    ------
    InvalidInputError
        There is no package, one came twice, or they hold different scales, facts, items, reverse keys, ranges
        or centring; the message says which.
    """
    if not packages:
        raise InvalidInputError(Message("There are no packages to put together. Choose at least one."))
    _check_once(packages)
    first = packages[0]
    names = [cube.block.name for cube in first.cubes]
    for number, package in enumerate(packages[1:], start=2):
        _check_alike(first, package, number)
    by_name = [{cube.block.name: cube for cube in package.cubes} for package in packages]
    return tuple(fold(add, [cubes[name] for cubes in by_name]) for name in names)


def _check_once(packages: Sequence[Package]) -> None:
    met: dict[str, int] = {}
    for number, package in enumerate(packages, start=1):
        if any(cube.cells for cube in package.cubes):
            before = met.setdefault(hashlib.sha256(package_json(package).encode()).hexdigest(), number)
            if before != number:
                raise InvalidInputError(
                    Message(
                        "Packages %(first)d and %(second)d are the same, and their people would count twice. "
                        "Leave one out.",
                        {"first": before, "second": number},
                    )
                )


def _check_alike(first: Package, other: Package, number: int) -> None:
    names, others = ([cube.block.name for cube in package.cubes] for package in (first, other))
    if first.by != other.by or sorted(names) != sorted(others):
        raise InvalidInputError(
            Message(
                "Package %(number)d holds the scales %(others)s by %(facts)s, and the first one %(scales)s "
                "by %(known)s. Packages that are put together must hold the same.",
                {
                    "number": number,
                    "others": listed(others),
                    "facts": listed(other.by),
                    "scales": listed(names),
                    "known": listed(first.by),
                },
            )
        )
    theirs = {cube.block.name: cube for cube in other.cubes}
    for cube in first.cubes:
        _check_coding(cube.block, theirs[cube.block.name].block, number)
        if cube.patterns != theirs[cube.block.name].patterns:
            raise InvalidInputError(
                Message(
                    "Scale %(scale)s: either package 1 or package %(number)d keeps apart which items people "
                    "left out. Make all packages in one way.",
                    {"scale": shown(cube.block.name), "number": number},
                )
            )


def _check_coding(mine: Block, theirs: Block, number: int) -> None:
    values: dict[str, str | int] = {"scale": shown(mine.name), "number": number}
    if mine.items != theirs.items:
        raise InvalidInputError(
            Message(
                "Scale %(scale)s: package %(number)d has the items %(others)s, and the first one %(items)s. "
                "They must be the same in the same order.",
                {**values, "items": listed(mine.items), "others": listed(theirs.items)},
            )
        )
    keys = [one for one, a, b in zip(mine.items, mine.reverse, theirs.reverse, strict=True) if a != b]
    if keys:
        raise InvalidInputError(
            Message(
                "Scale %(scale)s: the first package and package %(number)d do not agree which way these "
                "items are keyed: %(items)s. Correct one codebook and make its package again.",
                {**values, "items": listed(keys)},
            )
        )
    if (mine.low, mine.high) != (theirs.low, theirs.high):
        raise InvalidInputError(
            Message(
                "Scale %(scale)s: answers of package %(number)d run from %(from)d to %(to)d, those of the "
                "first one from %(low)d to %(high)d.",
                {**values, "from": theirs.low, "to": theirs.high, "low": mine.low, "high": mine.high},
            )
        )
