"""The answers from day to day, as a small drawing."""

from collections.abc import Sequence

from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mentorway.web.study.analysis.counting import Span

WIDTH, HEIGHT = 440, 150
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 14, 26


def curve_of(spans: Sequence[Span]) -> SafeString:
    """Return how the answers have grown, as an SVG; nothing where a line would be a point."""
    if len(spans) < 2:  # noqa: PLR2004 - a line needs two ends
        return SafeString("")
    first, last, most = spans[0].first, spans[-1].last, spans[-1].total
    days = max(1, (last - first).days)
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    ends = [(LEFT, TOP + high)] if spans[0].last > first else []
    points = [
        *ends,
        *(
            (LEFT + wide * (one.last - first).days / days, TOP + high * (1 - one.total / most))
            for one in spans
        ),
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    area = f"{points[0][0]:.1f},{TOP + high} {line} {LEFT + wide},{TOP + high}"
    text = _("From %(first)s to %(last)s, %(count)s answers came in all.")
    said = text % {"first": date_format(first), "last": date_format(last), "count": number_format(most)}
    marks = [
        (LEFT - 8, TOP + 5, "end", number_format(most)),
        (LEFT - 8, TOP + high, "end", "0"),
        (LEFT, HEIGHT - 6, "start", date_format(first, "SHORT_DATE_FORMAT")),
        (LEFT + wide, HEIGHT - 6, "end", date_format(last, "SHORT_DATE_FORMAT")),
    ]
    return format_html(
        '<svg class="curve" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<polygon class="curve-area" points="{}"/><polyline class="curve-line" points="{}"/>'
        '<line class="curve-axis" x1="{}" x2="{}" y1="{}" y2="{}"/>{}</svg>',
        WIDTH, HEIGHT, said, area, line, LEFT, LEFT + wide, TOP + high, TOP + high,
        format_html_join("", '<text x="{}" y="{}" text-anchor="{}">{}</text>', marks),
    )  # fmt: skip
