"""Checked answers, stored under the hash of their content."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from mentorway.answers.checking import Severity, examine
from mentorway.answers.codebook import Codebook
from mentorway.answers.coding import NOTHING
from mentorway.answers.facts import further
from mentorway.wording import InvalidInputError, Message, listed, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from mentorway.answers.checking import Examined
    from mentorway.answers.coding import Grouped
    from mentorway.answers.facts import Facts

GROUP = b"mentorway.group"
CODEBOOK = b"mentorway.codebook"
FORMAT = b"mentorway.format"
FACTS = b"mentorway.facts"
VERSION = b"1"  # items and a group
VERSION_WITH_FACTS = b"2"  # further facts or weights too
ROW_GROUP = 131_072


@dataclass(frozen=True)
class Snapshot:
    """Answers that do not change any more: whoever has the hash can say which they were.

    `facts` are the columns by which people can be sorted besides `group`; `weight` is the column that says
    how much each person counts, if there is one.
    """

    path: Path
    sha256: str
    rows: int
    group: str
    codebook: Codebook
    facts: tuple[str, ...] = ()
    weight: str | None = None

    @property
    def by(self) -> tuple[str, ...]:
        """Every column by which people can be grouped or chosen, the group first."""
        return (self.group, *self.facts)


def store(  # noqa: PLR0913 - each is a column of the file, or where it goes
    table: pa.Table,
    codebook: Codebook,
    *,
    group: str,
    folder: Path,
    facts: Sequence[str] = (),
    weight: str | None = None,
    keep_groups: Sequence[str] | None = None,
) -> Snapshot:
    """Store the answers as Parquet, named by the hash of the file.

    Parameters
    ----------
    table : pyarrow.Table
        The answers, from `read_table`.
    codebook : Codebook
        Which columns are items, and their coding.
    group : str
        The column that says which group each row belongs to. Rows without a group are left out.
    folder : Path
        Where the file goes; made when it is not there.
    facts : sequence of str
        Further columns that sort people: sector, role, organisation, wave. No other column of the table is
        kept, so name no more of them than will be asked for.
    weight : str, optional
        The column that says how much each person counts: numbers above 0.
    keep_groups : sequence of str, optional
        Keep the rows of these groups only.

    Returns
    -------
    Snapshot
        The file holds the group and the facts as text, each item as a small whole number, and the weights;
        null where there is no answer or fact.
        The same answers give the same file.

    Raises
    ------
    InvalidInputError
        `check` finds an error, a group to keep is not there, or the file cannot be written.
        Nothing is left behind.
    """
    examined = examine(table, codebook, group=group, facts=facts, weight=weight)
    wrong = [problem for problem in examined.preview.problems if problem.severity is Severity.ERROR]
    if wrong:
        raise InvalidInputError(wrong[0].message)
    kept = _kept(examined, group, keep_groups)
    others = further(facts, group)
    answers = _answers(examined, codebook, group, kept)
    answers = _with_facts(answers, examined.facts, weight, kept)
    temporary = folder / f".{uuid.uuid4().hex}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(answers, temporary, compression="zstd", row_group_size=ROW_GROUP)
        sha256 = _hash(temporary)
        path = folder / f"{sha256}.parquet"
        os.replace(temporary, path)  # noqa: PTH105 - the one call that is atomic everywhere
    except (OSError, pa.ArrowException) as error:
        raise InvalidInputError(
            Message(
                "The answers could not be stored: %(reason)s. Nothing was kept. "
                "Look whether the disk is full or the folder may not be written to.",
                {"reason": shown(error)},
            )
        ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return Snapshot(path, sha256, answers.num_rows, group, codebook, others, weight)


def open_snapshot(path: Path) -> Snapshot:
    """Return a stored snapshot, after making sure that the file is still what its name says.

    Parameters
    ----------
    path : Path
        A file that `store` wrote.

    Returns
    -------
    Snapshot
        With the codebook and the group that it was stored with.

    Raises
    ------
    InvalidInputError
        There is no such file, it was changed, or it is no snapshot.
    """
    try:
        sha256 = _hash(path)
        if not re.fullmatch(r"[0-9a-f]{64}", path.stem) or sha256 != path.stem:
            raise InvalidInputError(
                Message(
                    "The stored answers “%(file)s” are not what their name says: the file was "
                    "changed or renamed. "
                    "Import the answers again.",
                    {"file": shown(path.name)},
                )
            )
        with pq.ParquetFile(path) as file:
            known = file.schema_arrow.metadata or {}
            rows = file.metadata.num_rows
    except (OSError, pa.ArrowException) as error:
        raise InvalidInputError(
            Message("The stored answers “%(file)s” cannot be read.", {"file": shown(path.name)})
        ) from error
    formats = {VERSION, VERSION_WITH_FACTS}
    if known.get(FORMAT) not in formats or GROUP not in known or CODEBOOK not in known:
        raise InvalidInputError(
            Message("The file “%(file)s” is not stored answers.", {"file": shown(path.name)})
        )
    codebook = Codebook.from_json(known[CODEBOOK].decode())
    more = json.loads(known.get(FACTS, b'{"facts": [], "weight": null}'))
    group = json.loads(known[GROUP])
    return Snapshot(path, sha256, rows, group, codebook, tuple(more["facts"]), more["weight"])


def _kept(examined: Examined, group: str, keep_groups: Sequence[str] | None) -> NDArray[np.bool_]:
    known = [name for name, _ in examined.preview.groups]
    wanted = known if keep_groups is None else list(keep_groups)
    lacking = sorted(set(wanted) - set(examined.groups.names))
    if lacking or not wanted:
        raise InvalidInputError(
            Message(
                "The column “%(group)s” has no group %(lacking)s. Its groups are: %(groups)s.",
                {"group": shown(group), "lacking": listed(lacking), "groups": listed(known)},
            )
        )
    chosen = np.array([*(name in set(wanted) for name in examined.groups.names), False])
    return chosen[examined.groups.places]


def _answers(examined: Examined, codebook: Codebook, group: str, kept: NDArray[np.bool_]) -> pa.Table:
    columns = {group: _texts(examined.groups, kept)}
    for item in codebook.items:
        codes = examined.codes[item.name][kept]
        columns[item.name] = pa.array(codes, pa.int16(), mask=codes == NOTHING)
    return pa.table(columns).replace_schema_metadata(
        {GROUP: json.dumps(group).encode(), CODEBOOK: codebook.to_json().encode(), FORMAT: VERSION}
    )


def _texts(column: Grouped, kept: NDArray[np.bool_]) -> pa.Array:
    names = np.array([*column.names, None], dtype=object)
    return pa.array(names[column.places[kept]], pa.string())


def _with_facts(answers: pa.Table, facts: Facts, weight: str | None, kept: NDArray[np.bool_]) -> pa.Table:
    """The answers with facts and weights beside them; unchanged, to the byte, where there are none."""
    if not facts.columns and facts.weights is None:
        return answers
    metadata = dict(answers.schema.metadata)
    for name, column in facts.columns.items():
        answers = answers.append_column(name, _texts(column, kept))
    if weight is not None and facts.weights is not None:
        answers = answers.append_column(weight, pa.array(facts.weights[kept], pa.float64()))
    known = json.dumps({"facts": list(facts.columns), "weight": weight}).encode()
    return answers.replace_schema_metadata({**metadata, FORMAT: VERSION_WITH_FACTS, FACTS: known})


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
