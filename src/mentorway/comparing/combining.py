"""Sums that several senders made of answers that they keep: made, added up, and compared."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mentorway.answers import Codebook, Item, Snapshot
from mentorway.comparing.choosing import (
    blocks_of,
    check_plan,
    chosen_groups,
    chosen_of,
)
from mentorway.comparing.compare import compared
from mentorway.comparing.describing import model_input
from mentorway.comparing.models import Comparison, Missing, Plan
from mentorway.comparing.progress import Progress
from mentorway.comparing.reading import way_from_cube
from mentorway.comparing.sources import About
from mentorway.comparing.ways import Way, by_moments
from mentorway.evidence.psychometrics.factors.scoring import Heed
from mentorway.moments import (
    Cube,
    Package,
    Reduction,
    Wanted,
    combined,
    package_of,
    read_package,
    reduce_finely,
    write_package,
)
from mentorway.moments.engines import Answers, reduce_finely_in
from mentorway.wording import InvalidInputError, Message, listed, shown

Share = Callable[[float], None]


def pack(snapshot: Snapshot, path: Path, *, fewest: int) -> int:
    """Sum up stored answers by the group and every fact, scale by scale, and write what may be sent.

    All scales together are not summed up: such sums, less those of a scale, could be one person's answers.

    Parameters
    ----------
    snapshot : Snapshot
        The answers; they stay where they are.
    path : Path
        Where the sums go.
    fewest : int
        How many people must be alike in group, facts and whether they left something out.

    Returns
    -------
    int
        How many people are withheld on the scale that loses most, because too few are like them.

    Raises
    ------
    InvalidInputError
        Too many facts or values, a threshold below 1 or so high that nobody is left, or the file cannot be
        written.
    """
    blocks = blocks_of(snapshot.codebook.scales(), several=False)
    return _written(reduce_finely(snapshot.path, blocks, Wanted(by=snapshot.by)), path, fewest)


def pack_in(  # noqa: PLR0913 - what is summed up, where it goes, and who is told
    answers: Answers,
    codebook: Codebook,
    path: Path,
    *,
    by: Sequence[str],
    fewest: int,
    progress: Share | None = None,
) -> int:
    """Sum up answers where they are, in an engine, and write what may be sent: the same as `pack` writes.

    Parameters
    ----------
    answers : Answers
        A table of coded answers, from `moments.engines.connect`; it stays where it is.
    codebook : Codebook
        Which columns are items, and their coding.
    path : Path
        Where the sums go.
    by : sequence of str
        The column of the groups, and further facts. People without a group are left out.
    fewest : int
        How many people must be alike in group, facts and whether they left something out.
    progress : callable, optional
        Told the share of queries answered so far. What it raises ends the work, and nothing is written.

    Returns
    -------
    int
        As for `pack`.

    Raises
    ------
    InvalidInputError
        As for `pack`; a column is absent, holds no whole numbers or answers outside its scale, or the engine
        refuses.
    """
    coded = answers.without({item.name: item.missing for item in codebook.items})
    blocks = blocks_of(codebook.scales(), several=False)
    cubes = reduce_finely_in(coded, blocks, Wanted(by=tuple(by)), progress=progress)
    return _written([cube.where(by[0], cube.values(by[0])) for cube in cubes], path, fewest)


def _written(cubes: Sequence[Cube], path: Path, fewest: int) -> int:
    package = package_of(cubes, fewest=fewest)
    if not any(cube.cells for cube in package.cubes):
        raise InvalidInputError(
            Message(
                "Nothing would be left to send: every cell has fewer people than asked for (%(fewest)d). "
                "Tell people apart by fewer columns, or ask for fewer people in a cell.",
                {"fewest": fewest},
            )
        )
    write_package(package, path)
    return max(package.withheld)


def compare_packages(
    paths: Sequence[Path], plan: Plan | None = None, *, progress: Progress | None = None
) -> Comparison:
    """Compare groups from the sums of several senders, as if all answers lay here.

    Parameters
    ----------
    paths : sequence of Path
        What `pack` wrote, here or elsewhere.
    plan : Plan, optional
        As for `compare`; the groups are those of the first fact where `by` is empty. Weights and ordered
        steps cannot be had from sums, nor can what people left out, unless the sums tell it apart.
    progress : callable, optional
        Told the share done, 0 to 1, and the step under way. What it raises ends the work.

    Returns
    -------
    Comparison
        Scale by scale. Items have no texts: sums hold names only. The fingerprint is that of the file, or
        of all files together.

    Raises
    ------
    InvalidInputError
        A file is no package, or holds other scales, facts, codings or centring than the first; or the plan
        names what is not there.
    """
    packages = [read_package(path) for path in paths]
    files = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
    whole = files[0] if len(files) == 1 else hashlib.sha256("".join(files).encode()).hexdigest()
    return compare_sums(packages, whole, plan, progress=progress)


def compare_sums(
    packages: Sequence[Package],
    data_hash: str,
    plan: Plan | None = None,
    *,
    progress: Progress | None = None,
) -> Comparison:
    """Compare groups from sums that were read already; as `compare_packages`.

    Parameters
    ----------
    packages : sequence of Package
        The sums.
    data_hash : str
        The fingerprint of what they were read from.
    plan : Plan, optional
        As for `compare_packages`.
    progress : callable, optional
        As for `compare_packages`.

    Returns
    -------
    Comparison

    Raises
    ------
    InvalidInputError
        As for `compare_packages`.
    """
    plan = plan or Plan()
    check_plan(plan)
    cubes = combined(packages)
    sums = Sums(cubes)
    sums.check(plan)
    chosen = chosen_of({cube.block.name: _items(cube) for cube in cubes}, plan)
    kept = [cube for cube in cubes if cube.block.name in chosen]
    return compared(
        About("", "", data_hash), chosen, plan, Sums(tuple(kept)), progress or (lambda _share, _step: None)
    )


def _items(cube: Cube) -> tuple[Item, ...]:
    block = cube.block
    return tuple(
        Item(name, block.name, name, reverse=reverse, low=block.low, high=block.high)
        for name, reverse in zip(block.items, block.reverse, strict=True)
    )


@dataclass(frozen=True)
class Sums:
    """Fine sums of every scale."""

    cubes: tuple[Cube, ...]

    @property
    def weighted(self) -> bool:
        """Sums that are sent hold no weights."""
        return False

    def check(self, plan: Plan) -> None:
        """Refuse a plan that asks for what sums do not hold."""
        known = self.cubes[0].by
        for fact in (plan.by, plan.cluster, *plan.where):
            if fact and fact not in known:
                raise InvalidInputError(
                    Message(
                        "The sums hold no “%(fact)s”. Groups can be made and people chosen by: %(facts)s.",
                        {"fact": shown(fact), "facts": listed(known)},
                    )
                )
        self._check_way(plan)

    def _check_way(self, plan: Plan) -> None:
        if plan.weight or plan.ordinal:
            raise InvalidInputError(
                Message(
                    "Sums hold neither weights nor the answers of single people, which ordered steps need. "
                    "Compare them without."
                )
            )
        if plan.missing is Missing.FIML and not all(cube.patterns for cube in self.cubes):
            raise InvalidInputError(
                Message("These sums do not tell who left out what. Compare complete answers only.")
            )

    def reductions(self, plan: Plan, progress: Callable[[float], None]) -> tuple[Reduction, ...]:
        """Return counts, sums and products of every scale in every group that the plan asks for."""
        column = plan.by or self.cubes[0].by[0]
        found = [cube.by_fact(column) for cube in self._of(plan)]
        names = chosen_groups(sorted({cell.key for one in found for cell in one.cells}), column, plan)
        progress(1.0)
        return tuple(_with(one, names, cube) for one, cube in zip(found, self.cubes, strict=True))

    def ways(self, plan: Plan, reductions: Sequence[Reduction], heed: Heed) -> list[Way]:
        """Return the groups of every scale, ready to be fitted as the plan says."""
        heed()
        self._check_way(plan)
        cubes = {cube.block.name: cube for cube in self._of(plan)}
        made = way_from_cube(plan)
        if made:
            return [made(cubes[one.block.name], plan, one) for one in reductions]
        return [by_moments([model_input(cell) for cell in one.cells]) for one in reductions]

    def _of(self, plan: Plan) -> tuple[Cube, ...]:
        """The sums of the people that the plan asks for."""
        cubes = self.cubes
        for fact, values in plan.where.items():
            cubes = tuple(cube.where(fact, values) for cube in cubes)
        return cubes


def _with(one: Reduction, names: Sequence[str], cube: Cube) -> Reduction:
    """The groups in this order; one whose people are all withheld on this scale has nobody."""
    known = {cell.key: cell for cell in one.cells}
    nobody = replace(cube, cells=()).cell()
    return replace(one, cells=tuple(known.get(name, replace(nobody, key=name)) for name in names))
