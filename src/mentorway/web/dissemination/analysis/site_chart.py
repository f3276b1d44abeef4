"""A claim as a drawing: its figure on a line with its interval, in the page and as a file of its own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mentorway import figures
from mentorway.web.dissemination.analysis.claims import Reading
from mentorway.web.dissemination.analysis.figures import SHARE, Figure
from mentorway.web.dissemination.analysis.site_cite import in_words, warning_of

WIDTH, EDGE = 800, 40
LETTERS_A_LINE: Final = 62
FONT: Final = "Inter, 'Helvetica Neue', Arial, sans-serif"
STEPS: Final = (1, 2, 2.5, 5, 10)
SMALLEST_STEP: Final = 1e-4  # below it Python writes powers of ten


@dataclass(frozen=True)
class Axis:
    """A line from ``first`` to ``last`` with marks at ``ticks``."""

    first: float
    last: float
    ticks: tuple[float, ...]

    def place(self, value: float, width: float) -> float:
        """Return how far from its beginning a value stands."""
        return (value - self.first) / (self.last - self.first) * width


def axis_of(measured: Figure) -> Axis | None:
    """Return the line on which a figure with an interval is drawn; None where there is no interval.

    It holds zero, so that a difference from nothing is seen; a share stands between 0 and 100 %.

    >>> axis_of(Figure(0.4, 0.3, 0.5, 20, "share", 0, "m", "0" * 64, "1")).ticks
    (0.0, 0.25, 0.5, 0.75, 1.0)
    """
    if measured.low is None or measured.high is None:
        return None
    if measured.unit == SHARE and measured.low >= 0 and measured.high <= 1:
        return Axis(0.0, 1.0, (0.0, 0.25, 0.5, 0.75, 1.0))
    low, high = min(0.0, measured.low, measured.value), max(0.0, measured.high, measured.value)
    if low == high:
        return None
    step = _step((high - low) / 4)
    first, last = math.floor(low / step), math.ceil(high / step)
    return Axis(first * step, last * step, tuple(number * step for number in range(first, last + 1)))


def _step(rough: float) -> float:
    size: float = 10 ** math.floor(math.log10(rough))
    return next(one * size for one in STEPS if one * size >= rough * 0.999)


def drawn_in_page(found: Reading) -> SafeString:
    """Return the figure with its interval as a small drawing that takes the colours of the page."""
    axis, measured = axis_of(found.measured), found.measured
    if axis is None or measured.low is None or measured.high is None:
        return SafeString()
    width = 600 - 2 * EDGE
    low, value, high = (
        EDGE + axis.place(one, width) for one in (measured.low, measured.value, measured.high)
    )
    told = _("The number is %(figure)s, its interval %(interval)s.") % {
        "figure": found.figure,
        "interval": found.interval,
    }
    marks = "".join(
        f'<line class="tick" x1="{x:.1f}" x2="{x:.1f}" y1="52" y2="58"/>'
        f'<text x="{x:.1f}" y="78" text-anchor="middle">{escape(_label(tick, axis, found))}</text>'
        for tick, x in ((tick, EDGE + axis.place(tick, width)) for tick in axis.ticks)
    )
    return format_html(
        '<svg class="claim-line" viewBox="0 0 600 86" role="img" aria-label="{}">'
        '<line class="axis" x1="{}" x2="{}" y1="55" y2="55"/>{}'
        '<line class="range" x1="{}" x2="{}" y1="28" y2="28"/>'
        '<line class="range" x1="{}" x2="{}" y1="19" y2="37"/>'
        '<line class="range" x1="{}" x2="{}" y1="19" y2="37"/>'
        '<circle class="dot" cx="{}" cy="28" r="8"/></svg>',
        told, EDGE, 600 - EDGE, SafeString(marks), *_rounded(low, high, low, low, high, high, value),
    )  # fmt: skip


def _rounded(*places: float) -> list[str]:
    return [f"{place:.1f}" for place in places]


def _label(tick: float, axis: Axis, found: Reading) -> str:
    """Write a mark of the line with as many decimals as its steps need."""
    share = found.measured.unit == SHARE
    step = (axis.ticks[1] - axis.ticks[0]) * (100 if share else 1)
    places = len(f"{step:.6g}".partition(".")[2]) if step >= SMALLEST_STEP else 6
    write = figures.percent(tick, found.language, places) if share else ""
    return write or figures.figure(tick, places, found.language)


def as_file(found: Reading, language: str) -> str:
    """Return the claim as an SVG that stands alone: title, figure, line, what it does not say, the source."""
    lines, y = [], 52
    lines += _words(found.title, y, 24, "600")
    y += 30 * len(lines) + 40
    colour = "#12524d" if found.stands else "#54605e"
    lines.append(_text(found.figure, y, 56, f'font-weight="700" fill="{colour}"'))
    axis = axis_of(found.measured)
    y += 30
    if axis is not None:
        lines.append(_interval(found, axis, y))
        y += 90
    told = [warning_of(found), found.sentence, found.limits]
    for text, size, weight in zip(told, (18, 18, 15), ("700", "400", "400"), strict=True):
        rows = _words(text, y + 20, size, weight) if text else []
        lines += rows
        y += round(len(rows) * size * 1.4) + (14 if rows else 0)
    rows = _words(in_words(found, language), y + 24, 12, "400")
    height = y + 24 + len(rows) * 17 + 12
    label = escape(f"{found.title}: {found.sentence}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{label}" xml:lang="{found.language}" '
        f'font-family="{FONT}" fill="#1b2524"><rect width="100%" height="100%" fill="#fff"/>'
        f"{''.join([*lines, *rows])}</svg>\n"
    )


def _interval(found: Reading, axis: Axis, top: float) -> str:
    measured, width = found.measured, WIDTH - 2 * EDGE
    low, value, high = (
        EDGE + axis.place(one, width) for one in (measured.low or 0.0, measured.value, measured.high or 0.0)
    )
    line = f'<path d="M{low:.1f} {top}v24M{high:.1f} {top}v24M{low:.1f} {top + 12}H{high:.1f}" '
    marks = "".join(
        f'<path d="M{EDGE + axis.place(tick, width):.1f} {top + 38}v7" stroke="#85897f"/>'
        f'<text x="{EDGE + axis.place(tick, width):.1f}" y="{top + 62}" font-size="13" fill="#54605e" '
        f'text-anchor="middle">{escape(_label(tick, axis, found))}</text>'
        for tick in axis.ticks
    )
    return (
        f'<path d="M{EDGE} {top + 38}H{WIDTH - EDGE}" stroke="#85897f"/>{marks}'
        f'{line}stroke="#12524d" stroke-width="3" fill="none"/>'
        f'<circle cx="{value:.1f}" cy="{top + 12}" r="8" fill="#12524d"/>'
    )


def _words(text: str, y: float, size: int, weight: str) -> list[str]:
    """Return a text in lines that fit; letters are wider the larger they are."""
    most = round(LETTERS_A_LINE * 20 / size)
    rows: list[str] = []
    for word in text.split():
        if rows and len(rows[-1]) + 1 + len(word) <= most:
            rows[-1] += f" {word}"
        else:
            rows += [word[start : start + most] for start in range(0, len(word), most)]
    return [
        _text(row, round(y + number * size * 1.4), size, f'font-weight="{weight}"')
        for number, row in enumerate(rows)
    ]


def _text(text: str, y: float, size: int, more: str) -> str:
    return f'<text x="{EDGE}" y="{y}" font-size="{size}" {more}>{escape(text)}</text>'
