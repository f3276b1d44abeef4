"""The complete answers of one wave, as columns: where every version of open data begins."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mentorway import datasets
from mentorway.datasets import Layout
from mentorway.web.dissemination.queries import releases as queries
from mentorway.web.study.analysis import tables
from mentorway.web.study.models import Study, Wave
from mentorway.wording import InvalidInputError, Message

Tell = Callable[[int], None]
Values = Mapping[str, Sequence[Any]]
NOBODY = Message("Nobody has answered this wave completely, so there is nothing to publish.")


@dataclass(frozen=True)
class Gathered:
    """Complete answers of a wave by column, with the fingerprint of exactly these answers."""

    study: Study
    wave: Wave
    layout: Layout
    values: Values
    people: int
    data_hash: str
    first: dt.date
    last: dt.date
    languages: tuple[str, ...]


def gathered(study: Study, layout: Layout, number: int, tell: Tell) -> Gathered:
    """Read the complete answers of one wave; each person is in it once.

    Raises
    ------
    InvalidInputError
        There is no such wave, or nobody has answered it.
    """
    wave = queries.wave_of(study, number)
    rows = queries.complete_answers(study, wave, tables.COLUMNS) if wave else []
    if wave is None or not rows:
        raise InvalidInputError(NOBODY)
    records = tables.records_of(study, layout, rows)
    with tempfile.TemporaryDirectory(prefix="mentorway-") as place:
        snapshot = datasets.store(records, layout, Path(place), progress=lambda _rows: tell(5))
        found: dict[str, list[Any]] = {column.name: [] for column in layout.columns}
        for batch in snapshot.batches():
            for name, values in batch.to_pydict().items():
                found[name] += values
    first, last = queries.days_of(wave)
    spoken = tuple(sorted({str(one) for one in found.get(_language(layout), ()) if one}))
    return Gathered(study, wave, layout, found, snapshot.rows, snapshot.sha256, first, last, spoken)


def _language(layout: Layout) -> str:
    return next(
        (one.name for one in layout.columns if one.variable.about and one.variable.name == "language"), ""
    )
