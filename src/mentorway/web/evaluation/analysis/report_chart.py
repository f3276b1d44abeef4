"""The drawing of a report: changes and effects of all outcomes, as SVG that needs nothing around it."""

import html
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from mentorway.evaluating.whole import Evaluation as Found
from mentorway.typesetting import Template
from mentorway.web.evaluation.analysis.drawings import Forest, Mark, forest_of, reference_line
from mentorway.web.evaluation.analysis.report_parts import Part

TEMPLATE = Path(__file__).with_name("report_chart.typ")
DOTS_PER_INCH = 200
WIDTH = 520  # the drawing's own units
INK, SOFT, LINE, CHANGE, EFFECT, OTHERS = "#1b2524", "#54605e", "#dcd8cc", "#12524d", "#0072b2", "#7a4c00"


def chart(found: Found) -> Iterator[Part]:
    """Yield the drawing with what its marks are and a text for those who cannot see it; or nothing."""
    forest = forest_of(found)
    if forest is None:
        return
    title = _("Changes in standard deviations, with their intervals")
    told = [f"{row.name}: {', '.join(mark.text for mark in row.marks)}" for row in forest.rows]
    yield {
        "kind": "chart",
        "svg": "".join(_svg(forest, title)),
        "alt": f"{title}. {'; '.join(told)}.",
        "caption": " ".join(_caption(found, forest)),
    }


def picture(svg: str) -> bytes:
    """Return a drawing as PNG, for programs that show no SVG."""
    return Template(TEMPLATE).picture({"svg": svg}, DOTS_PER_INCH)


def _caption(found: Found, forest: Forest) -> Iterator[str]:
    yield _("Filled: how far the same people changed.")
    if forest.has_effects:
        yield _("Hollow: those who took part less the others.")
    if forest.line is not None and reference_line(found) is not None:
        yield _(
            "Dashed: what others found. Other people, another kind of mentoring, nobody to compare with: a "
            "line to look at, not one to reach."
        )


def _svg(forest: Forest, title: str) -> Iterator[str]:
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {forest.height:.1f}" '
    yield f'width="{WIDTH}" height="{forest.height:.1f}" font-family="Inter, system-ui, sans-serif">'
    yield f"<title>{html.escape(title)}</title>"
    for tick in forest.ticks:
        yield _line((tick.at, 12, tick.at, forest.bottom), LINE)
        yield _text((tick.at, forest.bottom + 18), tick.text, SOFT, "middle")
    yield _line((forest.zero, 12, forest.zero, forest.bottom), INK)
    if forest.line is not None:
        yield _line((forest.line, 12, forest.line, forest.bottom), OTHERS, 2, ' stroke-dasharray="6 5"')
    for row in forest.rows:
        yield _text((8, row.at), row.name, INK, "start")
        for mark in row.marks:
            yield from _mark(mark)
    yield _text((WIDTH - 16, forest.height - 6), _("standard deviations"), SOFT, "end")
    yield "</svg>"


def _mark(mark: Mark) -> Iterator[str]:
    is_effect = mark.kind == "effect"
    colour = EFFECT if is_effect else CHANGE
    fill = "#ffffff" if is_effect else colour
    yield _line((mark.low, mark.at, mark.high, mark.at), colour, 3)
    yield (
        f'<circle cx="{mark.value:.1f}" cy="{mark.at:.1f}" r="5" fill="{fill}" stroke="{colour}" '
        f'stroke-width="3"><title>{html.escape(mark.text)}</title></circle>'
    )


def _line(ends: tuple[float, float, float, float], colour: str, width: int = 1, more: str = "") -> str:
    x1, y1, x2, y2 = (f"{end:.1f}" for end in ends)
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="{width}"{more}/>'


def _text(place: tuple[float, float], said: str, colour: str, anchor: str) -> str:
    x, y = place
    printable = "".join(letter for letter in said if letter.isprintable())
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="14" text-anchor="{anchor}">'
        f"{html.escape(printable)}</text>"
    )
