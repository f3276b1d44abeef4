"""How a Gantt chart looks: rules for pages, whose colours are variables of the page, and for files."""

from __future__ import annotations

import re
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

PAGE_STYLE: Final = """\
.gantt { font: 12px Inter, system-ui, sans-serif; }
.gantt-label, .gantt-tick { fill: var(--ink); font-size: 12px; }
.gantt-tick { fill: var(--soft); font-size: 11px; }
.gantt-strong { fill: var(--ink); font-size: 12px; font-weight: 600; }
.gantt-band { fill: var(--sunk); }
.gantt-free { fill: var(--sunk); }
.gantt-grid { stroke: var(--line); stroke-width: 1; fill: none; }
.gantt-hit { fill: transparent; }
.gantt-bar { fill: var(--main-tint); stroke: var(--main); stroke-width: 1; }
.gantt-done { fill: var(--main); }
.gantt-point { fill: var(--main-tint); stroke: var(--main); stroke-width: 1.5; }
.gantt-over .gantt-point { fill: var(--main); }
.gantt-sum { fill: var(--ink); }
.gantt-critical .gantt-bar { fill: var(--bad-tint); stroke: var(--bad); stroke-width: 2.5; }
.gantt-critical .gantt-done { fill: var(--bad); }
.gantt-critical .gantt-point { fill: var(--bad-tint); stroke: var(--bad); stroke-width: 2.5; }
.gantt-critical.gantt-over .gantt-point { fill: var(--bad); }
.gantt-critical .gantt-sum { fill: var(--bad); }
.gantt-agreed { fill: var(--edge); }
.gantt-arrow { stroke: var(--soft); stroke-width: 1; fill: none; }
.gantt-head { fill: var(--soft); }
.gantt-arrow-critical { stroke: var(--bad); stroke-width: 1.8; fill: none; }
.gantt-head-critical { fill: var(--bad); }
.gantt-today { stroke: var(--note); stroke-width: 2; stroke-dasharray: 5 3; }
.gantt-today-label { fill: var(--note); font-size: 11px; font-weight: 600; }
.gantt-link:focus { outline: none; }
.gantt-link:focus .gantt-hit { stroke: var(--focus); stroke-width: 2; }
.gantt-link:hover .gantt-hit { stroke: var(--edge); stroke-width: 1; }
"""

VARIABLE: Final = re.compile(r"var\(--([a-z-]+)\)")


def file_style() -> str:
    """The rules with colours in place of variables, for files and PDF, which know no page around them.

    >>> "var(" in file_style()
    False
    """
    rules = VARIABLE.sub(lambda found: LIGHT[found[1]], PAGE_STYLE)
    return f".gantt-paper {{ fill: {LIGHT['surface']}; }}\n{rules}"
