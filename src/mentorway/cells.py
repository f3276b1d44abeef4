"""Cells of tables that spreadsheets open: a text stays a text, whatever it begins with."""

from __future__ import annotations

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> safe("=1+1"), safe("Sweden")
    ("'=1+1", 'Sweden')
    """
    return f"'{text}" if text.startswith(DANGEROUS) else text


def unguarded(text: str) -> str:
    """Return what a cell said before it was guarded from being taken for a formula.

    >>> unguarded("'+358401234567"), unguarded("'s-Hertogenbosch")
    ('+358401234567', "'s-Hertogenbosch")
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(DANGEROUS) else text
