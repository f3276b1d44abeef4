"""The system file of SPSS (.sav) as bytes: the dictionary, and cases packed as SPSS packs them.

Written from the description of the format in the developers' guide of GNU PSPP. pyreadstat writes from a
whole table in memory and needs pandas or Polars for it; this writes case by case and needs neither.
"""

from __future__ import annotations

import math
import struct
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from mentorway.datasets.spssnames import cut

F, A, DATETIME, TIME, SDATE = 5, 1, 22, 21, 39  # SPSS's numbers for formats
UNIT: Final = 8
SHORT: Final = 255  # bytes that one segment of a text holds
STEP: Final = 252  # by which the width of a longer text is divided into segments
WIDEST: Final = 32_767
LONGEST_LABEL: Final = 252
LONGEST_VALUE_LABEL: Final = 120
BIAS: Final = 100
PAD, END, LITERAL, SPACES, NOTHING = 0, 252, 253, 254, 255  # codes of the packing
LOWEST: Final = math.nextafter(-sys.float_info.max, 0)
MEASURES: Final = {"nominal": 1, "ordinal": 2, "scale": 3}
BLANK: Final = np.frombuffer(b" " * UNIT, np.uint64)[0]

Missing = tuple[int, ...] | tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """One variable: `width` 0 is a number, else the bytes of a text.

    `labels` are the words for values; `missing` up to three values that stand for no answer, or with
    `missing_range` the two ends of a range.
    """

    name: str
    label: str
    width: int
    format: tuple[int, int, int]  # kind, width, decimals
    measure: str
    labels: tuple[tuple[int | str, str], ...] = ()
    missing: Missing = ()
    missing_range: tuple[int, int] | None = None

    @property
    def segments(self) -> tuple[int, ...]:
        """The widths of the parts that a long text is kept in."""
        if self.width <= SHORT:
            return (self.width,)
        count = math.ceil(self.width / STEP)
        return (*(SHORT,) * (count - 1), self.width - (count - 1) * STEP)

    @property
    def units(self) -> int:
        """How many times eight bytes it takes."""
        return sum(_units(width) for width in self.segments)


@dataclass(frozen=True)
class AnswerSet:
    """A question with several choices: its columns of 0 and 1 belong together."""

    name: str
    label: str
    fields: tuple[int, ...]


def _units(width: int) -> int:
    return max(1, math.ceil(width / UNIT))


def dictionary(fields: Sequence[Field], sets: Sequence[AnswerSet], title: str, cases: int) -> Iterator[bytes]:
    """Yield everything that stands before the cases."""
    starts = np.cumsum([1, *(each.units for each in fields)]).tolist()
    shorts = [f"@{np.base_repr(place, 36):0>4}" for place in range(1, len(fields) + 1)]
    parts = _PartNames()
    yield _header(sum(each.units for each in fields), title, cases)
    for each, short in zip(fields, shorts, strict=True):
        yield from _variable(each, short, parts)
    for each, start in zip(fields, starts, strict=False):
        if each.labels and each.width <= UNIT:
            yield from _value_labels(each, start)
    yield _extension(3, 4, struct.pack("<8i", 20, 0, 0, -1, 1, 1, 2, 65001))
    yield _extension(4, 8, struct.pack("<3d", -sys.float_info.max, sys.float_info.max, LOWEST))
    if sets:
        yield _extension(7, 1, b"".join(_set(each, shorts) for each in sets))
    yield _extension(11, 4, b"".join(_display(each) for each in fields))
    names = "\t".join(f"{short}={each.name}" for each, short in zip(fields, shorts, strict=True))
    yield _extension(13, 1, names.encode())
    long = "".join(
        f"{short}={each.width}\0\t" for each, short in zip(fields, shorts, strict=True) if each.width > SHORT
    )
    if long:
        yield _extension(14, 1, long.encode())
    yield _extension(16, 8, struct.pack("<2q", 1, cases))
    yield _extension(20, 1, b"UTF-8")
    yield from _long_texts(fields)
    yield struct.pack("<2i", 999, 0)


def _header(units: int, title: str, cases: int) -> bytes:
    return struct.pack(
        "<4s60s5id9s8s64s3x",
        b"$FL2", b"@(#) SPSS DATA FILE - Mentorway".ljust(60), 2, units, 1, 0, min(cases, 2**31 - 1),
        float(BIAS), b"01 Jan 00", b"00:00:00", cut(title, 64).ljust(64),
    )  # fmt: skip


