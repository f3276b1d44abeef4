"""Typed answers → the columns of one batch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from mentorway.datasets.layout import Layout, Type, Variable
from mentorway.questionnaire import Kind
from mentorway.wording import InvalidInputError, Message, shown

NOTHING: Final = -1
T = TypeVar("T")
WRONG: Final = (pa.ArrowException, TypeError, ValueError, OverflowError, AttributeError)


@dataclass(frozen=True)
class Record:
    """One response: what is known about it, and its answers by question name.

    Values are as `judge` types them, or as `Judgement.stored` writes them for JSON: dates and times as ISO
    texts, decimals as numbers.
    """

    about: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)


def arrow_type(kind: Type, zone: str) -> pa.DataType:
    """Return the Arrow type of a column."""
    return {
        Type.INT8: pa.int8(), Type.INT16: pa.int16(), Type.INT32: pa.int32(), Type.INT64: pa.int64(),
        Type.FLOAT64: pa.float64(), Type.DATE: pa.date32(), Type.TIME: pa.time32("ms"),
        Type.MOMENT: pa.timestamp("ms", tz=zone), Type.TEXT: pa.string(),
    }[kind]  # fmt: skip


def schema_of(layout: Layout) -> pa.Schema:
    """Return the Arrow schema of a layout."""
    return pa.schema([pa.field(each.name, arrow_type(each.type, layout.zone)) for each in layout.columns])


@dataclass
class Encoder:
    """Encodes batch after batch, and counts the choices that the layout does not know."""

    layout: Layout
    rows: int = 0
    unknown: dict[str, int] = field(default_factory=dict)

    def batch(self, records: Sequence[Record]) -> pa.RecordBatch:
        """Return the records as columns.

        Raises
        ------
        InvalidInputError
            A value is not of its column's type.
        """
        arrays: dict[str, pa.Array] = {}
        for variable in self.layout.variables:
            values = _values(variable, records)
            columns = self.layout.columns_of(variable)
            encode = self._spread if variable.spread else self._single
            try:
                arrays |= zip((each.name for each in columns), encode(variable, values), strict=True)
            except WRONG as error:
                raise self._refused(variable, values, encode) from error
        self.rows += len(records)
        return pa.record_batch(
            [arrays[each.name] for each in self.layout.columns], schema=schema_of(self.layout)
        )

    def _single(self, variable: Variable, values: list[Any]) -> Iterator[pa.Array]:
        read = READERS.get(variable.type)
        kind = arrow_type(variable.type, self.layout.zone)
        if read is not None:
            read = partial(read, zone=kind.tz) if variable.type is Type.MOMENT else read
            values = [None if value in (None, "") else read(value) for value in values]
        array = pa.array(values, kind)
        if variable.options:
            known = pa.array([each.value for each in self.layout.options_of(variable)], pa.string())
            strange = pc.and_(pc.is_valid(array), pc.invert(pc.is_in(array, known)))
            self._count(variable, strange.true_count)
        yield array

    def _spread(self, variable: Variable, values: list[Any]) -> Iterator[pa.Array]:
        options = self.layout.options_of(variable)
        places = {each.value: place for place, each in enumerate(options)}
        ranked = variable.kind is Kind.RANK
        cells: NDArray[np.int16] = np.full((len(options), len(values)), NOTHING, np.int16)
        strange = 0
        for row, words in enumerate(values):
            if not words:
                continue
            if not ranked:
                cells[:, row] = 0
            for rank, word in enumerate(words.split() if isinstance(words, str) else words, start=1):
                place = places.get(word)
                if place is None:
                    strange += 1
                else:
                    cells[place, row] = rank if ranked else 1
        self._count(variable, strange)
        kind = arrow_type(variable.type, self.layout.zone)
        for line in cells:
            yield pa.array(line, pa.int16(), mask=line == NOTHING).cast(kind)

    def _count(self, variable: Variable, strange: int) -> None:
        if strange:
            self.unknown[variable.name] = self.unknown.get(variable.name, 0) + strange

    def _refused(
        self, variable: Variable, values: list[Any], encode: Callable[..., Iterator[pa.Array]]
    ) -> InvalidInputError:
        row = next((row for row, value in enumerate(values) if _fails(encode, variable, value)), 0)
        return InvalidInputError(
            Message(
                "Response %(row)d has “%(value)s” for “%(name)s”, and the column holds %(type)s. "
                "Nothing was kept. Correct that response, or lay out the versions that it was given to.",
                {
                    "row": self.rows + row + 1,
                    "value": shown(values[row]),
                    "name": shown(variable.name),
                    "type": variable.type.value,
                },
            )
        )


def _fails(encode: Callable[..., Iterator[pa.Array]], variable: Variable, value: Any) -> bool:
    try:
        list(encode(variable, [value]))
    except WRONG:
        return True
    return False


def _values(variable: Variable, records: Sequence[Record]) -> list[Any]:
    name = variable.name
    if variable.about:
        return [record.about.get(name) for record in records]
    return [record.answers.get(name) for record in records]


def _date(value: Any) -> dt.date:
    if isinstance(value, str):
        return dt.date.fromisoformat(value[:10])
    return value.date() if isinstance(value, dt.datetime) else _of_type(value, dt.date)


def _time(value: Any) -> dt.time:
    time = dt.time.fromisoformat(value) if isinstance(value, str) else _of_type(value, dt.time)
    return time.replace(tzinfo=None, microsecond=time.microsecond // 1000 * 1000)


def _moment(value: Any, zone: str) -> Any:
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    elif not isinstance(value, dt.datetime):
        value = dt.datetime.combine(_of_type(value, dt.date), dt.time())
    if value.tzinfo is None:
        value = value.replace(tzinfo=ZoneInfo(zone))
    value = value.astimezone(dt.UTC)
    return value.replace(microsecond=value.microsecond // 1000 * 1000)


def _text(value: Any) -> str:
    return _of_type(value, str)


def _of_type(value: Any, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise TypeError(kind.__name__)
    return value


READERS: Final[Mapping[Type, Callable[..., Any]]] = {
    Type.FLOAT64: float, Type.DATE: _date, Type.TIME: _time, Type.MOMENT: _moment, Type.TEXT: _text,
}  # fmt: skip
