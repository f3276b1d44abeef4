"""Numbers as readers of each language write them; the only place where they are rounded."""

from __future__ import annotations

import math

DECIMAL_COMMA = frozenset({"lt", "lv", "sv", "fi"})
SMALLEST_SHOWN = 0.001
NOTHING = "–"
MINUS = "−"


def figure(value: float | None, places: int, language: str) -> str:
    """Return a number rounded for reading; a dash where there is none.

    >>> figure(-1.256, 2, "en"), figure(-1.256, 2, "lt"), figure(float("nan"), 2, "en")
    ('−1.26', '−1,26', '–')
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    text = f"{value:.{places}f}"
    if text.startswith("-"):
        text = text[1:] if not text.strip("-0.") else MINUS + text[1:]
    return text.replace(".", ",") if language in DECIMAL_COMMA else text


def signed(value: float | None, places: int, language: str) -> str:
    """Return a change rounded for reading, always with its sign.

    >>> signed(0.004, 3, "sv"), signed(-0.2, 1, "en")
    ('+0,004', '−0.2')
    """
    text = figure(value, places, language)
    return text if text == NOTHING or text.startswith(MINUS) else f"+{text}"


def percent(value: float | None, language: str, places: int = 0) -> str:
    """Return a share of one as percent, held together by a space that does not break.

    >>> percent(0.125, "fi", 1).split()
    ['12,5', '%']
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    return f"{figure(100 * value, places, language)}\u00a0%"


def chance(value: float | None, language: str) -> str:
    """Return a p value; small ones are only said to be small.

    >>> chance(0.0002, "en"), chance(0.0412, "lv")
    ('< 0.001', '0,041')
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    if value < SMALLEST_SHOWN:
        return f"< {figure(SMALLEST_SHOWN, 3, language)}"
    return figure(value, 3, language)


def interval(low: float, high: float, places: int, language: str) -> str:
    """Return both ends of an interval.

    >>> interval(0.71, 0.8, 2, "sv")
    '[0,71; 0,80]'
    """
    return f"[{figure(low, places, language)}; {figure(high, places, language)}]"
