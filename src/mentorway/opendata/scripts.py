"""Programs in R and Python that make every published number of a package again, a readable line for each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from mentorway.opendata.checking import files_of
from mentorway.opendata.describing import Closed, DataPackage, Number, Table
from mentorway.opendata.tables import NUMERIC

FUNCTIONS: Final = Path(__file__).parent / "functions.R"
IN_R: Final = {
    "n": "people", "count": "counted", "share": "share", "share_difference": "share_difference",
    "mean": "mean_of", "sd": "sd_of", "alpha": "alpha_of", "omega": "omega_of",
    "mean_difference": "mean_difference", "hedges_g": "hedges_g", "change": "change", "licence": "licence",
    "latent_difference": "latent_difference", "cell": "cell",
}  # fmt: skip
REASONS: Final = {
    Closed.HIDDEN: "too few people, so it is not published",
    Closed.WITHHELD: "what it is made from is not open",
    Closed.PROTECTED: "it was made before the answers were protected",
}
SEARCHED: Final = frozenset({"omega", "latent_difference"})
FOUND_BY_SEARCH: Final = 1e-5  # two programs that climb to the same top stop a little apart
PYTHON: Final = '''"""Make every published number of this package again, and say which ones agree.

Run it anywhere: python reproduce.py. It needs Mentorway, which must be installed.
“mentorway reproduce PACKAGE.zip” says the same of the zip itself, in five languages.
"""

import sys
from pathlib import Path

from mentorway.language import Words
from mentorway.opendata.reproducing import reproduce
from mentorway.opendata.telling import lines, status

report = reproduce(Path(__file__).resolve().parent.parent)
for line in lines(Words.of("en"), report):
    print(line)
sys.exit(status(report))
'''


def python_script() -> bytes:
    """Return ``reproduce.py``."""
    return PYTHON.encode()


def r_script(package: DataPackage) -> bytes:
    """Return ``reproduce.R``: base R, with lavaan for latent means.

    Parameters
    ----------
    package : DataPackage
        Checked already.

    Returns
    -------
    bytes
        UTF-8. Run it as ``Rscript reproduce/reproduce.R`` where the package lies. It ends with status 1 where
        a number differs.
    """
    tables = files_of(package)
    names = {path: f"table{place}" for place, path in enumerate(tables)}
    lines = [
        "# Make every published number again. Run: Rscript reproduce/reproduce.R",
        FUNCTIONS.read_text("utf-8"),
        'options(encoding = "UTF-8")',
        'given <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))',
        'if (length(given)) setwd(file.path(dirname(normalizePath(given[1])), ".."))',
        "",
        *(_reading(names[path], path, table) for path, table in tables.items()),
        "",
        *(_line(number, names) for number in package.numbers),
        "",
        r'cat(agree, "agree,", differ, "differ,", left, "were not made in R\n")',
        "if (differ > 0) quit(status = 1)",
    ]
    return ("\n".join(lines) + "\n").encode()


def _reading(name: str, path: str, table: Table) -> str:
    missing = {
        column.name: [str(one.code) for one in column.categories if one.missing] for column in table.columns
    }
    numbers = [column.name for column in table.columns if column.type.value in NUMERIC]
    return (
        f"{name} <- table_of({in_r(path)}, {in_r({k: v for k, v in missing.items() if v})}, {in_r(numbers)})"
    )


def _line(number: Number, names: Mapping[str, str]) -> str:
    if number.closed is not None:
        return f"closed({in_r(number.id)}, {in_r(REASONS[number.closed])})"
    given = "".join(f", {key} = {in_r(value)}" for key, value in number.options.items())
    call = f"{IN_R[number.method]}({names[number.data]}{given})"
    tolerance = max(number.tolerance, FOUND_BY_SEARCH) if number.method in SEARCHED else number.tolerance
    known = f"{in_r(number.id)}, {in_r(number.value)}, {in_r(tolerance)}, {in_r(number.part)}"
    return f"check({known}, function() {call})"


def in_r(value: Any) -> str:
    r"""Return a value as R reads it.

    >>> in_r({"country": ["LV", "LT"]}), in_r([1, 2.5]), in_r('a"b\n'), in_r([]), in_r(True)
    ('list("country" = c("LV", "LT"))', 'c(1, 2.5)', '"a\\"b\\n"', 'c()', 'TRUE')
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return f"list({', '.join(f'{_text(str(key))} = {in_r(one)}' for key, one in value.items())})"
    if isinstance(value, Sequence | set | frozenset):
        return f"c({', '.join(map(in_r, value))})"
    return "NULL" if value is None else repr(value)


def _text(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False).replace("\\/", "/")
    return "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in quoted)
