"""Programs that read the data with its labels, for people who work in Python or R."""

from __future__ import annotations

import json
from typing import Any, Final

from mentorway.datasets.layout import Column, Layout, Type

PYTHON: Final = '''"""Read %(file)s with its labels. Needs pyarrow.

Where pandas is installed, `data` is a data frame.
`data` is the table, `labels` says what a column asks, `value_labels` what a code means,
`missing` which codes stand for no answer, `labelled(column)` gives the words of a column.
"""

import re
from pathlib import Path

import pyarrow as pa

FILE = Path(__file__).with_name(%(literal)s)

labels = %(labels)s

value_labels = %(values)s

missing = %(missing)s

types = %(types)s

FORMULA = re.compile("'+([\\\\s\\u00a0]*[=+\\\\-@＝＋－＠]|[\\\\t\\\\r\\\\n])")


def plain(text):
    """Take away the apostrophe that keeps spreadsheets from running a text."""
    return text[1:] if text and FORMULA.match(text) else text


def read():
    """Return the file as a table with the right types."""
    if FILE.suffix == ".parquet":
        from pyarrow import parquet

        return parquet.read_table(FILE)
    from pyarrow import csv

    known = {"number": pa.float64(), "whole": pa.int64(), "date": pa.date32(), "text": pa.string()}
    options = csv.ConvertOptions(
        column_types={name: known[kind] for name, kind in types.items()}, strings_can_be_null=True,
        quoted_strings_can_be_null=False, null_values=[""], true_values=[], false_values=[],
    )
    parse = csv.ParseOptions(newlines_in_values=True)
    table = csv.read_csv(FILE, parse_options=parse, convert_options=options)
    for place, name in enumerate(table.column_names):
        if pa.types.is_string(table.schema.field(place).type):
            texts = [plain(text) for text in table.column(place).to_pylist()]
            table = table.set_column(place, name, pa.array(texts, pa.string()))
    return table


def labelled(column):
    """Return the words for the codes of a column; what has no words stays."""
    words = value_labels.get(column, {})
    values = data[column]
    values = values.to_pylist() if hasattr(values, "to_pylist") else list(values)
    return [words.get(str(value), value) for value in values]


data = read()
try:
    import pandas  # noqa: F401
except ImportError:
    pass
else:
    data = data.to_pandas()

if __name__ == "__main__":
    print(f"{len(data)} responses, {len(labels)} columns")
'''

R: Final = """# Read %(file)s with its labels. Base R is enough for CSV; Parquet needs the package arrow.
# `data` is the data frame; attr(data$x, "label") says what a column asks; choices are factors with words.
# `codes` is the same with the codes as they are, `missing` the codes that stand for no answer.

file <- %(literal)s

labels <- c(
%(labels)s
)

value_labels <- list(
%(values)s
)

missing <- list(
%(missing)s
)

types <- c(
%(types)s
)

formula <- "^'('*([[:space:]]*[-=+@\\uff1d\\uff0b\\uff0d\\uff20]|[\\t\\r\\n]))"
if (grepl("[.]parquet$", file)) {
  codes <- as.data.frame(arrow::read_parquet(file))
} else {
  codes <- read.csv(file, fileEncoding = "UTF-8-BOM", encoding = "UTF-8", check.names = FALSE,
                    na.strings = "", colClasses = "character", comment.char = "")
  for (name in names(codes)) {
    kind <- if (name %%in%% names(types)) types[[name]] else "text"
    if (kind %%in%% c("number", "whole")) codes[[name]] <- as.numeric(codes[[name]])
    else if (kind == "date") codes[[name]] <- as.Date(codes[[name]])
    else codes[[name]] <- sub(formula, "\\\\1", codes[[name]])
  }
}

data <- codes
for (name in names(data)) {
  if (name %%in%% names(value_labels)) {
    words <- value_labels[[name]]
    data[[name]] <- factor(as.character(data[[name]]), levels = names(words), labels = make.unique(words))
  }
  if (name %%in%% names(labels)) attr(data[[name]], "label") <- labels[[name]]
}
"""


