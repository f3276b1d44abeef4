"""The answers to ASVS 5.0 level 2 rest on files and tests that are there."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEVELS = {"1": 70, "2": 183}  # how many lines ASVS 5.0.0 has
ROWS = list(csv.DictReader((ROOT / "docs/security/asvs.csv").read_text(encoding="utf-8").splitlines()))
ANSWERS = {"met", "partly", "not met", "not applicable"}


def test_every_line_is_answered_once():
    assert [name for name, times in Counter(row["id"] for row in ROWS).items() if times > 1] == []
    assert dict(Counter(row["level"] for row in ROWS)) == LEVELS
    assert [
        row["id"] for row in ROWS if not re.fullmatch(r"v5\.0\.0-\d{1,2}\.\d{1,2}\.\d{1,2}", row["id"])
    ] == []


def test_every_answer_is_one_of_four_and_has_words():
    assert [row["id"] for row in ROWS if row["answer"] not in ANSWERS or not row["words"]] == []


def test_nothing_is_met_without_evidence():
    assert [row["id"] for row in ROWS if row["answer"] == "met" and not row["evidence"]] == []


@pytest.mark.parametrize("evidence", sorted({one for row in ROWS for one in row["evidence"].split()}))
def test_the_evidence_is_there(evidence):
    path, _colons, name = evidence.partition("::")
    assert (ROOT / path).exists()
    if name:
        text = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^\s*(?:def|class) {re.escape(name)}\b", text, re.MULTILINE)
