"""Text files of answers: which letters, which delimiter, which rows."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import itertools
import re
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

import pyarrow as pa
from pyarrow import csv as arrow_csv

from mentorway.answers.origin import Origin
from mentorway.wording import InvalidInputError, Message, listed, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mentorway.answers.limits import Limits

LONGEST_CELL = 131_072  # letters
BLOCK = 4 << 20
DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 64 << 10
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Letters that tell the two Windows alphabets apart where their bytes clash.
WESTERN = "äöåøæéüõðþáíóúýÄÖÅØÆÉÜÕÐÞÁÍÓÚÝ"
BALTIC = "ąčęėįšųūžāēģīķļņĄČĘĖĮŠŲŪŽĀĒĢĪĶĻŅ"
NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")


@dataclass(frozen=True)
class Text:
    """The name of a file, its whole text in UTF-8, and what had to be assumed to read it."""

    file: str
    data: bytes
    notes: tuple[Message, ...] = ()


def read_bytes(path: Path, limits: Limits, progress: Callable[[float], None] | None = None) -> bytes:
    """Return the content, unpacked when it is gzip, never more than the limits allow."""
    size = limits.admit_file(path)
    kept = bytearray()
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        source = cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if packed else file
        try:
            while block := source.read(BLOCK):
                kept += block
                limits.admit_unzipped(len(kept), path.name)
                if progress is not None:
                    progress(min(0.5, 0.5 * file.tell() / size))
        except (OSError, EOFError, zlib.error) as error:
            raise InvalidInputError(
                Message(
                    "The file “%(file)s” is damaged: it cannot be unpacked. Send or save it again.",
                    {"file": shown(path.name)},
                )
            ) from error
    if not kept:
        raise InvalidInputError(Message("The file “%(file)s” is empty.", {"file": shown(path.name)}))
    return bytes(kept)


def to_text(raw: bytes, file: str) -> Text:
    """Return the bytes as UTF-8, from whichever alphabet they are most likely in; ``file`` is their name."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return Text(file, _checked(_recode(raw, encoding, file), file))
    wide = _wide(raw)
    if wide is not None:
        return Text(file, _checked(_recode(raw, wide, file), file), (_assumed(wide, file),))
    _checked(raw, file)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        encoding = _single_byte(raw)
        return Text(file, _recode(raw, encoding, file), (_assumed(encoding, file),))
    return Text(file, raw)


def _assumed(encoding: str, file: str) -> Message:
    return Message(
        "“%(file)s” is not in UTF-8; it was read as %(encoding)s. "
        "Check whether its letters are right, and save it as UTF-8 if they are not.",
        {"file": shown(file), "encoding": encoding},
    )


def _recode(raw: bytes, encoding: str, file: str) -> bytes:
    pieces = bytearray()
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for start in range(0, len(raw), BLOCK):
            block = raw[start : start + BLOCK]
            pieces += decoder.decode(block, final=start + BLOCK >= len(raw)).encode("utf-8")
    except UnicodeError as error:
        raise InvalidInputError(
            Message(
                "“%(file)s” begins as %(encoding)s text, but cannot be read as that to its end. "
                "Save it again as UTF-8.",
                {"file": shown(file), "encoding": encoding},
            )
        ) from error
    return bytes(pieces)


