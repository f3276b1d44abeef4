"""Drawings of one scale as SVG: how each group answered, and how far licensed means lie apart.

Every drawing is as wide as a telephone and stands on its own white paper; all share one type, one grid, one
set of greys. A group is told from another by its colour and by its shape.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence

from mentorway.comparing.dividing import divided
from mentorway.comparing.drawing import (
    AXIS,
    EDGE,
    LINE_HEIGHT,
    MARK,
    PAPER,
    SAID,
    SOFT,
    TEXT,
    WIDTH,
    Spec,
    as_given,
    bands,
    cut,
    labels,
    layer,
    place_of,
    plain,
    row_place,
    sheet,
    svg,
)
from mentorway.comparing.forest_chart import forest, forests, score_forest, score_forests
from mentorway.comparing.models import GroupSummary, ItemText, ScaleComparison
from mentorway.language import Words

__all__ = ["forest", "forests", "item_profiles", "pieces", "score_forest", "score_forests"]

COLOURS = ("#0072b2", "#d55e00", "#007a5a", "#b5508a", "#1b2524", "#a87000", "#3a93c9", "#7a4a1e")
SHAPES = (
    "circle",
    "square",
    "diamond",
    "triangle-up",
    "triangle-down",
    "cross",
    "triangle-right",
    "triangle-left",
)
FEW = 50
NORMAL = 1.96
LABELS = 158
LETTERS, LINES, NAME_LETTERS = 24, 3, 14
GROUP_STEP, MOST_JOINED = 5.5, 10
LEGEND_COLUMNS, LEGEND_STEP = 3, 18
MOST_WHOLE_TICKS = 10
_LOOK: Spec = {"stroke": as_given("colour"), "fill": as_given("fill"), "shape": as_given("shape")}


def item_profiles(scale: ScaleComparison, words: Words) -> str:
    """Draw the mean answer to every item, group by group.

    Parameters
    ----------
    scale : ScaleComparison
        Items from top to bottom as in the codebook; groups in their own order.
    words : Words
        The reader's language.

    Returns
    -------
    str
        SVG. Whiskers are 95 % intervals; groups of fewer than 50 people are hollow.
    """
    step = _row_height(scale)
    height = step * max(len(scale.items), 1)
    legend, legend_height = _legend(scale.groups, words)
    spec = sheet(height, top=legend_height, left=LABELS, right=EDGE + 4, bottom=AXIS + LINE_HEIGHT)
    spec["layer"] = [
        bands(len(scale.items), step),
        *_profiles(scale, step, words),
        labels([_item_lines(item, words.language) for item in scale.items], step, LABELS),
        *legend,
    ]
    title = words.gettext("Mean answers to the items of %(scale)s, one line for each group.")
    return svg(spec, title % {"scale": scale.name}, words.language)


def pieces(scale: ScaleComparison, *, height: float) -> list[ScaleComparison]:
    """Divide a scale by its items, so that each piece is drawn no higher than `height` if it can be.

    Parameters
    ----------
    scale : ScaleComparison
        To be drawn.
    height : float
        Room for the items, in the drawing's own units; a sheet is 380 wide.

    Returns
    -------
    list of ScaleComparison
        In order; the scale itself where all fits.
    """
    room = max(int(height // _row_height(scale)), 1)
    count = max(math.ceil(len(scale.items) / room), 1)
    return divided(scale, count)


def _row_height(scale: ScaleComparison) -> float:
    return max(LINES * LINE_HEIGHT + 8, math.ceil(len(scale.groups) * GROUP_STEP) + 10)


def _profiles(scale: ScaleComparison, step: float, words: Words) -> list[Spec]:
    title = [words.gettext("Mean answer"), words.gettext("(lines: 95 % intervals)")]
    whole = scale.high - scale.low <= MOST_WHOLE_TICKS
    ticks: Spec = {"values": list(range(scale.low, scale.high + 1))} if whole else {"tickCount": 6}
    x: Spec = {
        "field": "mean",
        "type": "quantitative",
        "scale": {"domain": [scale.low, scale.high], "nice": False, "zero": False},
        "axis": {**ticks, "title": title, "format": "~g"},
    }
    y = row_place(step * max(len(scale.items), 1))
    points = list(_points(scale, step))
    joined = [
        _joined([point for point in points if point["few"] is few], (x, y), few=few) for few in (False, True)
    ]
    whiskers = layer(
        points,
        {"type": "rule", "strokeWidth": 1},
        x={**x, "field": "low"},
        x2={"field": "high"},
        y=y,
        stroke=as_given("colour"),
        strokeOpacity=as_given("strength"),
    )
    marks = layer(points, MARK, x=x, y=y, **_LOOK)
    return [*(joined if len(scale.groups) <= MOST_JOINED else []), whiskers, marks]


def _joined(points: Sequence[Spec], places: tuple[Spec, Spec], *, few: bool) -> Spec:
    """The marks of each group joined by a line, so that the eye can follow it from item to item."""
    x, y = places
    line = {"type": "line", "strokeWidth": 1, "opacity": 0.4, "strokeDash": [3, 3] if few else [1, 0]}
    order = {"field": "row", "type": "quantitative"}
    detail = {"field": "group", "type": "nominal"}
    return layer(points, line, x=x, y=y, order=order, detail=detail, stroke=as_given("colour"))


def _points(scale: ScaleComparison, step: float) -> Iterator[Spec]:
    """Every mean that is known, with its interval as far as answers can go."""
    first = (1 - len(scale.groups)) * GROUP_STEP / 2
    for place, group in enumerate(scale.groups):
        for row, item in enumerate(group.items):
            if not math.isfinite(item.mean):
                continue
            half = NORMAL * item.sd / math.sqrt(item.n) if math.isfinite(item.sd) else 0.0
            yield {
                "row": (row + 0.5) * step + first + place * GROUP_STEP,
                "mean": item.mean,
                "low": max(item.mean - half, scale.low),
                "high": min(item.mean + half, scale.high),
                "group": place,
                **_look(place, few=_is_few(group)),
            }


def _look(place: int, *, few: bool) -> Spec:
    """How a group's marks look: the colours go round, and the shapes move on with every round."""
    colour = COLOURS[place % len(COLOURS)]
    shape = SHAPES[(place + place // len(COLOURS)) % len(SHAPES)]
    fill = PAPER if few else colour
    return {"colour": colour, "shape": shape, "fill": fill, "few": few, "strength": 0.4 if few else 0.8}


def _is_few(group: GroupSummary) -> bool:
    return group.rows < FEW


def _legend(groups: Sequence[GroupSummary], words: Words) -> tuple[list[Spec], float]:
    """What each mark stands for, above the drawing, and how much room that takes."""
    note = words.gettext("Hollow marks: groups of fewer than %(few)d people.") % {"few": FEW}
    lines = textwrap.wrap(note, WIDTH // 6) if any(map(_is_few, groups)) else []
    rows = math.ceil(len(groups) / LEGEND_COLUMNS)
    height = EDGE + rows * LEGEND_STEP + len(lines) * LINE_HEIGHT + 6
    column = (WIDTH - 2 * EDGE) / LEGEND_COLUMNS
    entries = [
        {
            "mark": EDGE + 4 - LABELS + (place % LEGEND_COLUMNS) * column,
            "left": EDGE + 14 - LABELS + (place % LEGEND_COLUMNS) * column,
            "top": EDGE + 6 - height + place // LEGEND_COLUMNS * LEGEND_STEP,
            "text": _legend_text(group),
            **_look(place, few=_is_few(group)),
        }
        for place, group in enumerate(groups)
    ]
    marks = layer(entries, MARK, x=place_of("mark"), y=place_of("top"), **_LOOK)
    name = {**TEXT, "limit": column - 16}
    names = layer(entries, name, x=place_of("left"), y=place_of("top"), text=SAID)
    under = {"value": EDGE + 8 - height + rows * LEGEND_STEP}
    quiet = {**TEXT, "color": SOFT}
    explained = layer([{"text": lines}], quiet, x={"value": EDGE - LABELS}, y=under, text=SAID)
    return [marks, names, explained], height


def _legend_text(group: GroupSummary) -> str:
    if not _is_few(group):
        return cut(group.name, NAME_LETTERS + 4)
    return f"{cut(group.name, NAME_LETTERS - 4)} (n = {group.rows})"


def _item_lines(item: ItemText, language: str) -> list[str]:
    """Item and text in a few short lines."""
    text = plain(item.texts.get(language) or item.text)
    whole = f"{plain(item.name)} {text}" if text and text != item.name else plain(item.name)
    return textwrap.wrap(whole, LETTERS, max_lines=LINES, placeholder=" …") or [""]
