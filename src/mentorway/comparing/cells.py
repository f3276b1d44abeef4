"""Cells of tables that spreadsheets open: a text stays a text, whatever it begins with."""

from __future__ import annotations

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> safe("=1+1"), safe("Sweden")
    ("'=1+1", 'Sweden')
    """
    return f"'{text}" if text.startswith(DANGEROUS) else text
