"""How often each answer to each item was given in each group: bars that part at the middle of the range.

What lies right of the line are answers above the middle, left of it those below; answers at the middle lie
half on either side.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence

from mentorway.comparing.dividing import divided
from mentorway.comparing.drawing import (
    AXIS,
    EDGE,
    INK,
    LINE,
    LINE_HEIGHT,
    SAID,
    SMALL,
    SOFT,
    TEXT,
    WIDTH,
    Spec,
    as_given,
    cut,
    layer,
    place_of,
    plain,
    row_place,
    sheet,
    svg,
)
from mentorway.comparing.models import ItemText, ScaleComparison
from mentorway.comparing.views import GroupAnswers, ItemAnswers
from mentorway.language import Words

LOWEST, MIDDLE, HIGHEST = (0xA6, 0x51, 0x0E), (0xD9, 0xD5, 0xC8), (0x00, 0x5E, 0x7E)
LABELS, BAR, GROUP_STEP = 118, 11, 15
ITEM_LETTERS, ITEM_LINES, GAP = 58, 2, 10
NAME_LETTERS = 11
MOST_NAMED_LEVELS = 11
SWATCH = 16


def item_answers(scale: ScaleComparison, words: Words, *, whole: ScaleComparison | None = None) -> str:
    """Draw every item's answers in every group.

    Parameters
    ----------
    scale : ScaleComparison
        With its answers; items from top to bottom as in the codebook, groups in their own order.
    words : Words
        The reader's language.
    whole : ScaleComparison, optional
        What this is a piece of: all pieces get its axis, so that bars can be laid beside each other.

    Returns
    -------
    str
        SVG. Groups that are too small for tests are pale, and their number of people stands at their name.
    """
    rows = list(_rows(scale, words))
    height = rows[-1][2] if rows else 0.0
    legend, room = _legend(scale, words)
    spec = sheet(
        max(height, 1), top=room, left=LABELS, right=EDGE + 10, bottom=AXIS
    )  # half of 100 % stands there
    bars, most = _bars(scale, rows), _reach(whole or scale)
    x: Spec = {
        "field": "from",
        "type": "quantitative",
        "scale": {"domain": [-most, most], "nice": False},
        "axis": {
            "title": words.gettext("Share of answers below and above the middle"),
            "values": _ticks(most),
            "labelExpr": "format(abs(datum.value) * 100, 'd') + '\u00a0%'",
        },
    }
    y = row_place(max(height, 1))
    bar: Spec = {"type": "rect", "stroke": "#ffffff", "strokeWidth": 0.4}
    spec["layer"] = [
        layer(
            bars,
            bar,
            x=x,
            x2={"field": "to"},
            y={**y, "field": "top"},
            y2={"field": "bottom"},
            fill=as_given("colour"),
            fillOpacity=as_given("strength"),
        ),
        layer([{"from": 0}], {"type": "rule", "color": INK, "strokeWidth": 0.8}, x=x),
        *_names(scale, rows, height),
        *legend,
    ]
    title = words.gettext("How each group answered each item of %(scale)s.")
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
        In order; the scale itself where all fits. Nothing where it has no answers.
    """
    each = ITEM_LINES * LINE_HEIGHT + len(scale.groups) * GROUP_STEP + GAP
    room = max(int(height // each), 1)
    count = max(math.ceil(len(scale.answers) / room), 1)
    return divided(scale, count) if scale.answers else []


Row = tuple[int, list[str], float]


def _rows(scale: ScaleComparison, words: Words) -> Iterator[Row]:
    """Each item's place, its text in lines, and where its room ends."""
    below = 0.0
    for place, (item, found) in enumerate(zip(scale.items, scale.answers, strict=True)):
        lines = _item_lines(item, words.language)
        below += len(lines) * LINE_HEIGHT + len(found.groups) * GROUP_STEP + GAP
        yield place, lines, below


def _item_lines(item: ItemText, language: str) -> list[str]:
    text = plain(item.texts.get(language) or item.text)
    whole = f"{plain(item.name)} {text}" if text and text != item.name else plain(item.name)
    return textwrap.wrap(whole, ITEM_LETTERS, max_lines=ITEM_LINES, placeholder=" …") or [""]


def _tops(rows: Sequence[Row], found: Sequence[ItemAnswers]) -> Iterator[tuple[GroupAnswers, float]]:
    """Every bar with where it begins."""
    for (_, _, below), item in zip(rows, found, strict=True):
        first = below - GAP - len(item.groups) * GROUP_STEP
        for place, group in enumerate(item.groups):
            yield group, first + place * GROUP_STEP


def _bars(scale: ScaleComparison, rows: Sequence[Row]) -> list[Spec]:
    """Every piece of every bar."""
    colours = _colours(scale.high - scale.low + 1)
    bars: list[Spec] = []
    for group, top in _tops(rows, scale.answers):
        start = -_below(group.counts)
        for level, count in enumerate(group.counts):
            share = count / group.n if group.n else 0.0
            if share:
                bars.append(
                    {
                        "from": start,
                        "to": start + share,
                        "top": top,
                        "bottom": top + BAR,
                        "colour": colours[level],
                        "strength": 1.0 if group.tested else 0.5,
                    }
                )
            start += share
    return bars


def _reach(scale: ScaleComparison) -> float:
    """How far the longest bar reaches on either side, in quarters."""
    below = [_below(group.counts) for item in scale.answers for group in item.groups if group.n]
    longest = max([0.25, *below, *(1 - one for one in below)])
    return min(math.ceil(longest * 4 - 1e-9) / 4, 1.0)


def _ticks(most: float) -> list[float]:
    """Quarters, or halves where the percentages of quarters would touch."""
    step = 0.25 if most < 1 else 0.5
    return [place * step for place in range(-round(most / step), round(most / step) + 1)]


def _below(counts: Sequence[int]) -> float:
    """Share of answers below the middle, with half of those at it."""
    n, middle = sum(counts), len(counts) // 2
    if not n:
        return 0.0
    half = counts[middle] / 2 if len(counts) % 2 else 0.0
    return (sum(counts[:middle]) + half) / n


def _colours(levels: int) -> list[str]:
    """A colour for each answer: one hue below the middle, another above, grey at it."""
    return [_colour(2 * level / max(levels - 1, 1) - 1) for level in range(levels)]


def _colour(place: float) -> str:
    end = HIGHEST if place > 0 else LOWEST
    share = abs(place) ** 0.8
    mixed = (round(middle + share * (far - middle)) for middle, far in zip(MIDDLE, end, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _names(scale: ScaleComparison, rows: Sequence[Row], height: float) -> list[Spec]:
    """Texts of the items above their bars, and names of the groups beside them."""
    y = row_place(max(height, 1))
    items: list[Spec] = []
    for place, lines, below in rows:
        top = below - GAP - len(scale.answers[place].groups) * GROUP_STEP - len(lines) * LINE_HEIGHT
        items.append({"text": lines, "row": top + LINE_HEIGHT / 2 - 2})
    groups = [{"text": _group_name(group), "row": top + BAR / 2} for group, top in _tops(rows, scale.answers)]
    heading = {**TEXT, "fontWeight": 500}
    beside = {**TEXT, "limit": LABELS - 2 * EDGE, "color": SOFT}
    return [
        layer(items, heading, x={"value": EDGE - LABELS}, y=y, text=SAID),
        layer(groups, beside, x={"value": 2 * EDGE - LABELS}, y=y, text=SAID),
    ]


def _group_name(group: GroupAnswers) -> str:
    if group.tested:
        return cut(group.group, NAME_LETTERS + 4)
    return f"{cut(group.group, NAME_LETTERS - 2)} (n = {group.n})"


def _legend(scale: ScaleComparison, words: Words) -> tuple[list[Spec], float]:
    """Which colour is which answer, above the drawing, and how much room that takes."""
    note = words.gettext("Answers from the lowest to the highest; pale: too few people for tests.")
    lines = textwrap.wrap(note, WIDTH // 6)
    room = EDGE + SWATCH + (1 + len(lines)) * LINE_HEIGHT
    swatches = _swatches(scale, EDGE - room)
    named = swatches if len(swatches) <= MOST_NAMED_LEVELS else [swatches[0], swatches[-1]]
    box: Spec = {"type": "rect", "stroke": LINE, "strokeWidth": 0.5}
    number = {**TEXT, "align": "center", "fontSize": SMALL - 1, "color": SOFT}
    quiet = {**TEXT, "color": SOFT}
    left, below = {"value": EDGE - LABELS}, {"value": EDGE - room + SWATCH}
    under = {"value": EDGE - room + SWATCH + LINE_HEIGHT + 2}
    boxes = layer(
        swatches,
        box,
        x=place_of("left"),
        x2={"field": "right"},
        y=place_of("top"),
        y2={"field": "bottom"},
        fill=as_given("colour"),
    )
    numbers = layer(named, number, x=place_of("middle"), y=below, text=SAID)
    return [boxes, numbers, layer([{"text": lines}], quiet, x=left, y=under, text=SAID)], room + 8


def _swatches(scale: ScaleComparison, top: float) -> list[Spec]:
    """A small field for each answer in its colour."""
    levels = scale.high - scale.low + 1
    step = min(SWATCH + 4, (WIDTH - 2 * EDGE) / levels)
    return [
        {
            "left": EDGE - LABELS + level * step,
            "right": EDGE - LABELS + level * step + step * 0.8,
            "top": top,
            "bottom": top + SWATCH * 0.7,
            "colour": colour,
            "middle": EDGE - LABELS + (level + 0.4) * step,
            "text": str(scale.low + level),
        }
        for level, colour in enumerate(_colours(levels))
    ]
