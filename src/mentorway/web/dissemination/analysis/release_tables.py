"""Published tables: counted, protected together with everything published before, and attacked."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from mentorway.disclosure.adding import table_of
from mentorway.disclosure.attack import Attack, attack
from mentorway.disclosure.primary import Because
from mentorway.disclosure.protect import Setting, protect
from mentorway.disclosure.rules import IN_THE_OPEN
from mentorway.disclosure.tables import Dimension, History, Table
from mentorway.disclosure.tables import Release as Published
from mentorway.web.dissemination.analysis.release_choices import table_name
from mentorway.web.dissemination.analysis.release_coarse import NOTHING
from mentorway.web.dissemination.analysis.release_open import (
    Coded,
    Opened,
    Work,
    refuse_few_left,
    refuse_few_left_out,
)
from mentorway.web.dissemination.models import Release
from mentorway.wording import InvalidInputError, Message

ALL: Final = "all"
ANSWERS: Final = "open answers"  # counts that everybody can make of the file
MOST_CELLS: Final = 4000  # of what can be counted from the file
MOST_TABLES: Final = 60
Tell = Callable[[int], None]


@dataclass(frozen=True)
class Hidden:
    """A cell that is not published, and why, for those who may see the numbers."""

    table: str
    cell: tuple[str, ...]
    because: Because


@dataclass(frozen=True)
class Protected:
    """Tables of a version: those that are published, what is known beside them, and the proof."""

    tables: tuple[Table, ...]
    beside: tuple[Table, ...]
    hidden: tuple[Hidden, ...]
    proof: Attack
    grows: bool


def version_of(release: Release) -> str:
    """Return how a version is named in sentences and files.

    >>> version_of(Release(number=2))
    '2.0.0'
    """
    return f"{release.number}.0.0"


def protected(work: Work, tell: Tell) -> Protected:
    """Count the chosen tables and hide what could give somebody away, now or beside earlier versions.

    Raises
    ------
    InvalidInputError
        Together with what was published before, the tables would tell too much, or there are too many.
    """
    choices, coded, opened, earlier = work.choices, work.coded, work.opened, work.earlier
    rows, label = list(opened.rows), version_of(work.release)
    if len(choices.tables) > MOST_TABLES:
        raise InvalidInputError(
            Message("At most %(most)d tables are published together.", {"most": MOST_TABLES})
        )
    counted = [_table(coded, columns, rows) for columns in choices.tables]
    beside = tuple(_of_answers(coded, opened, rows)) if choices.is_open else ()
    history = History(tuple(published_of(one) for one in earlier))
    left = _left(earlier, (*counted, *beside))
    (refuse_few_left_out if opened.left_out else refuse_few_left)(left)
    grows = not left and not opened.left
    found: list[Table] = [*beside]
    hidden: list[Hidden] = []
    for place, (table, columns) in enumerate(zip(counted, choices.tables, strict=True)):
        tell(20 + 30 * place // max(len(counted), 1))
        if set(columns) <= set(opened.columns):
            found.append(table)  # anybody can count it from the file
            continue
        pattern = protect(table, Setting(label, history, tuple(found), grows), IN_THE_OPEN)
        found.append(pattern.table)
        hidden += [Hidden(table.name, cell, because) for cell, because in pattern.because.items()]
    tables = tuple(found[len(beside) :])
    pairs = zip(tables, choices.tables, strict=True)
    checked = [one for one, columns in pairs if is_checked(columns, opened)]
    last = Published(label, (*beside, *checked), grows)
    tell(50)
    proof = attack(history.then(last), IN_THE_OPEN)
    return Protected(tables, beside, tuple(hidden), proof, grows)


def is_checked(columns: Sequence[str], opened: Opened) -> bool:
    """Whether a table is attacked: one that anybody counts from answers that are open tells nothing more."""
    return not set(columns) <= set(opened.columns) or set(columns) <= set(opened.facts)


def _table(coded: Coded, columns: Sequence[str], rows: Sequence[int]) -> Table:
    cells: Counter[Sequence[str]] = Counter(
        tuple(coded.codes[name][row] or NOTHING for name in columns) for row in rows
    )
    return table_of(table_name(columns), dict(cells), [_dimension(coded, name) for name in columns])


def _dimension(coded: Coded, name: str) -> Dimension:
    codes = dict.fromkeys([*coded.recodings[name].labels, NOTHING])
    return Dimension(name, tuple(codes)).with_total(ALL)


def _of_answers(coded: Coded, opened: Opened, rows: Sequence[int]) -> Iterator[Table]:
    """Count everybody of the file by everything they could be known by: whoever has the file can."""
    facts = [name for name in opened.facts if name in opened.columns]
    if not facts:
        return
    size = math.prod(len(_dimension(coded, name).categories) for name in facts)
    if size > MOST_CELLS:
        raise InvalidInputError(
            Message(
                "By the facts of the open answers, people could be put into %(came)d groups. That is more "
                "than can be checked: at most %(most)d. Leave out a fact, or make one coarser.",
                {"came": size, "most": MOST_CELLS},
            )
        )
    yield replace(_table(coded, facts, rows), name=ANSWERS)


def _left(earlier: Sequence[Release], tables: Sequence[Table]) -> int:
    """Return how many people at least are not counted any more since the version before."""
    if not earlier:
        return 0
    known = {one.name: one for one in _tables_of(earlier[-1])}
    found = 0
    for table in tables:
        before = known.get(table.name)
        if before is None or before.shape != table.shape:
            continue
        fewer = np.where(table.inner, before.counts - table.counts, 0)
        found = max(found, int(np.maximum(fewer, 0).sum()))
    return found


def published_of(release: Release) -> Published:
    """Return what an earlier version tells in numbers of people."""
    grows = bool((release.tables or {}).get("grows", True))
    return Published(version_of(release), tuple(_tables_of(release)), grows)


def _tables_of(release: Release) -> list[Table]:
    """Return the tables of an earlier version that are checked together with later ones."""
    found = (release.tables or {}).get("tables", ())
    return [_from_facts(one) for one in found if one.get("checked", True)]


def _from_facts(facts: Mapping[str, Any]) -> Table:
    dimensions = tuple(
        Dimension(one["name"], tuple(one["codes"])).with_total(ALL) for one in facts["dimensions"]
    )
    shape = [len(one.categories) for one in dimensions]
    counts = np.array(facts["counts"], np.int64).reshape(shape)
    shown = np.array(facts["shown"], np.bool_).reshape(shape)
    return Table(facts["name"], dimensions, counts, shown)


def kept_tables(found: Protected, work: Work) -> dict[str, Any]:
    """Return everything that is published as counts, as plain facts, for later versions."""
    choices, opened = work.choices, work.opened
    columns = dict(zip((one.name for one in found.tables), choices.tables, strict=True))
    tables = []
    for one in (*found.beside, *found.tables):
        of = columns.get(one.name)
        checked = of is None or is_checked(of, opened)
        tables.append({**_facts_of(one), "checked": checked})
    return {
        "wave": choices.wave, "open": choices.is_open, "people": len(opened.rows), "grows": found.grows,
        "tables": tables,
    }  # fmt: skip


def _facts_of(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "dimensions": [{"name": one.name, "codes": list(one.leaves)} for one in table.dimensions],
        "counts": table.counts.ravel().tolist(),
        "shown": table.published.ravel().tolist(),
    }