def python_script(layout: Layout, file: str, *, language: str = "") -> str:
    """Return a Python program that reads the CSV or Parquet file beside it.

    Parameters
    ----------
    layout : Layout
        The study's columns.
    file : str
        The name of the file, which ends in .csv or .parquet.
    language : str
        Of the labels.
    """
    return PYTHON % {
        "file": file.replace('"', ""),
        "literal": _literal(file),
        "labels": _python({each.name: layout.label(each, language) for each in layout.columns}),
        "values": _python(
            {each.name: _words(layout, each, language) for each in layout.columns if _coded(each)}
        ),
        "missing": _python({name: codes for name, codes in _missing(layout).items() if codes}),
        "types": _python({each.name: _kind(each.type) for each in layout.columns}),
    }


def r_script(layout: Layout, file: str, *, language: str = "") -> str:
    """Return an R program that reads the CSV or Parquet file in the working directory.

    Parameters
    ----------
    layout : Layout
        The study's columns.
    file : str
        The name of the file, which ends in .csv or .parquet.
    language : str
        Of the labels.
    """
    return R % {
        "file": file.replace("\n", " "),
        "literal": _literal(file),
        "labels": _r({each.name: _literal(layout.label(each, language)) for each in layout.columns}),
        "values": _r(
            {each.name: _vector(_words(layout, each, language)) for each in layout.columns if _coded(each)}
        ),
        "missing": _r(
            {
                name: f"c({', '.join(map(_literal, codes))})"
                for name, codes in _missing(layout).items()
                if codes
            }
        ),
        "types": _r({each.name: _literal(_kind(each.type)) for each in layout.columns}),
    }


def _coded(column: Column) -> bool:
    return bool(column.variable.options) and column.choice is None


def _words(layout: Layout, column: Column, language: str) -> dict[str, str]:
    return {
        each.value: layout.text(each.labels, language) or each.value
        for each in layout.options_of(column.variable)
    }


def _missing(layout: Layout) -> dict[str, list[str]]:
    found = {}
    for column in layout.columns:
        if column.choice is None:
            marked = [each.value for each in layout.options_of(column.variable) if each.missing]
            found[column.name] = marked + [str(code) for code in column.variable.missing]
    return found


def _kind(kind: Type) -> str:
    if kind is Type.FLOAT64:
        return "number"
    if kind in (Type.INT8, Type.INT16, Type.INT32, Type.INT64):
        return "whole"
    return "date" if kind is Type.DATE else "text"


def _literal(text: str) -> str:
    r"""Return a text as Python and R both read it.

    >>> _literal('say "yes"\n')
    '"say \\"yes\\"\\n"'
    """
    out = json.dumps(text, ensure_ascii=False).replace("\x7f", "")
    return "".join(letter if letter.isprintable() else _escaped(letter) for letter in out)


def _escaped(letter: str) -> str:
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"  # noqa: PLR2004


def _python(found: dict[str, Any]) -> str:
    lines = []
    for name, value in found.items():
        if isinstance(value, dict):
            inner = ", ".join(f"{_literal(key)}: {_literal(word)}" for key, word in value.items())
            lines.append(f"    {_literal(name)}: {{{inner}}},")
        elif isinstance(value, list):
            lines.append(f"    {_literal(name)}: [{', '.join(map(_literal, value))}],")
        else:
            lines.append(f"    {_literal(name)}: {_literal(value)},")
    return "{\n" + "\n".join(lines) + "\n}" if lines else "{}"


def _r(found: dict[str, str]) -> str:
    return ",\n".join(f"  {_literal(name)} = {value}" for name, value in found.items())


def _vector(words: dict[str, str]) -> str:
    return "c(" + ", ".join(f"{_literal(key)} = {_literal(word)}" for key, word in words.items()) + ")"
