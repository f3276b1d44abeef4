"""The snapshot as an SPSS file, with labels, missing codes and measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from mentorway.datasets import savfile
from mentorway.datasets.layout import Column, Layout, Type, Variable
from mentorway.datasets.placing import Progress, Written, placing, silent
from mentorway.datasets.savfile import AnswerSet, Field, Packer
from mentorway.datasets.snapshot import Snapshot
from mentorway.datasets.spssnames import cut, spss_names
from mentorway.questionnaire import Kind
from mentorway.wording import Message, shown

DAYS: Final = 141_428  # from the first day of SPSS, 1582-10-14, to 1970-01-01
DAY: Final = 86_400
MOST_MISSING: Final = 3
BATCH_BYTES: Final = 16_000_000
WIDTHS: Final = {Type.INT8: 1, Type.INT16: 6, Type.INT32: 11, Type.INT64: 16}
CODE: Final = r"^-?[0-9]{1,9}$"


def export_sav(snapshot: Snapshot, path: Path, *, language: str = "", progress: Progress = silent) -> Written:
    """Write the responses as .sav, with labels in one language.

    Choices whose values are all whole numbers become numbers, others stay texts; a choice of several is a set
    of columns with 0 and 1. Memory does not grow with the number of responses.

    Parameters
    ----------
    snapshot : Snapshot
        The responses.
    path : Path
        Where the file goes.
    language : str
        The code of a language of the questionnaire.
    progress : callable
        Gets the number of rows so far; an exception from it cancels.

    Returns
    -------
    Written
        Its notes say what SPSS cannot hold: names that were changed, texts that were cut, missing codes that
        were left out.

    Raises
    ------
    InvalidInputError
        The file cannot be written. Nothing is left behind.
    """
    layout = snapshot.layout
    widths = _widths(snapshot)
    plan = _Plan(layout, language, widths)
    rows = 0
    with placing(path) as temporary, temporary.open("wb") as file:
        file.writelines(savfile.dictionary(plan.fields, plan.sets, layout.title, snapshot.rows))
        for rows in _cases(snapshot, plan, file):
            progress(rows)
    return Written(path, rows, (*snapshot.notes, *plan.notes(widths)))


def _cases(snapshot: Snapshot, plan: _Plan, file: BinaryIO) -> Iterator[int]:
    packer = Packer(file)
    units = sum(each.units for each in plan.fields)
    some = max(1, BATCH_BYTES // max(1, units * savfile.UNIT))
    rows = 0
    for batch in snapshot.batches():
        for start in range(0, batch.num_rows, some):
            part = batch.slice(start, some)
            packer.write(*plan.units(part, units))
            rows += part.num_rows
        yield rows
    packer.close()


def _widths(snapshot: Snapshot) -> Mapping[str, int]:
    """Return the bytes of the longest text of each column of texts."""
    layout = snapshot.layout
    names = [
        each.name for each in layout.columns if each.type is Type.TEXT and layout.codes(each.variable) is None
    ]
    found = dict.fromkeys(names, 1)
    for batch in snapshot.batches(names) if names else ():
        for name in names:
            longest = pc.max(pc.binary_length(batch.column(name))).as_py()
            found[name] = max(found[name], longest or 1)
    for name in names:
        values = layout.options_of(layout.by_name[name].variable)
        found[name] = max([found[name], *(len(each.value.encode()) for each in values)])
    return found


@dataclass
class _Plan:
    """What each column becomes in SPSS."""

    layout: Layout
    language: str
    widths: Mapping[str, int]

    def __post_init__(self) -> None:
        names = spss_names(each.name for each in self.layout.columns)
        self.fields = [
            self._field(column, name) for column, name in zip(self.layout.columns, names, strict=True)
        ]
        self.sets = list(self._sets())

    def _field(self, column: Column, name: str) -> Field:
        codes = self.layout.codes(column.variable) if column.choice is None else None
        width = 0 if codes or column.type is not Type.TEXT else min(self.widths[column.name], savfile.WIDEST)
        missing, within = missing_codes(self.layout, column)
        return Field(
            name=name,
            label=self.layout.label(column, self.language),
            width=width,
            format=_format(column, width, codes),
            measure=column.measure.value,
            labels=tuple(self._labels(column, codes)),
            missing=missing,
            missing_range=within,
        )

    def _labels(self, column: Column, codes: Mapping[str, int] | None) -> Iterator[tuple[int | str, str]]:
        if column.choice is not None:
            return
        for option in self.layout.options_of(column.variable):
            said = self.layout.text(option.labels, self.language) or option.value
            yield (codes[option.value] if codes else option.value), said

    def _sets(self) -> Iterator[AnswerSet]:
        places = {each.name: place for place, each in enumerate(self.layout.columns)}
        spread = [each for each in self.layout.variables if each.kind is Kind.SELECT_MULTIPLE]
        names = spss_names(each.name[:50] for each in spread)
        for variable, name in zip(spread, names, strict=True):
            mine = tuple(places[each.name] for each in self.layout.columns_of(variable))
            if len(mine) > 1:
                label = self.layout.text(variable.labels, self.language)
                yield AnswerSet(name, label, mine)

    def units(self, batch: pa.RecordBatch, count: int) -> tuple[NDArray[np.uint8], NDArray[np.uint64]]:
        """Return the cases of a batch as codes and bytes."""
        codes = np.empty((batch.num_rows, count), np.uint8)
        values = np.empty((batch.num_rows, count), np.uint64)
        start = 0
        for column, field in zip(self.layout.columns, self.fields, strict=True):
            array = batch.column(column.name)
            if field.width:
                found = savfile.text_units(_texts(array), field)
                codes[:, start : start + field.units], values[:, start : start + field.units] = found
            else:
                codes[:, start], values[:, start] = savfile.number_units(_numbers(array, column.type))
            start += field.units
        return codes, values

    def notes(self, widths: Mapping[str, int]) -> Iterator[Message]:
        """Say what SPSS cannot hold as it is."""
        for column, field in zip(self.layout.columns, self.fields, strict=True):
            if column.name != field.name:
                yield Message(
                    "“%(name)s” is called “%(given)s” in the SPSS file, as SPSS allows no other name.",
                    {"name": shown(column.name), "given": field.name},
                )
            if widths.get(column.name, 0) > savfile.WIDEST:
                yield Message(
                    "Texts in “%(name)s” that are longer than the %(most)d bytes that SPSS holds were cut. "
                    "CSV and Parquet have them whole.",
                    {"name": shown(column.name), "most": savfile.WIDEST},
                )
            lost = len(_missing(self.layout, column.variable)) - len(field.missing)
            if column.choice is None and field.missing_range is None and lost:
                yield Message(
                    "SPSS takes at most three missing codes for a question, of at most eight bytes. "
                    "“%(name)s” has %(count)d more, which count as answers in the SPSS file.",
                    {"name": shown(column.name), "count": lost},
                )


def _missing(layout: Layout, variable: Variable) -> list[int | str]:
    codes = layout.codes(variable)
    marked = [each.value for each in layout.options_of(variable) if each.missing]
    found: list[int | str] = [codes[value] if codes else value for value in marked]
    numeric = codes is not None or variable.type is not Type.TEXT
    return found + [code for code in variable.missing if numeric and code not in found]


def missing_codes(
    layout: Layout, column: Column
) -> tuple[tuple[int, ...] | tuple[str, ...], tuple[int, int] | None]:
    """Return up to three codes of no answer; or, when there are more and no answer lies between, a range."""
    if column.choice is not None:
        return (), None
    found = _missing(layout, column.variable)
    numbers = [each for each in found if isinstance(each, int)]
    texts = [each for each in found if isinstance(each, str) and len(each.encode()) <= savfile.UNIT]
    if not numbers:
        return tuple(texts[:MOST_MISSING]), None
    if len(numbers) > MOST_MISSING:
        low, high = min(numbers), max(numbers)
        codes = layout.codes(column.variable)
        if codes and not any(low <= code <= high for code in codes.values() if code not in numbers):
            return (), (low, high)
    return tuple(numbers[:MOST_MISSING]), None


def _format(column: Column, width: int, codes: Mapping[str, int] | None) -> tuple[int, int, int]:
    if width:
        return savfile.A, min(width, savfile.SHORT), 0
    if codes:
        return savfile.F, max(len(value) for value in codes), 0
    clock = {
        Type.DATE: (savfile.SDATE, 10, 0), Type.TIME: (savfile.TIME, 8, 0),
        Type.MOMENT: (savfile.DATETIME, 20, 0), Type.FLOAT64: (savfile.F, 16, 4),
    }  # fmt: skip
    return clock.get(column.type) or (savfile.F, WIDTHS.get(column.type, 8), 0)


def _texts(array: pa.Array) -> Sequence[bytes]:
    texts = pc.fill_null(array, "").cast(pa.binary()).to_pylist()
    return [each if len(each) <= savfile.WIDEST else cut(each.decode(), savfile.WIDEST) for each in texts]


def _numbers(array: pa.Array, kind: Type) -> NDArray[np.float64]:
    if kind is Type.TEXT:
        whole = pc.match_substring_regex(array, CODE)
        array = pc.if_else(whole, array, pa.scalar(None, pa.string())).cast(pa.int32())
    elif kind is Type.MOMENT:
        array = pc.local_timestamp(array).cast(pa.int64())
    elif kind in (Type.DATE, Type.TIME):
        array = array.cast(pa.int32())
    found: NDArray[np.float64] = array.cast(pa.float64()).to_numpy(zero_copy_only=False).astype(np.float64)
    if kind is Type.MOMENT:
        return np.asarray(found / 1000 + DAYS * DAY)
    if kind is Type.DATE:
        return np.asarray((found + DAYS) * DAY)
    return np.asarray(found / 1000) if kind is Type.TIME else found
