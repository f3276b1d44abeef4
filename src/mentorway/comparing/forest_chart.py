"""How far groups lie apart, only where they may be compared: a mark and an interval for each pair."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mentorway.comparing.drawing import (
    AXIS,
    EDGE,
    INK,
    LINE_HEIGHT,
    MARK,
    SAID,
    TEXT,
    WIDTH,
    Spec,
    bands,
    cut,
    labels,
    layer,
    row_place,
    sentence,
    sheet,
    svg,
)
from mentorway.comparing.models import ScaleComparison
from mentorway.figures import MINUS, figure, interval
from mentorway.language import Words

COLOUR = "#0072b2"
NUMBERS = 140
NAME_LETTERS, MOST_TICKS = 14, 4


def forest(scale: ScaleComparison, words: Words) -> str:
    """Draw the differences between means that may be compared, in the order in which they are given.

    Parameters
    ----------
    scale : ScaleComparison
        Only the pairs among its mean differences are drawn.
    words : Words
        The reader's language.

    Returns
    -------
    str
        SVG with 95 % intervals; a plain sentence where no pair has a licence.
    """
    return forests(scale, words, most=len(scale.mean_differences))[0]


def forests(scale: ScaleComparison, words: Words, *, most: int) -> list[str]:
    """Draw the same on several sheets that share one axis, with at most so many pairs on each.

    Parameters
    ----------
    scale, words
        As for `forest`.
    most : int
        Pairs on one sheet.

    Returns
    -------
    list of str
        SVG, at least one.
    """
    title = words.gettext("Differences between the means of %(scale)s, with their intervals.")
    title = title % {"scale": scale.name}
    if not scale.mean_differences:
        return [svg(sentence(_none_licensed(words)), title, words.language)]
    found = [
        _Distance(one.first, one.second, one.standardised, one.standardised_low, one.standardised_high)
        for one in scale.mean_differences
    ]
    named = words.gettext("Difference between means, in standard deviations")
    return [svg(spec, title, words.language) for spec in _forests(found, named, words, most)]


def score_forest(scale: ScaleComparison, words: Words) -> str:
    """Draw Hedges' g of the pairs whose observed scores may be compared.

    Parameters
    ----------
    scale : ScaleComparison
        Only the pairs among its scores are drawn.
    words : Words
        The reader's language.

    Returns
    -------
    str
        SVG with 95 % intervals; a plain sentence where no pair has a licence.
    """
    return score_forests(scale, words, most=len(scale.scores.pairs) if scale.scores else 1)[0]


def score_forests(scale: ScaleComparison, words: Words, *, most: int) -> list[str]:
    """Draw the same on several sheets that share one axis, with at most so many pairs on each.

    Parameters
    ----------
    scale, words
        As for `score_forest`.
    most : int
        Pairs on one sheet.

    Returns
    -------
    list of str
        SVG, at least one.
    """
    title = words.gettext("Differences between the observed scores of %(scale)s, with their intervals.")
    title = title % {"scale": scale.name}
    found = [
        _Distance(one.first, one.second, one.g, one.g_low, one.g_high)
        for one in (scale.scores.pairs if scale.scores else ())
        if one.g is not None and one.g_low is not None and one.g_high is not None
    ]
    if not found:
        return [svg(sentence(_none_licensed(words)), title, words.language)]
    named = words.gettext("Hedges' g, in standard deviations")
    return [svg(spec, title, words.language) for spec in _forests(found, named, words, most)]


@dataclass(frozen=True)
class _Distance:
    """How far two groups lie apart, second minus first, with the ends of its interval."""

    first: str
    second: str
    value: float
    low: float
    high: float


def _forests(found: Sequence[_Distance], named: str, words: Words, most: int) -> list[Spec]:
    ticks = _ticks(found)
    sheets = [found[start : start + most] for start in range(0, len(found), most)]
    return [_forest(sheet, (ticks, named), words) for sheet in sheets]


def _forest(differences: Sequence[_Distance], axis: tuple[list[float], str], words: Words) -> Spec:
    pairs = [_pair_lines(one) for one in differences]
    step = 14 + LINE_HEIGHT * max(map(len, pairs))
    left = 30 + int(6.5 * max(len(line) for lines in pairs for line in lines))
    spec = sheet(step * len(pairs), top=EDGE, left=left, right=NUMBERS, bottom=AXIS + LINE_HEIGHT)
    spec["layer"] = [
        bands(len(pairs), step),
        *_intervals(differences, step, axis, words),
        labels(pairs, step, left),
        _numbers(differences, step, WIDTH - left, words.language),
    ]
    return spec


def _none_licensed(words: Words) -> str:
    return words.gettext(
        "No differences between means are shown, because in no pair of groups are they allowed to be "
        "compared. What remains valid: each group on its own."
    )


def _intervals(
    differences: Sequence[_Distance], step: float, axis: tuple[list[float], str], words: Words
) -> list[Spec]:
    ticks, named = axis
    title = [named, words.gettext("(lines: 95 % intervals)")]
    x: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [ticks[0], ticks[-1]], "nice": False},
        "axis": {"title": title, "format": "~g", "values": ticks},
    }
    y = row_place(step * len(differences))
    rows = [
        {
            "row": (place + 0.5) * step,
            "value": one.value,
            "low": one.low,
            "high": one.high,
        }
        for place, one in enumerate(differences)
    ]
    line = {"type": "rule", "color": COLOUR, "strokeWidth": 2}
    mark = {**MARK, "shape": "diamond", "size": 60, "fill": COLOUR, "stroke": COLOUR}
    return [
        layer([{"value": 0}], {"type": "rule", "color": INK, "strokeWidth": 1}, x=x),
        layer(rows, line, x={**x, "field": "low"}, x2={"field": "high"}, y=y),
        layer(rows, mark, x=x, y=y),
    ]


def _ticks(differences: Sequence[_Distance]) -> list[float]:
    """Round numbers around all intervals and zero."""
    low = min([0.0, *(one.low for one in differences)])
    high = max([0.0, *(one.high for one in differences)])
    rough = max(high - low, 0.1) / MOST_TICKS
    ten = 10 ** math.floor(math.log10(rough))
    step = next(ten * round_one for round_one in (1, 2, 5, 10) if ten * round_one >= rough)
    return [step * place for place in range(math.floor(low / step), math.ceil(high / step) + 1)]


def _numbers(differences: Sequence[_Distance], step: float, right: float, language: str) -> Spec:
    """Each difference and its interval in figures, at the right edge."""
    values = [
        {
            "row": (place + 0.5) * step,
            "text": f"{figure(one.value, 2, language)} {interval(one.low, one.high, 2, language)}",
        }
        for place, one in enumerate(differences)
    ]
    mark = {**TEXT, "align": "right"}
    return layer(values, mark, x={"value": right - EDGE}, y=row_place(step * len(differences)), text=SAID)


def _pair_lines(one: _Distance) -> list[str]:
    """A pair as it is subtracted, in two lines where the names are long."""
    first, second = cut(one.first, NAME_LETTERS), cut(one.second, NAME_LETTERS)
    whole = f"{second} {MINUS} {first}"
    return [whole] if len(whole) <= NAME_LETTERS else [second, f"{MINUS} {first}"]