class _PartNames:
    """Names for the parts of long texts, which SPSS knows by the first five bytes of the long name."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def next(self, name: str) -> str:
        start = cut(name.upper(), 5).decode()
        number = self._used[start] = self._used.get(start, -1) + 1
        return start + np.base_repr(number, 36)


def _variable(each: Field, short: str, parts: _PartNames) -> Iterator[bytes]:
    for place, width in enumerate(each.segments):
        name = parts.next(each.name) if place else short
        yield from _segment(each, name, width, first=place == 0)


def _segment(each: Field, short: str, width: int, *, first: bool) -> Iterator[bytes]:
    kind, wide, decimals = each.format if each.width <= SHORT else (A, width, 0)
    shape = kind << 16 | wide << 8 | decimals
    label = cut(each.label, LONGEST_LABEL) if first else b""
    missing, count = _missing(each) if first and each.width <= UNIT else (b"", 0)
    yield struct.pack("<6i8s", 2, width, bool(label), count, shape, shape, short.encode().ljust(8))
    if label:
        yield struct.pack("<i", len(label)) + label.ljust(math.ceil(len(label) / 4) * 4)
    yield missing
    for _ in range(_units(width) - 1):
        yield struct.pack("<6i8s", 2, -1, 0, 0, A << 16 | 29 << 8, A << 16 | 29 << 8, b" " * 8)


def _missing(each: Field) -> tuple[bytes, int]:
    if each.missing_range is not None:
        return struct.pack("<2d", *each.missing_range), -2
    return b"".join(_value(value) for value in each.missing), len(each.missing)


def _value(value: float | str) -> bytes:
    return cut(value, UNIT).ljust(UNIT) if isinstance(value, str) else struct.pack("<d", value)


def _value_labels(each: Field, start: int) -> Iterator[bytes]:
    yield struct.pack("<2i", 3, len(each.labels))
    for value, words in each.labels:
        said = cut(words, LONGEST_VALUE_LABEL)
        length = math.ceil((len(said) + 1) / UNIT) * UNIT - 1
        yield _value(value) + bytes([len(said)]) + said.ljust(length)
    yield struct.pack("<3i", 4, 1, start)


def _extension(kind: int, size: int, data: bytes) -> bytes:
    return struct.pack("<4i", 7, kind, size, len(data) // size) + data


def _set(each: AnswerSet, shorts: Sequence[str]) -> bytes:
    label = cut(each.label, LONGEST_LABEL)
    names = " ".join(shorts[place].lower() for place in each.fields)
    return f"${each.name}=D1 1 {len(label)} ".encode() + label + f" {names}\n".encode()


def _display(each: Field) -> bytes:
    wide = min(max(each.format[1], 8), 40)
    one = struct.pack("<3i", MEASURES[each.measure], wide, 0 if each.width else 1)
    return one * len(each.segments)


def _long_texts(fields: Sequence[Field]) -> Iterator[bytes]:
    labels, missing = b"", b""
    for each in fields:
        name = each.name.encode()
        if each.width > UNIT and each.labels:
            labels += struct.pack("<i", len(name)) + name
            labels += struct.pack("<2i", each.width, len(each.labels))
            for value, words in each.labels:
                said = cut(words, LONGEST_VALUE_LABEL)
                labels += struct.pack("<i", each.width) + cut(str(value), each.width).ljust(each.width)
                labels += struct.pack("<i", len(said)) + said
        if each.width > UNIT and each.missing:
            missing += struct.pack("<i", len(name)) + name + struct.pack("<Bi", len(each.missing), UNIT)
            missing += b"".join(_value(value) for value in each.missing)
    if labels:
        yield _extension(21, 1, labels)
    if missing:
        yield _extension(22, 1, missing)


class Packer:
    """Packs cases: a byte for each small whole number, blank and missing value, else the eight bytes."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self._codes: NDArray[np.uint8] = np.empty(0, np.uint8)
        self._values: NDArray[np.uint64] = np.empty(0, np.uint64)

    def write(self, codes: NDArray[np.uint8], values: NDArray[np.uint64]) -> None:
        """Write cases: a code and eight bytes for each unit, row after row."""
        codes = np.concatenate([self._codes, codes.ravel()])
        values = np.concatenate([self._values, values.ravel()])
        whole = len(codes) // UNIT * UNIT
        self._codes, self._values = codes[whole:].copy(), values[whole:].copy()
        self._packed(codes[:whole], values[:whole])

    def close(self) -> None:
        """Write what is left, and the mark of the end."""
        rest = UNIT - len(self._codes)
        codes = np.concatenate([self._codes, np.full(rest, PAD, np.uint8)])
        codes[len(self._codes)] = END
        self._packed(codes, np.concatenate([self._values, np.zeros(rest, np.uint64)]))

    def _packed(self, codes: NDArray[np.uint8], values: NDArray[np.uint64]) -> None:
        literal = codes == LITERAL
        places = np.flatnonzero(literal)
        before = np.cumsum(literal.reshape(-1, UNIT).sum(axis=1))
        groups = np.arange(len(before))
        out = np.empty(len(before) + len(places), np.uint64)
        out[groups + np.concatenate([[0], before[:-1]]).astype(np.intp)] = codes.view(np.uint64)
        out[places // UNIT + 1 + np.arange(len(places))] = values[places]
        self.file.write(out.tobytes())


def number_units(numbers: NDArray[np.float64]) -> tuple[NDArray[np.uint8], NDArray[np.uint64]]:
    """Return the codes and bytes of numbers; NaN is a missing value."""
    codes = np.full(len(numbers), LITERAL, np.uint8)
    nothing = np.isnan(numbers)
    codes[nothing] = NOTHING
    small = ~nothing & (np.abs(numbers - 26) <= 125) & (numbers == np.rint(numbers))  # noqa: PLR2004 - -99 to 151
    codes[small] = (numbers[small] + BIAS).astype(np.uint8)
    return codes, numbers.view(np.uint64)


def text_units(texts: Sequence[bytes], field: Field) -> tuple[NDArray[np.uint8], NDArray[np.uint64]]:
    """Return the codes and bytes of texts, a row for each."""
    rows = len(texts)
    wide = np.array(texts, dtype=f"S{field.width}").view(np.uint8).reshape(rows, field.width)
    cells = np.full((rows, field.units * UNIT), ord(" "), np.uint8)
    for place, start in enumerate(range(0, field.width, SHORT)):
        part = wide[:, start : start + SHORT]
        cells[:, place * (SHORT + 1) : place * (SHORT + 1) + part.shape[1]] = part
    cells[cells == 0] = ord(" ")
    values = cells.view(np.uint64)
    return np.where(values == BLANK, np.uint8(SPACES), np.uint8(LITERAL)), values
