import struct
from pathlib import Path

import openpyxl
import pytest

NOTHING = -1.7976931348623157e308


@pytest.fixture
def sheet(tmp_path):
    """Return a maker of workbooks: rows of each sheet in, path out."""

    def make(*sheets, name="answers.xlsx"):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for number, rows in enumerate(sheets, start=1):
            page = book.create_sheet(f"Sheet {number}")
            for row in rows:
                page.append(row)
        book.save(tmp_path / name)
        return tmp_path / name

    return make


@pytest.fixture
def text(tmp_path):
    """Return a maker of files: text or bytes in, path out."""

    def make(content, name="answers.csv", encoding="utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return make


def spss_bytes(columns, rows, labels=None, missing=None):
    """Return an SPSS file as its documented layout has it: numbers, and texts of at most eight letters.

    pyreadstat writes only with pandas, which this project does without.
    """
    out = b"$FL2" + b"@(#) SPSS DATA FILE".ljust(60)
    out += struct.pack("<iiiiid", 2, len(columns), 0, 0, len(rows), 100.0)
    out += b"01 Jan 26" + b"00:00:00" + b"".ljust(64) + b"\0\0\0"
    for name, is_text in columns:
        code = (missing or {}).get(name)
        form = (1 << 16 if is_text else 5 << 16) | (8 << 8)
        out += struct.pack("<iiiiii", 2, 8 if is_text else 0, 0, 0 if code is None else 1, form, form)
        out += name.upper().encode().ljust(8)
        out += b"" if code is None else struct.pack("<d", code)
    for name, coded in (labels or {}).items():
        out += struct.pack("<ii", 3, len(coded))
        for code, label in coded.items():
            word = label.encode()
            out += struct.pack("<dB", code, len(word)) + word.ljust(-(-(len(word) + 1) // 8) * 8 - 1)
        place = [column for column, _ in columns].index(name) + 1
        out += struct.pack("<iii", 4, 1, place)
    out += struct.pack("<iiii", 7, 20, 1, 5) + b"UTF-8" + struct.pack("<ii", 999, 0)
    for row in rows:
        for value in row:
            is_text = isinstance(value, str)
            out += (
                value.encode().ljust(8) if is_text else struct.pack("<d", NOTHING if value is None else value)
            )
    return out


@pytest.fixture
def spss():
    return spss_bytes
