"""How a Gantt chart looks: one stylesheet, whose colours are variables of the page; files have colours."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

# Colours of files: ink on paper, as the application has them by day.
LIGHT: Final = {
    "ink": "#1b2524",
    "soft": "#54605e",
    "line": "#dcd8cc",
    "edge": "#85897f",
    "surface": "#ffffff",
    "sunk": "#f0eee7",
    "main": "#12524d",
    "main-tint": "#e2efec",
    "bad": "#a02620",
    "bad-tint": "#fbe6e3",
    "note": "#23568a",
    "focus": "#b45309",
}

SHEET: Final = Path(__file__).parent / "static" / "css" / "gantt.css"

VARIABLE: Final = re.compile(r"var\(--([a-z-]+)\)")


def file_style() -> str:
    """The rules with colours in place of variables, for files and PDF, which know no page around them.

    >>> "var(" in file_style()
    False
    """
    rules = VARIABLE.sub(lambda found: LIGHT[found[1]], SHEET.read_text(encoding="utf-8"))
    return f".gantt-paper {{ fill: {LIGHT['surface']}; }}\n{rules}"
