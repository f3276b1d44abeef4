"""What stored answers hold that one can ask for: scales, and columns with their values."""

import contextlib
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from mentorway.answers import open_snapshot
from mentorway.web.comparison.analysis import files, sums
from mentorway.web.comparison.models import Dataset, Edition
from mentorway.wording import InvalidInputError


@dataclass(frozen=True)
class Column:
    """A column of facts and how many people have each value, the most frequent first."""

    name: str
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Contents:
    """What is in one edition; the column of the groups stands first among the columns."""

    rows: int
    group: str
    columns: tuple[Column, ...]
    scales: tuple[tuple[str, int], ...]
    weight: str


def contents(one: Dataset | Edition) -> Contents:
    """Return what is in stored answers, or in sums in their place; a changed file is refused."""
    if one.holds_sums:
        return _contents_of_sums(one.sha256)
    return _contents(files.snapshot_path(one.sha256))


@functools.lru_cache(maxsize=32)
def _contents(path: Path) -> Contents:
    snapshot = open_snapshot(path)
    return Contents(
        rows=snapshot.rows,
        group=snapshot.group,
        columns=tuple(_column(path, name) for name in snapshot.by),
        scales=tuple((name, len(items)) for name, items in snapshot.codebook.scales().items()),
        weight=snapshot.weight or "",
    )


@functools.lru_cache(maxsize=32)
def _contents_of_sums(sha256: str) -> Contents:
    snapshot = sums.stored(sha256)
    package = snapshot.package
    return Contents(
        rows=snapshot.rows,
        group=package.by[0],
        columns=tuple(Column(name, values) for name, values in sums.columns(package)),
        scales=tuple((cube.block.name, len(cube.block.items)) for cube in package.cubes),
        weight="",
    )


def counted(editions: Iterable[Edition]) -> list[Edition]:
    """Return editions with how many people each holds; those from before that was noted are looked into."""
    found = list(editions)
    for edition in found:
        if edition.rows is None:
            with contextlib.suppress(InvalidInputError):  # its file is gone or damaged: nobody knows
                edition.rows = contents(edition).rows
    return found


def _column(path: Path, name: str) -> Column:
    counted = pc.value_counts(pc.drop_null(pq.read_table(path, columns=[name]).column(name)))
    pairs = [(one["values"], one["counts"]) for one in counted.to_pylist()]
    return Column(name, tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0]))))
