"""The snapshot as CSV that spreadsheets, R and Python read."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from mentorway.datasets.encoding import Encoder
from mentorway.datasets.layout import Layout, Type, Variable, unique
from mentorway.datasets.placing import Progress, Written, placing, silent
from mentorway.datasets.snapshot import Snapshot
from mentorway.datasets.style import Style, Wording
from mentorway.questionnaire import Kind

FORMULA: Final = r"^'*[\s\x{00a0}]*[=+\-@＝＋－＠]|^'*[\t\r\n]"
NUMBER: Final = r"^[+\-]?[0-9]+([.,][0-9]+)?$"
PLAIN: Final = Style()


def export_csv(
    snapshot: Snapshot, path: Path, style: Style = PLAIN, *, progress: Progress = silent
) -> Written:
    """Write the responses as CSV: UTF-8 with a byte order mark, commas, one line of names.

    A question with several choices has its column of 0 and 1 for each, and one more with the list: codes
    joined by a space, or labels joined by a semicolon. An empty cell is no answer.

    Parameters
    ----------
    snapshot : Snapshot
        The responses.
    path : Path
        Where the file goes.
    style : Style
        Codes or labels, and the language of the labels.
    progress : callable
        Gets the number of rows so far; an exception from it cancels.

    Returns
    -------
    Written
        A text that a spreadsheet would take for a formula has an apostrophe in front. A text that begins with
        apostrophes before such a sign gets one more, so taking one away gives every text back.

    Raises
    ------
    InvalidInputError
        The file cannot be written. Nothing is left behind.
    """
    table = _Table(snapshot.layout, style)
    rows = 0
    with placing(path) as temporary, temporary.open("wb") as file:
        file.write(codecs.BOM_UTF8)
        with csv.CSVWriter(pa.PythonFile(file, mode="w"), table.schema) as writer:
            for batch in snapshot.batches():
                writer.write_batch(table.of(batch))
                rows += batch.num_rows
                progress(rows)
    return Written(path, rows, snapshot.notes)


class _Table:
    """The columns as CSV has them: every one a text or a whole number."""

    def __init__(self, layout: Layout, style: Style) -> None:
        self.layout = layout
        self.wording = Wording(layout, style)
        taken = {each.name.lower() for each in layout.columns}
        self.lists = {
            (each.about, each.name): unique(each.name, taken) for each in layout.variables if each.spread
        }
        self.schema = pa.schema(
            [pa.field(name, array.type) for name, array in self._columns(Encoder(layout).batch([]))]
        )

    def of(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the batch as it is written."""
        return pa.record_batch([array for _, array in self._columns(batch)], schema=self.schema)

    def _columns(self, batch: pa.RecordBatch) -> Iterator[tuple[str, pa.Array]]:
        listed: set[str] = set()
        for column in self.layout.columns:
            variable = column.variable
            if variable.spread and variable.name not in listed:
                listed.add(variable.name)
                yield self.lists[variable.about, variable.name], harmless(self._list(variable, batch))
            values = self.wording.say(column, batch.column(column.name))
            yield column.name, written(values, column.type)

    def _list(self, variable: Variable, batch: pa.RecordBatch) -> pa.Array:
        columns = self.layout.columns_of(variable)
        words = self.wording.words_of(columns[0]) if columns and self.wording.style.labels else {}
        joint = "; " if words else " "
        said = [joint + words.get(each.choice.value, each.choice.value) for each in columns if each.choice]
        answers = [batch.column(each.name) for each in columns]
        if not answers:
            return pa.nulls(batch.num_rows, pa.string())
        if variable.kind is Kind.RANK:
            parts = [_placed(answers, said, place) for place in range(1, len(said) + 1)]
        else:
            parts = [_word(answer, word, 1) for answer, word in zip(answers, said, strict=True)]
        joined = pc.binary_join_element_wise(*(pc.fill_null(part, "") for part in parts), "")
        listed = pc.utf8_slice_codeunits(joined, len(joint))
        return pc.if_else(pc.is_valid(answers[0]), listed, pa.scalar(None, pa.string()))


def _word(answers: pa.Array, word: str, wanted: int) -> pa.Array:
    return pc.if_else(pc.equal(answers, wanted), pa.scalar(word, pa.string()), pa.scalar(None, pa.string()))


def _placed(answers: list[pa.Array], said: list[str], place: int) -> pa.Array:
    """Return the word in one place of each ranking."""
    return pc.coalesce(*(_word(answer, word, place) for answer, word in zip(answers, said, strict=True)))


def written(values: pa.Array, kind: Type) -> pa.Array:
    """Return a column as text that says the same everywhere: numbers with a point, dates as ISO."""
    if kind is Type.TEXT:
        return harmless(values)
    if kind is Type.MOMENT:
        return pc.strftime(
            values.cast(pa.timestamp("s", values.type.tz), safe=False), format="%Y-%m-%dT%H:%M:%S%Ez"
        )
    if kind is Type.TIME:
        return pc.utf8_slice_codeunits(values.cast(pa.string()), 0, 8)
    return values.cast(pa.string()) if kind is Type.DATE else values


def harmless(values: pa.Array) -> pa.Array:
    """Put an apostrophe before texts that a spreadsheet would take for a formula; numbers stay.

    >>> harmless(pa.array(["=1+1", "-99", "'=1", "Jānis"])).to_pylist()
    ["'=1+1", '-99', "''=1", 'Jānis']
    """
    risky = pc.and_not(pc.match_substring_regex(values, FORMULA), pc.match_substring_regex(values, NUMBER))
    return pc.if_else(risky, pc.binary_join_element_wise("'", values, ""), values)
