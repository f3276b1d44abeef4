"""The reference of the libraries names every public function with what it takes, gives and refuses."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def pages():
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import api_reference  # noqa: PLC0415 - it lies among the tools

        yield api_reference.pages()
    finally:
        sys.path.remove(str(ROOT / "tools"))


def test_every_library_has_a_page_with_functions(pages):
    lacking = [name for name, text in pages.items() if name != "README.md" and "### `" not in text]
    assert lacking == []


def test_a_function_stands_there_with_its_whole_docstring(pages):
    text = pages["evidence.comparisons.md"]
    entry = text[text.index("### `welch_t(") :].split("\n### ")[0]
    assert all(
        part in entry for part in ("**Parameters**", "**Returns**", "**Raises**", "**Examples**", "doi:")
    )


def test_functions_of_evidence_say_what_they_take(pages):
    functions = [
        entry
        for name, text in pages.items()
        if name.startswith("evidence.")
        for entry in text.split("\n### ")[1:]
        if re.match(r"`\w+\([a-z]", entry)
    ]
    silent = [entry.partition("`\n")[0] for entry in functions if not entry.partition("\n\n")[2].strip()]
    assert len(functions) > 200
    assert silent == []
