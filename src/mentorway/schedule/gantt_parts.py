"""Pieces of a Gantt chart as SVG: texts that are cut to fit, bars, signs and elbows."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import Final

from mentorway.schedule.gantt_scale import Tick
from mentorway.schedule.plan import Link

ROW: Final = 26  # pixels
BAR: Final = 12
BAR_TOP: Final = 6
AGREED_TOP, AGREED = 20, 3  # the thin bar of what was agreed, below the bar
RADIUS: Final = 7.0  # of a diamond
GAP: Final = 6.0  # between a bar and the bend of an arrow
LEAST_BAR: Final = 2.0
HEAD: Final = 4.0
TOUCH: Final = 24.0  # the least width that a finger finds
NEVER: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
NARROW: Final = frozenset("iIl.,:;'|!jtfr()[] ")
WIDE: Final = frozenset("mwMW@%—…&ÆæŒœ©¼½¾Ŵŵŉ®¤ďĲĦ")
FIRST_RARE: Final = "\u0180"  # from here on letters may be as wide as high


def number(value: float) -> str:
    """A number as SVG takes it, to a tenth of a pixel.

    >>> number(3.0), number(2.46), number(-0.01)
    ('3', '2.5', '0')
    """
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def escaped(text: str) -> str:
    """A text as SVG takes it, in elements and attributes; letters that it cannot hold are spaces."""
    return html.escape(NEVER.sub(" ", text))


def width_of(text: str, size: float) -> float:
    """How wide a text may be at most, in pixels; rather too much than too little."""
    return size * sum(map(_share, text))


def _share(one: str) -> float:
    """How wide a letter of Inter is at most, as a share of its size."""
    if one in NARROW:
        return 0.4
    if one in WIDE or one >= FIRST_RARE:
        return 1.15
    if one.isupper():
        return 0.77
    return 0.64 if one.isalnum() else 0.68


def cut(text: str, size: float, room: float) -> str:
    """A text that fits a room in pixels; what has no room is an ellipsis.

    >>> cut("Training in Riga", 12, 60), cut("Training", 12, 100), cut("Training", 12, 5)
    ('Traini…', 'Training', '')
    """
    if width_of(text, size) <= room:
        return text
    left = room - width_of("…", size)
    kept = 0
    for place, one in enumerate(text):
        left -= width_of(one, size)
        if left < 0:
            break
        kept = place + 1
    return f"{text[:kept].rstrip()}…" if kept else ""


def rect(kind: str, left: float, top: float, width: float, height: float) -> str:
    """A rectangle of a class."""
    return (
        f'<rect class="gantt-{kind}" x="{number(left)}" y="{number(top)}" '
        f'width="{number(width)}" height="{number(height)}"/>'
    )


def path(kind: str, steps: str) -> str:
    """A path of a class."""
    return f'<path class="gantt-{kind}" d="{steps}"/>'


def label(kind: str, at: tuple[float, float], text: str, anchor: str = "") -> str:
    """A text of a class; `anchor` as in SVG."""
    where = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="gantt-{kind}" x="{number(at[0])}" y="{number(at[1])}"{where}>{escaped(text)}</text>'


def diamond(x: float, top: float) -> str:
    """The sign of a milestone, around a place in a row."""
    y, r = top + BAR_TOP + BAR / 2, number(RADIUS)
    return path("point", f"M{number(x)} {number(y - RADIUS)}l{r} {r}l-{r} {r}l-{r} -{r}z")


def sheet(x: float, top: float) -> str:
    """The sign of a deliverable: a page with a corner turned."""
    y = top + BAR_TOP + BAR / 2
    return path("point", f"M{number(x - 5)} {number(y - 7)}h6l4 4v10h-10z")


def bracket(left: float, right: float, top: float) -> str:
    """The bar of a work package: a beam with both ends bent down."""
    y, wide = top + BAR_TOP + 1, max(right - left, LEAST_BAR)
    bend = min(6.0, wide / 2)
    inner = number(wide - 2 * bend)
    return path(
        "sum",
        f"M{number(left)} {number(y)}h{number(wide)}v10l-{number(bend)} -5h-{inner}l-{number(bend)} 5z",
    )


def ticks(found: Iterable[Tick], baseline: float, size: float) -> str:
    """Names of divisions, each in its middle where it has room."""
    return "".join(
        label("tick", ((one.left + one.right) / 2, baseline), one.label, "middle")
        for one in found
        if width_of(one.label, size) <= one.right - one.left
    )


def edges(found: Sequence[Tick], top: float, bottom: float) -> str:
    """Steps of a path with a line at the left of each division."""
    height = number(bottom - top)
    return "".join(f"M{number(one.left)} {number(top)}v{height}" for one in found)


def boxes(spans: Iterable[tuple[float, float]], top: float, height: float) -> str:
    """Steps of a path with a box for each piece of the axis."""
    high = number(height)
    return "".join(f"M{number(a)} {number(top)}h{number(b - a)}v{high}h-{number(b - a)}z" for a, b in spans)


Ends = tuple[float, float, float]  # where a bar begins and ends, and the height of its middle


def elbow(link: Link, before: Ends, after: Ends) -> tuple[str, str]:
    """Steps of a line from one bar to another with right angles only, and of the head of the arrow.

    It leaves an end of a bar outwards and comes to the other bar from outside, at the side that it holds.
    """
    from_start = link in {Link.START_START, Link.START_FINISH}
    to_finish = link in {Link.FINISH_FINISH, Link.START_FINISH}
    out, into = (-1 if from_start else 1), (1 if to_finish else -1)
    x, y = (before[0] if from_start else before[1]), before[2]
    end, level = (after[1] if to_finish else after[0]), after[2]
    first, last = x + out * GAP, end + into * GAP
    start = f"M{number(x)} {number(y)}"
    if out == into:
        bend = max(first, last) if out > 0 else min(first, last)
        line = f"{start}H{number(bend)}V{number(level)}H{number(end)}"
    elif (last - first) * out >= 0:
        line = f"{start}H{number(first)}V{number(level)}H{number(end)}"
    else:
        between = level - ROW / 2 if level > y else level + ROW / 2
        line = f"{start}H{number(first)}V{number(between)}H{number(last)}V{number(level)}H{number(end)}"
    size = number(HEAD)
    back = number(into * HEAD)
    head = f"M{number(end)} {number(level)}l{back} -{size}v{number(2 * HEAD)}z"
    return line, head
