"""A file of answers → a table of texts and numbers, whatever kind of file it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorway.answers import columnar, plaintext, spss, workbook
from mentorway.answers.limits import Limits
from mentorway.wording import InvalidInputError, Message, shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pyarrow as pa

TEXT = (".csv", ".tsv", ".tab", ".txt", ".dat")
KINDS = {**dict.fromkeys(TEXT, "text"), ".xlsx": "xlsx", ".sav": "sav", ".zsav": "sav", ".parquet": "parquet"}
SIGNS = (
    (b"PK\x03\x04", "xlsx"),
    (b"$FL2", "sav"),
    (b"$FL3", "sav"),
    (b"PAR1", "parquet"),
    (b"PARE", "parquet"),
    (b"\xd0\xcf\x11\xe0", "old"),
)
NAMES = {"xlsx": ".xlsx", "sav": ".sav", "parquet": ".parquet"}


def read_table(
    path: Path, *, limits: Limits | None = None, progress: Callable[[float], None] | None = None
) -> pa.Table:
    r"""Read the answers in a file.

    Parameters
    ----------
    path : Path
        A .csv, .tsv, .tab, .txt or .dat file (also with .gz), .xlsx, .sav, .zsav or .parquet.
        The first row of a text file or sheet names the columns.
    limits : Limits, optional
        The largest file and table to read.
    progress : callable, optional
        Called now and then with the share done, 0 to 1.

    Returns
    -------
    pyarrow.Table
        Columns of text or numbers, named as in the file. Its metadata remember where the rows
        stood in the file and what had to be assumed; `check` says so.

    Raises
    ------
    InvalidInputError
        The file is too large, empty, damaged, of another kind than its name says, or has formulas.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "answers.csv"
    >>> _ = path.write_text("country;E1\nLT;4\n")
    >>> read_table(path).to_pylist()
    [{'country': 'LT', 'E1': '4'}]
    """
    limits = limits or Limits()
    limits.admit_file(path)
    kind = kind_of(path)
    if kind == "xlsx":
        table = workbook.table_of(path, limits, progress)
    elif kind == "sav":
        table = spss.table_of(path, limits)
    elif kind == "parquet":
        table = columnar.table_of(path, limits, progress)
    else:
        text = plaintext.to_text(plaintext.read_bytes(path, limits, progress), path.name)
        table = plaintext.table_of(text, limits)
    if progress is not None:
        progress(1.0)
    return table


def kind_of(path: Path) -> str:
    """Return the kind of file that the name says, or refuse when the content says another."""
    name = path.name.lower().removesuffix(".gz")
    packed = name != path.name.lower()
    kind = next((kind for ending, kind in KINDS.items() if name.endswith(ending)), None)
    if kind is None or (packed and kind != "text"):
        raise InvalidInputError(
            Message(
                "The kind of the file “%(file)s” is not known. Use .csv, .tsv or .txt (also packed as .gz), "
                ".xlsx, .sav or .parquet.",
                {"file": shown(path.name)},
            )
        )
    with path.open("rb") as file:
        start = file.read(8)
    found = next((kind for sign, kind in SIGNS if start.startswith(sign)), "text")
    if found == "old":
        raise InvalidInputError(
            Message(
                "“%(file)s” is an old Excel workbook (.xls) or one with a password. "
                "Open it, and save it as .xlsx without a password, or as CSV.",
                {"file": shown(path.name)},
            )
        )
    if found not in ("text", kind):
        raise InvalidInputError(
            Message(
                "“%(file)s” has the content of a %(kind)s file. Give it that ending, or export it again.",
                {"file": shown(path.name), "kind": NAMES[found]},
            )
        )
    return kind