def _wide(raw: bytes) -> str | None:
    sample = raw[: SAMPLE // 16 * 2]
    pairs = len(sample) // 2
    zeros = (sample[0::2].count(0), sample[1::2].count(0))
    if pairs and zeros[1] > 0.4 * pairs and zeros[0] == 0:
        return "utf-16-le"
    if pairs and zeros[0] > 0.4 * pairs and zeros[1] == 0:
        return "utf-16-be"
    return None


def _single_byte(raw: bytes) -> str:
    high = bytes(byte for byte in range(128, 256))
    sample = raw.translate(None, bytes(range(128)))[: SAMPLE * 16]
    counts = {byte: sample.count(byte) for byte in high}
    best, best_score = "latin-1", -1
    for encoding, letters in (("cp1252", WESTERN), ("cp1257", BALTIC)):
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = sum(
            counts[letter.encode(encoding, "ignore")[0]] for letter in letters if _fits(letter, encoding)
        )
        if score > best_score:
            best, best_score = encoding, score
    return best


def _fits(letter: str, encoding: str) -> bool:
    return len(letter.encode(encoding, "ignore")) == 1


def _checked(data: bytes, file: str) -> bytes:
    found = NOT_TEXT.search(data)
    if found:
        raise InvalidInputError(
            Message(
                "“%(file)s” is not a text file: line %(line)d has a byte (%(byte)s) that text never has. "
                "Check that it is a CSV file and not another kind with a new name.",
                {
                    "file": shown(file),
                    "line": data.count(b"\n", 0, found.start()) + 1,
                    "byte": f"0x{found.group()[0]:02x}",
                },
            )
        )
    return data


@dataclass(frozen=True)
class Layout:
    """How the text of a file is laid out: the delimiter, the header, where the rows begin."""

    file: str
    delimiter: str
    header: tuple[str, ...]
    start: int
    first: int


def layout_of(data: bytes, file: str) -> Layout:
    """Find the delimiter and the header row; ``file`` is the name of the text."""
    position, line = _past_blank(data, 0, 1)
    told = re.match(rb"sep=([,;\t|])[ \t]*\r?\n", data[position : position + 16])
    if told:
        position, line = _past_blank(data, position + told.end(), line + 1)
    end = _record_end(data, position)
    header_text = data[position:end].decode("utf-8", "replace")
    if not header_text.strip():
        raise InvalidInputError(Message("The file “%(file)s” has no text in it.", {"file": shown(file)}))
    sample = data[position : position + SAMPLE].decode("utf-8", "replace")
    delimiter = told.group(1).decode() if told else _likely_delimiter(header_text, sample, file)
    header = tuple(cell.strip() for cell in next(rows_of(header_text, delimiter, file), []))
    return Layout(file, delimiter, header, end, line + max(1, _lines(header_text)))


def rows_of(text: str, delimiter: str, file: str) -> Iterator[list[str]]:
    """Yield the rows of a small text, as Python's own reader splits them; ``file`` is its name."""
    csv.field_size_limit(LONGEST_CELL)  # one limit for the whole process: others may have set theirs
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise InvalidInputError(
            Message(
                "“%(file)s” cannot be split into rows and columns: a cell is too long.",
                {"file": shown(file)},
            )
        ) from error


def _lines(text: str) -> int:
    return len(re.findall(r"\r\n|\r|\n", text))


def _past_blank(data: bytes, position: int, line: int) -> tuple[int, int]:
    blank = re.compile(rb"[ \t]*(?:\r\n|\r|\n)")
    while found := blank.match(data, position):
        position, line = found.end(), line + 1
    return position, line


def _record_end(data: bytes, start: int) -> int:
    """Return where the record at ``start`` ends: after the first line end outside quotation marks."""
    quoted = False
    for found in re.compile(rb'"|\r\n|\r|\n').finditer(data, start, start + (1 << 20)):
        if found.group() == b'"':
            quoted = not quoted
        elif not quoted:
            return found.end()
    return min(len(data), start + (1 << 20)) if not quoted else _first_line_end(data, start)


def _first_line_end(data: bytes, start: int) -> int:
    found = re.compile(rb"\r\n|\r|\n").search(data, start)
    return found.end() if found else len(data)


def _likely_delimiter(header: str, sample: str, file: str) -> str:
    def score(delimiter: str) -> float:
        width = len(next(rows_of(header, delimiter, file), []))
        lines = list(itertools.islice(rows_of(sample, delimiter, file), 1, 50))[:-1]
        alike = sum(len(row) == width for row in lines) / len(lines) if lines else 1.0
        return (width - 1) * (0.1 + alike)

    return max(DELIMITERS, key=score)


def table_of(text: Text, limits: Limits) -> pa.Table:
    """Return the rows as a table of texts."""
    layout = layout_of(text.data, text.file)
    limits.admit_shape(0, len(layout.header), text.file)
    names = [f"{index}:{name}" for index, name in enumerate(layout.header)]
    skipped = _blank_lines(text.data, layout)
    table = _parsed(text.data, names, layout, skipped)
    limits.admit_shape(table.num_rows, table.num_columns, text.file)
    if not table.num_rows:
        raise InvalidInputError(
            Message(
                "The file “%(file)s” has a header and no rows: there are no answers in it. "
                "Export the answers again.",
                {"file": shown(text.file)},
            )
        )
    table = table.rename_columns(list(layout.header))
    return Origin(text.notes, layout.first, skipped).attach(_without_empty_tail(table))


def _blank_lines(data: bytes, layout: Layout) -> tuple[int, ...]:
    if not re.compile(rb"(?:\r\n|\r|\n)(?:\r\n|\r|\n)").search(data, max(0, layout.start - 1)):
        return ()
    lines = data[layout.start :].splitlines()
    if any(line.count(b'"') % 2 for line in lines):
        return ()
    return tuple(layout.first + index for index, line in enumerate(lines) if not line)


def _parsed(data: bytes, names: list[str], layout: Layout, skipped: tuple[int, ...]) -> pa.Table:
    if not re.compile(rb"\S").search(data, layout.start):
        return pa.table({name: pa.array([], pa.string()) for name in names})
    quotes = data.count(b'"', layout.start)
    if quotes % 2:
        raise InvalidInputError(
            Message(
                "In “%(file)s”, a quotation mark is opened and never closed, near line %(line)d. "
                "Close it, or double it where it belongs to the text.",
                {
                    "file": shown(layout.file),
                    "line": layout.first + data.count(b"\n", layout.start, data.rfind(b'"')),
                },
            )
        )
    body = pa.py_buffer(data)[layout.start :]
    ragged: list[arrow_csv.InvalidRow] = []
    strict = arrow_csv.ParseOptions(delimiter=layout.delimiter, newlines_in_values=bool(quotes))
    try:
        return _arrow(body, names, strict, threads=True)
    except pa.ArrowInvalid:
        pass

    def note(row: arrow_csv.InvalidRow) -> str:
        ragged.append(row)
        return "skip"

    lenient = arrow_csv.ParseOptions(
        delimiter=layout.delimiter, newlines_in_values=bool(quotes), invalid_row_handler=note
    )
    try:
        _arrow(body, names, lenient, threads=False)
    except pa.ArrowInvalid as error:
        raise InvalidInputError(
            Message(
                "“%(file)s” cannot be split into rows and columns. Save it again as CSV in UTF-8.",
                {"file": shown(layout.file)},
            )
        ) from error
    raise InvalidInputError(_ragged(ragged, layout, skipped))


def _ragged(ragged: list[arrow_csv.InvalidRow], layout: Layout, skipped: tuple[int, ...]) -> Message:
    origin = Origin((), layout.first, skipped)
    places = [str(origin.row((row.number or 1) - 1)) for row in ragged]
    return Message(
        "In “%(file)s”, line %(lines)s has another number of cells (%(cells)d) than the header "
        "(%(columns)d). Look for a delimiter inside a text without quotation marks, or a line that was cut.",
        {
            "file": shown(layout.file),
            "lines": listed(places, most=10),
            "cells": ragged[0].actual_columns if ragged else 0,
            "columns": len(layout.header),
            "count": len(ragged),
        },
        plural="In “%(file)s”, %(count)d lines have another number of cells than the header (%(columns)d): "
        "lines %(lines)s. The first has %(cells)d. Look for a delimiter inside a text without quotation "
        "marks, or lines that were cut.",
        count=len(ragged),
    )


def _arrow(body: pa.Buffer, names: list[str], parse: arrow_csv.ParseOptions, *, threads: bool) -> pa.Table:
    return arrow_csv.read_csv(
        pa.BufferReader(body),
        read_options=arrow_csv.ReadOptions(column_names=names, use_threads=threads, block_size=BLOCK),
        parse_options=parse,
        convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
    )


def _without_empty_tail(table: pa.Table) -> pa.Table:
    """Drop columns at the end that have neither a name nor a value: spreadsheets leave such."""
    while table.num_columns > 1 and not table.column_names[-1]:
        values = table.column(table.num_columns - 1).unique().to_pylist()
        if any((value or "").strip() for value in values):
            break
        table = table.remove_column(table.num_columns - 1)
    return table
