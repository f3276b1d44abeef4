"""The cells of one item → whole numbers, and what could not be one."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mentorway.answers.limits import unturned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from mentorway.answers.codebook import Item

NOTHING = -32768
WHOLE = re.compile(r"([+-]?[0-9]{1,9})(?:[.,]0{0,12})?")
BROKEN = re.compile(r"[+-]?[0-9]*[.,][0-9]+")
Cell = str | float | int | bool | None
NO_ANSWER = {"NA", "N/A", "NAN", "NULL", "#NULL!", "."}
FIRST_ROWS = 5


class Fault(StrEnum):
    """Why a cell is not an answer, or how it was taken."""

    OUTSIDE = "outside"
    BROKEN = "broken"
    TEXT = "text"
    NO_ANSWER = "no answer"


@dataclass(frozen=True)
class Faulty:
    """A value that is not an answer, the first rows (from 0) that have it, and how many do."""

    fault: Fault
    value: str
    rows: tuple[int, ...]
    count: int


@dataclass(frozen=True)
class Coded:
    """One item's answers, `NOTHING` where there is none, and the values that are not answers."""

    codes: NDArray[np.int16]
    faults: tuple[Faulty, ...]


def coded(column: pa.ChunkedArray, item: Item) -> Coded:
    """Return the answers in a column.

    Each different value is judged once, so that a million rows cost little more than ten.
    """
    indices, values = distinct(column)
    judged = [_judge(value, item) for value in values]
    answers = np.array([code for code, _ in judged] + [NOTHING], dtype=np.int16)
    wrong = [(place, fault) for place, (_, fault) in enumerate(judged) if fault is not None]
    counts = np.bincount(indices, minlength=len(values) + 1) if wrong else np.zeros(0, dtype=np.int64)
    firsts = _first_rows(indices, {place for place, _ in wrong}) if wrong else {}
    faults = (Faulty(fault, str(values[place]), firsts[place], int(counts[place])) for place, fault in wrong)
    return Coded(answers[indices], tuple(sorted(faults, key=lambda one: one.rows)))


def distinct(column: pa.ChunkedArray) -> tuple[NDArray[np.int64], list[Cell]]:
    """Return each row's place among the different values, and these; a null comes after the last."""
    whole = column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks)
    encoded = pc.dictionary_encode(whole)
    values = encoded.dictionary.to_pylist()
    indices = pc.fill_null(pc.cast(encoded.indices, pa.int64()), len(values))
    return indices.to_numpy(zero_copy_only=False), values


def _first_rows(indices: NDArray[np.int64], places: set[int]) -> dict[int, tuple[int, ...]]:
    if len(places) > FIRST_ROWS**2:
        order = np.argsort(indices, kind="stable")
        starts = np.searchsorted(indices[order], np.arange(max(places) + 2))
        return {
            place: tuple(order[starts[place] : min(starts[place + 1], starts[place] + FIRST_ROWS)].tolist())
            for place in places
        }
    return {place: tuple(np.flatnonzero(indices == place)[:FIRST_ROWS].tolist()) for place in places}


def _judge(value: Cell, item: Item) -> tuple[int, Fault | None]:
    if value is None:
        return NOTHING, None
    if isinstance(value, bool) or (isinstance(value, float) and math.isinf(value)):
        return NOTHING, Fault.TEXT
    if isinstance(value, float):
        if math.isnan(value):
            return NOTHING, None
        return _placed(int(value), item) if value.is_integer() else (NOTHING, Fault.BROKEN)
    return _placed(value, item) if isinstance(value, int) else _judge_text(value.strip(), item)


def _judge_text(text: str, item: Item) -> tuple[int, Fault | None]:
    if not text:
        return NOTHING, None
    whole = WHOLE.fullmatch(text)
    if whole:
        return _placed(int(whole.group(1)), item)
    if BROKEN.fullmatch(text):
        return NOTHING, Fault.BROKEN
    return NOTHING, Fault.NO_ANSWER if text.upper() in NO_ANSWER else Fault.TEXT


def _placed(code: int, item: Item) -> tuple[int, Fault | None]:
    if item.low <= code <= item.high:
        return code, None
    return NOTHING, None if code in item.missing else Fault.OUTSIDE


@dataclass(frozen=True)
class Grouped:
    """The groups' names in order, and each row's place among them, the last for a row without a group."""

    names: tuple[str, ...]
    places: NDArray[np.int64]


def grouped(column: pa.ChunkedArray, labels: Mapping[str, str]) -> Grouped:
    """Return which group each row is in: numbers without a decimal point, codes by their labels."""
    indices, values = distinct(column)
    texts = [label(value, labels) for value in values]
    names = sorted({text for text in texts if text is not None})
    place = {name: index for index, name in enumerate(names)}
    lookup = [len(names) if text is None else place[text] for text in texts]
    return Grouped(tuple(names), np.array([*lookup, len(names)], dtype=np.int64)[indices])


def label(value: object, labels: Mapping[str, str]) -> str | None:
    """Return the text of a cell, None when it is blank."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    return unturned(labels.get(text, text)).strip() or None
