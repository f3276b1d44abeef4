"""The sheet that every drawing stands on: one type, one grid, one set of greys, and how it becomes SVG."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Sequence
from functools import cache, partial
from typing import Any

import vl_convert

from mentorway.figures import DECIMAL_COMMA, MINUS
from mentorway.typesetting import CONTROL, TYPEFACE

Spec = dict[str, Any]
INK, SOFT, LINE, PAPER = "#1b2524", "#54605e", "#dcd8cc", "#ffffff"
SMALL, LINE_HEIGHT = 11, 14
WIDTH, SHOWN_WIDTH = 380, 500  # the drawing's own units; pixels where there is room
EDGE, AXIS = 12, 46
SENTENCE_LETTERS = 54
MARK: Spec = {"type": "point", "size": 34, "strokeWidth": 1.3, "opacity": 1}
TEXT: Spec = {"type": "text", "baseline": "middle"}
SAID: Spec = {"field": "text"}
CONFIG: Spec = {
    "aria": False,
    "font": "Inter, system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": SOFT,
        "labelFontSize": SMALL,
        "titleColor": SOFT,
        "titleFontSize": SMALL,
        "titleFontWeight": 400,
        "titleLineHeight": LINE_HEIGHT,
        "titlePadding": 8,
        "gridColor": LINE,
        "gridWidth": 0.7,
        "labelFlush": False,
        "domainColor": LINE,
        "tickColor": LINE,
    },
    "text": {"color": INK, "fontSize": SMALL, "lineHeight": LINE_HEIGHT, "align": "left"},
}


def sheet(height: float, *, top: float, left: float, right: float, bottom: float = AXIS) -> Spec:
    """Return an empty sheet with room for what stands around the drawing itself."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "autosize": {"type": "none"},
        "background": PAPER,
        "padding": {"top": top, "right": right, "bottom": bottom, "left": left},
        "width": WIDTH - left - right,
        "height": height,
        "config": CONFIG,
    }


def row_place(height: float) -> Spec:
    """Return a vertical place, counted from the top in the drawing's own units."""
    scale = {"domain": [0, height], "range": [0, height], "nice": False, "zero": False}
    return {"field": "row", "type": "quantitative", "scale": scale, "axis": None}


def layer(values: Sequence[Spec], mark: Spec, **encoding: Spec) -> Spec:
    """Return marks of one kind, one for each row of values."""
    return {"data": {"values": list(values)}, "mark": mark, "encoding": encoding}


def bands(count: int, step: float) -> Spec:
    """Return fine lines between the rows."""
    edges = [{"row": place * step} for place in range(count + 1)]
    return layer(edges, {"type": "rule", "color": LINE, "strokeWidth": 0.6}, y=row_place(count * step))


def labels(texts: Sequence[Sequence[str]], step: float, left: float) -> Spec:
    """Return texts at the left edge, each in the middle of its row."""
    values = [
        {"text": list(lines), "row": (place + 0.5) * step - (len(lines) - 1) * LINE_HEIGHT / 2}
        for place, lines in enumerate(texts)
    ]
    mark = {**TEXT, "limit": left - EDGE}
    return layer(values, mark, x={"value": EDGE - left}, y=row_place(step * max(len(texts), 1)), text=SAID)


def as_given(field: str) -> Spec:
    """Return a look that the values name themselves."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def place_of(field: str) -> Spec:
    """Return a place in the drawing's own units."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def sentence(text: str) -> Spec:
    """Return a sheet with a sentence instead of a drawing."""
    lines = textwrap.wrap(text, SENTENCE_LETTERS)
    spec = sheet(len(lines) * LINE_HEIGHT, top=EDGE + 6, left=EDGE, right=EDGE, bottom=EDGE)
    top = {**TEXT, "baseline": "top"}
    spec["layer"] = [layer([{"text": lines}], top, x={"value": 0}, y={"value": 0}, text=SAID)]
    return spec


def cut(text: str, letters: int) -> str:
    """Return a text that is no longer than so many letters; it loses its middle, as ends tell names apart.

    >>> cut("Vilnius university", 12), cut("Vilnius", 12)
    ('Vilnius…sity', 'Vilnius')
    """
    whole, end = plain(text), letters // 3
    return whole if len(whole) <= letters else f"{whole[: letters - end - 1].rstrip()}…{whole[-end:]}"


def plain(text: str) -> str:
    """Return a text without characters that no drawing may hold."""
    return CONTROL.sub(" ", text)


@cache
def _typeface_known() -> None:
    vl_convert.register_font_directory(str(TYPEFACE))


def svg(spec: Spec, title: str, language: str) -> str:
    """Draw; give the drawing its name and a size that any page may shrink."""
    _typeface_known()
    decimal, thousands = (",", "\u00a0") if language in DECIMAL_COMMA else (".", ",")
    numbers: Spec = {"decimal": decimal, "thousands": thousands, "grouping": [3]}
    numbers |= {"minus": MINUS, "currency": ["", ""]}
    drawn: str = vl_convert.vegalite_to_svg(spec, format_locale=numbers, allowed_base_urls=[])
    start = drawn.index(">") + 1
    head = re.sub(r' width="\d+" height="(\d+)"', partial(_shrinkable, language), drawn[:start])
    return f"{head}<title>{html.escape(plain(title))}</title>{drawn[start:]}"


def _shrinkable(language: str, size: re.Match[str]) -> str:
    height = round(int(size[1]) * SHOWN_WIDTH / WIDTH)
    style = "max-width:100%;height:auto"
    return f' width="{SHOWN_WIDTH}" height="{height}" role="img" lang="{language}" style="{style}"'
