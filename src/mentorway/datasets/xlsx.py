"""The snapshot as an Excel workbook: the responses, and what the columns mean."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from mentorway.datasets.layout import NUMBERS, Column, Layout, Type
from mentorway.datasets.placing import Progress, Written, placing, silent
from mentorway.datasets.snapshot import Snapshot
from mentorway.datasets.style import Style, Wording
from mentorway.wording import InvalidInputError, Message, shown

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
MOST_LETTERS: Final = 32_767
LARGE: Final = 50_000_000  # cells from which the file may pass 4 GB
CODEBOOK: Final = ("column", "question", "type", "code", "label", "missing", "retired")
FORMATS: Final = {
    Type.DATE: "yyyy-mm-dd", Type.TIME: "hh:mm:ss", Type.MOMENT: "yyyy-mm-dd hh:mm:ss",
}  # fmt: skip
PLAIN: Final = Style()
OPTIONS: Final = {
    "constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False,
    "strings_to_urls": False, "remove_timezone": True,
}  # fmt: skip


def export_xlsx(
    snapshot: Snapshot, path: Path, style: Style = PLAIN, *, progress: Progress = silent
) -> Written:
    """Write the responses as .xlsx with a second sheet that explains the columns.

    Parameters
    ----------
    snapshot : Snapshot
        The responses.
    path : Path
        Where the file goes.
    style : Style
        Codes or labels, and the language of all texts.
    progress : callable
        Gets the number of rows so far; an exception from it cancels.

    Returns
    -------
    Written
        Its notes say which columns had texts longer than a cell holds, which are cut.

    Raises
    ------
    InvalidInputError
        There are more rows or columns than Excel has, or the file cannot be written.
    """
    _refuse_large(snapshot)
    with placing(path) as temporary, tempfile.TemporaryDirectory(dir=path.parent, prefix=".") as parts:
        large = snapshot.rows * len(snapshot.layout.columns) > LARGE
        options = {**OPTIONS, "tmpdir": parts, "use_zip64": large}
        import xlsxwriter  # noqa: PLC0415 - heavy, and seldom needed

        with xlsxwriter.Workbook(str(temporary), options) as book:
            book.set_properties({"created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001 - no zone in the file
            writer = _Writer(book, Wording(snapshot.layout, style))
            rows = writer.responses(snapshot, progress)
            writer.codebook()
    return Written(path, rows, (*snapshot.notes, *writer.notes()))


def _refuse_large(snapshot: Snapshot) -> None:
    columns = len(snapshot.layout.columns)
    if snapshot.rows + 1 > MOST_ROWS:
        raise InvalidInputError(
            Message(
                "Excel holds at most %(most)d responses on a sheet, and there are %(rows)d. "
                "Choose CSV, SPSS or Parquet, or export fewer waves at a time.",
                {"most": MOST_ROWS - 1, "rows": snapshot.rows},
            )
        )
    if columns > MOST_COLUMNS:
        raise InvalidInputError(
            Message(
                "Excel holds at most %(most)d columns, and there are %(columns)d. "
                "Choose CSV, SPSS or Parquet.",
                {"most": MOST_COLUMNS, "columns": columns},
            )
        )


@dataclass
class _Writer:
    book: Any
    wording: Wording
    cut: dict[str, int] = field(default_factory=dict)

    @property
    def layout(self) -> Layout:
        return self.wording.layout

    def responses(self, snapshot: Snapshot, progress: Progress) -> int:
        """Write the first sheet, row after row."""
        page = self.book.add_worksheet("responses")
        page.freeze_panes(1, 0)
        bold = self.book.add_format({"bold": True})
        formats = {kind: self.book.add_format({"num_format": text}) for kind, text in FORMATS.items()}
        for place, column in enumerate(self.layout.columns):
            page.write_string(0, place, column.name, bold)
        writers = [self._cell(page, column, formats) for column in self.layout.columns]
        row = 0
        for batch in snapshot.batches():
            columns = [
                self.wording.say(column, batch.column(column.name)).to_pylist()
                for column in self.layout.columns
            ]
            for values in zip(*columns, strict=True):
                row += 1
                for place, value in enumerate(values):
                    if value is not None:
                        writers[place](row, place, value)
            progress(row)
        return row

    def _cell(self, page: Any, column: Column, formats: Mapping[Type, Any]) -> Callable[[int, int, Any], Any]:
        if column.type in NUMBERS:
            write: Callable[[int, int, Any], Any] = page.write_number
            return write
        if column.type in formats:
            return _clock(page, formats[column.type])

        def text(row: int, place: int, value: str) -> None:
            if len(value) > MOST_LETTERS:
                self.cut[column.name] = self.cut.get(column.name, 0) + 1
                value = value[:MOST_LETTERS]
            page.write_string(row, place, value)

        return text

    def codebook(self) -> None:
        """Write the second sheet: a line for each column, and one for each of its codes."""
        page = self.book.add_worksheet("codebook")
        page.freeze_panes(1, 0)
        bold = self.book.add_format({"bold": True})
        for place, width in enumerate((20, 50, 12, 12, 40, 10, 10)):
            page.set_column(place, place, width)
        for place, name in enumerate(CODEBOOK):
            page.write_string(0, place, name, bold)
        for row, cells in enumerate(self._lines(), start=1):
            for place, text in enumerate(cells):
                if text:
                    page.write_string(row, place, text[:MOST_LETTERS])

    def _lines(self) -> Iterator[tuple[str, ...]]:
        language = self.wording.style.language
        for column in self.layout.columns:
            label = self.layout.label(column, language)
            codes = ";".join(str(code) for code in column.variable.missing)
            yield column.name, label, column.type.value, "", "", codes, ""
            if column.choice is None:
                for option in self.layout.options_of(column.variable):
                    said = self.layout.text(option.labels, language)
                    marks = ("yes" if option.missing else "", "yes" if option.retired else "")
                    yield column.name, "", "", option.value, said, *marks

    def notes(self) -> Iterator[Message]:
        """Say which texts were cut."""
        for name, count in self.cut.items():
            yield Message(
                "In “%(name)s”, %(count)d text is longer than the %(most)d letters that an Excel cell holds, "
                "and was cut. CSV and Parquet have it whole.",
                {"name": shown(name), "count": count, "most": MOST_LETTERS},
                plural="In “%(name)s”, %(count)d texts are longer than the %(most)d letters that an Excel "
                "cell holds, and were cut. CSV and Parquet have them whole.",
                count=count,
            )


def _clock(page: Any, form: Any) -> Callable[[int, int, Any], Any]:
    def clock(row: int, place: int, value: Any) -> None:
        if isinstance(value, dt.date) and value.year < 1900:  # noqa: PLR2004 - Excel's first year
            page.write_string(row, place, value.isoformat())
        else:
            page.write_datetime(row, place, value, form)

    return clock
