"""SPSS files, through pyreadstat.

The C library under it can crash the whole process on a damaged file, so each file is read by one of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import feather

from mentorway.answers.limits import Limits
from mentorway.answers.origin import Origin
from mentorway.wording import InvalidInputError, Message, shown

CELL = 8
SECONDS = 600
SAID = 3  # the child's exit status when it wrote a sentence instead of a table


def table_of(path: Path, limits: Limits) -> pa.Table:
    """Return the cases as a table: numbers with user-missing values as nulls, texts as they are."""
    limits.admit_file(path)
    with tempfile.TemporaryDirectory(prefix="mentorway-") as folder:
        out = Path(folder) / "table"
        command = [sys.executable, "-m", __name__, str(path), json.dumps(asdict(limits)), str(out)]
        try:
            child = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)  # noqa: S603
        except subprocess.TimeoutExpired:
            raise _unreadable(path) from None
        if child.returncode == SAID:
            raise InvalidInputError(Message(**json.loads(child.stdout)))
        if child.returncode:
            raise _unreadable(path)
        return feather.read_table(out, memory_map=False)


def _read_alone(path: str, limits: str, out: str) -> int:
    try:
        table = _read_table(Path(path), Limits(**json.loads(limits)))
    except InvalidInputError as error:
        said = error.message
        parts = {"text": said.text, "values": dict(said.values), "plural": said.plural, "count": said.count}
        sys.stdout.write(json.dumps(parts))
        return SAID
    feather.write_feather(table, out, compression="uncompressed")
    return 0


def _read_table(path: Path, limits: Limits) -> pa.Table:
    _, about = _read(path, metadataonly=True)
    widths = (about.variable_storage_width or {}).values()
    row_size = max(CELL, sum(max(CELL, int(width or CELL)) for width in widths))
    limits.admit_shape(max(0, about.number_rows or 0), len(about.column_names), path.name)
    limits.admit_unzipped(max(0, about.number_rows or 0) * row_size, path.name)
    values, about = _read(
        path, row_limit=min(limits.rows, limits.unzipped // row_size) + 1, disable_datetime_conversion=True
    )
    names = list(about.column_names)
    if not names or not len(values[names[0]]):
        raise InvalidInputError(
            Message(
                "The file “%(file)s” has a header and no rows: there are no answers in it. "
                "Export the answers again.",
                {"file": shown(path.name)},
            )
        )
    limits.admit_shape(len(values[names[0]]), len(names), path.name)
    table = pa.table([_column(values[name]) for name in names], names=names)
    labels = {
        name: {_code(code): str(label) for code, label in coded.items()}
        for name, coded in about.variable_value_labels.items()
    }
    return Origin((), first=1, labels=labels).attach(table)


def _code(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _column(values: Any) -> pa.Array:
    array = np.asarray(values)
    if array.dtype.kind in "fiu":
        return pa.array(array, from_pandas=True)
    cells = array.tolist()
    if all(cell is None or isinstance(cell, float) for cell in cells):
        return pa.array(cells, pa.float64(), from_pandas=True)
    texts = [None if cell is None else str(cell).encode("utf-8", "replace").decode() for cell in cells]
    return pa.array(texts, pa.string())


def _read(path: Path, **options: Any) -> tuple[Any, Any]:
    import pyreadstat  # noqa: PLC0415 - heavy, and seldom needed

    try:
        values, about = pyreadstat.read_sav(str(path), output_format="dict", **options)
    except MemoryError:
        raise
    except Exception as error:  # pyreadstat lets many kinds of exception through
        raise _unreadable(path) from error
    return values, about


def _unreadable(path: Path) -> InvalidInputError:
    return InvalidInputError(
        Message(
            "“%(file)s” is not a readable SPSS file (.sav): it is damaged, protected by a password, or "
            "another kind of file with a new name. Save it again from SPSS, or as CSV.",
            {"file": shown(path.name)},
        )
    )


if __name__ == "__main__":
    sys.exit(_read_alone(*sys.argv[1:]))
