"""What a report is made of; `report.typ` knows how each part is set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mentorway.comparing import sentences
from mentorway.evidence.psychometrics.invariance.licence import Licence, Verdict
from mentorway.language import Words

Part = dict[str, Any]
Rows = Sequence[Sequence[str | Part]]
GROUPS_ABREAST, PAIRS_DRAWN, DRAWN_HEIGHT = 8, 20, 800  # what fits a page
LONG_WORD, PIECE, HEAD_LETTERS = 14, 7, 24
MAY_BREAK = "\u200b"


def heading(level: int, text: str) -> Part:
    """Return a heading."""
    return {"kind": "heading", "level": level, "text": text}


def text(said: str) -> Part:
    """Return a paragraph."""
    return {"kind": "text", "text": said}


def lead(said: str) -> Part:
    """Return a paragraph that is read first."""
    return {"kind": "lead", "text": said}


def quiet(said: str) -> Part:
    """Return a paragraph in the background."""
    return {"kind": "quiet", "text": said}


def notice(said: str) -> Part:
    """Return a paragraph that must not be overlooked."""
    return {"kind": "notice", "text": said}


def code(said: str) -> Part:
    """Return something to be typed or compared letter by letter."""
    return {"kind": "code", "text": said}


def table(widths: str, heads: Sequence[str], rows: Rows, *, texts: int = 1) -> Part:
    """Return a table; the first columns hold texts, the others numbers.

    >>> table("2 1", ["Group", "People"], [["SE", "169"]])["widths"]
    [2.0, 1.0]
    """
    return {
        "kind": "table",
        "widths": [float(width) for width in widths.split()],
        "heads": list(heads),
        "texts": texts,
        "tall": any(isinstance(cell, dict) and "lines" in cell for row in rows for cell in row),
        "rows": [list(row) for row in rows],
    }


def verdict_cell(verdict: Verdict, words: Words, *, cautious: bool = False) -> Part:
    """Return a verdict as sign and word."""
    return {
        "verdict": verdict.value,
        "sign": sentences.SIGNS[verdict],
        "word": sentences.verdict_word(words, verdict),
        "care": words.gettext("with care") if cautious else "",
    }


def breakable(name: str) -> str:
    """Return a name whose long words may be broken, so that it fits any column.

    >>> breakable("Lithuania"), breakable("Lithuania_and_Latvia").count(MAY_BREAK)
    ('Lithuania', 2)
    """
    pieces = [
        MAY_BREAK.join(word[start : start + PIECE] for start in range(0, len(word), PIECE))
        if len(word) > LONG_WORD
        else word
        for word in name.split(" ")
    ]
    return " ".join(pieces)


def pair_name(licence: Licence) -> str:
    """Return both groups of a pair."""
    return f"{breakable(licence.first)}{sentences.DASH}{breakable(licence.second)}"
