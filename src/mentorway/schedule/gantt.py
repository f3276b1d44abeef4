"""Plans drawn as Gantt charts on the server: SVG that needs no script, for pages and for files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mentorway.schedule import gantt_parts as parts
from mentorway.schedule.gantt_chart import Chart, Row, RowKind, Sign
from mentorway.schedule.gantt_parts import ROW, escaped, label, number, path, rect
from mentorway.schedule.gantt_scale import Scale, free_days, lower_ticks, scale_of, upper_ticks
from mentorway.schedule.gantt_style import file_style

TIER, STRIP = 20, 16  # pixels of each row of the axis, and of the word for today below
HEAD = 2 * TIER + STRIP
COLUMN, COLUMN_SHARE = 300.0, 0.36  # the most that labels take, in pixels and of the width
INDENT, DEEPEST = 12, 5
EDGE = 6
LETTERS, SMALL = 12.0, 11.0  # pixels of texts
SAMPLE = 26  # pixels of a sign in the legend
LINE = 22  # of the legend


@dataclass(frozen=True)
class Line:
    """A row as it is drawn: where it begins from the top; `row` is None for the heading of a lane."""

    top: float
    row: Row | None
    heading: str = ""


@dataclass(frozen=True)
class Layout:
    """A chart with its rows and days in place. `left` is the width of the labels."""

    chart: Chart
    scale: Scale
    lines: tuple[Line, ...]
    left: float

    @property
    def bottom(self) -> float:
        """Where the rows end."""
        return float(HEAD + ROW * len(self.lines))


@dataclass(frozen=True)
class Apart:
    """Labels and plot of equal height, for a page that scrolls the plot beside labels that stay."""

    labels: str
    plot: str


def drawn(chart: Chart) -> str:
    """Draw a chart for a page that has the stylesheet `gantt_style.SHEET`.

    There are no style attributes and no scripts, so a strict content security policy lets it through. Each
    bar is a link with a title; labels are cut to their column and say all on hovering. Texts stand in columns
    and rows of their own, never on bars.

    Parameters
    ----------
    chart : Chart

    Returns
    -------
    str
        An SVG element. Same input gives same text.

    Raises
    ------
    InvalidInputError
        The days do not fit a chart.

    Examples
    --------
    >>> import datetime as dt
    >>> from mentorway.schedule.gantt_chart import Words
    >>> from mentorway.schedule.gantt_scale import AxisWords
    >>> words = Words(AxisWords(tuple("JFMAMJJASOND")), "Plan")
    >>> row = Row("a", "T1", "Ask", RowKind.TASK, dt.date(2026, 11, 2), dt.date(2026, 11, 6), link="/a")
    >>> 'href="/a"' in drawn(Chart((row,), words))
    True
    """
    return _drawn(chart, "")


def standalone(chart: Chart) -> bytes:
    """Draw a chart as a file, with its colours on white paper; parameters and errors as for `drawn`."""
    text = _drawn(chart, f"<style>\n{file_style()}</style>")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def drawn_apart(chart: Chart) -> Apart:
    """Draw labels and plot as two SVG elements; parameters and errors as for `drawn`."""
    layout = _layout(chart)
    legend, height = _legend(layout, min(layout.scale.width, chart.width - layout.left))
    high = number(layout.bottom + height)
    labels = (
        f'<svg class="gantt gantt-labels" xmlns="http://www.w3.org/2000/svg" aria-hidden="true" '
        f'width="{number(layout.left)}" height="{high}" viewBox="0 0 {number(layout.left)} {high}">'
        f"{_bands(layout, layout.left)}{_labels(layout)}</svg>"
    )
    wide = layout.scale.width
    plot = f"{_bands(layout, wide)}{_plot(layout)}{legend}"
    return Apart(labels, f"{_opened(chart, wide, layout.bottom + height)}{plot}</svg>")


def _drawn(chart: Chart, style: str) -> str:
    layout = _layout(chart)
    legend, height = _legend(layout, chart.width)
    wide, high = layout.left + layout.scale.width, layout.bottom
    paper = rect("paper", 0, 0, wide, high + height) if style else ""
    return (
        f"{_opened(chart, wide, high + height)}{style}{paper}{_bands(layout, wide)}"
        f'<svg width="{number(layout.left)}" height="{number(high)}" aria-hidden="true">'
        f"{_labels(layout)}</svg>"
        f'<svg x="{number(layout.left)}" width="{number(layout.scale.width)}" height="{number(high)}">'
        f"{_plot(layout)}</svg>{legend}</svg>"
    )


def _opened(chart: Chart, width: float, height: float) -> str:
    wide, high, words, name = number(width), number(height), chart.words, chart.name
    role = "group" if any(row.link for row in chart.rows) else "img"
    about = f'<title id="{name}-title">{escaped(words.title)}</title>'
    ids = f"{name}-title"
    if words.description:
        about += f'<desc id="{name}-desc">{escaped(words.description)}</desc>'
        ids += f'" aria-describedby="{name}-desc'
    return (
        f'<svg class="gantt" xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}" role="{role}" lang="{escaped(words.language)}" '
        f'aria-labelledby="{ids}">{about}'
    )


def _layout(chart: Chart) -> Layout:
    left = min(COLUMN, chart.width * COLUMN_SHARE)
    days = [day for row in chart.rows for day in (row.first, row.last, *(row.agreed or ()))]
    scale = scale_of(min(days), max(days), chart.zoom, chart.width - left)
    lines = tuple(replace(line, top=float(HEAD + place * ROW)) for place, line in enumerate(_lines(chart)))
    return Layout(chart, scale, lines, left)


def _lines(chart: Chart) -> Iterator[Line]:
    if not chart.by_lane:
        yield from (Line(0, row) for row in chart.rows)
        return
    lanes: dict[str, list[Row]] = {}
    for row in chart.rows:
        lanes.setdefault(row.lane, []).append(row)
    for lane in sorted(lanes, key=lambda name: not name):  # nobody's rows last
        yield Line(0, None, lane or chart.words.no_lane)
        yield from (Line(0, replace(row, depth=0)) for row in lanes[lane])


def _bands(layout: Layout, width: float) -> str:
    """Grounds of headings, and lines between rows."""
    headings = [rect("band", 0, line.top, width, ROW) for line in layout.lines if line.row is None]
    steps = "".join(f"M0 {number(line.top)}h{number(width)}" for line in layout.lines)
    return "".join(headings) + path("grid", f"{steps}M0 {number(layout.bottom)}h{number(width)}")


def _labels(layout: Layout) -> str:
    found = []
    for line in layout.lines:
        if line.row is None:
            text, kind, indent = line.heading, "strong", 0
        else:
            row = line.row
            text = f"{row.code} {row.title}".strip()
            kind = "strong" if row.kind is RowKind.PACKAGE else "label"
            indent = min(row.depth, DEEPEST) * INDENT
        x = EDGE + min(indent, layout.left / 4)
        found.append(_cut_label(kind, (x, line.top + 17), text, layout.left - x - EDGE))
    return "".join(found)


def _cut_label(kind: str, at: tuple[float, float], text: str, room: float) -> str:
    size = LETTERS * (1.06 if kind == "strong" else 1)  # bold letters are wider
    short = parts.cut(text, size, room)
    made = label(kind, at, short)
    if short == text:
        return made
    return made.replace("</text>", f"<title>{escaped(text)}</title></text>")


def _plot(layout: Layout) -> str:
    scale, words, bottom = layout.scale, layout.chart.words, layout.bottom
    upper, lower = upper_ticks(scale, words.axis), lower_ticks(scale, words.axis)
    free = parts.boxes(free_days(scale, layout.chart.free), HEAD, bottom - HEAD)
    grid = parts.edges(upper, 0, bottom) + parts.edges(lower, TIER, bottom)
    names = parts.ticks(upper, 14, SMALL) + parts.ticks(lower, TIER + 14, SMALL)
    return "".join(
        (
            path("free", free) if free else "",
            path("grid", grid),
            f'<g aria-hidden="true">{names}{_arrows(layout)}</g>',
            *(_bar(scale, line.row, line.top) for line in layout.lines if line.row),
            _today(layout),
        )
    )


def _span(scale: Scale, row: Row) -> tuple[float, float]:
    """From where to where a bar or sign reaches."""
    if row.kind in {RowKind.MILESTONE, RowKind.DELIVERABLE}:
        x = scale.noon(row.last)
        return x - parts.RADIUS, x + parts.RADIUS
    left = scale.morning(row.first)
    return left, max(scale.evening(row.last), left + parts.LEAST_BAR)


def _arrows(layout: Layout) -> str:
    """Dependencies, with those between critical rows above the others."""
    places = {line.row.key: line for line in layout.lines if line.row}
    found: dict[str, list[str]] = {"": [], "-critical": []}
    for one in layout.chart.dependencies:
        before, after = places.get(one.before), places.get(one.after)
        if before and after and before.row and after.row and before is not after:
            middle = parts.BAR_TOP + parts.BAR / 2
            ends = [
                (*_span(layout.scale, each), top + middle)
                for each, top in ((before.row, before.top), (after.row, after.top))
            ]
            line, head = parts.elbow(one.link, ends[0], ends[1])
            kind = "-critical" if before.row.critical and after.row.critical else ""
            found[kind].append(path(f"arrow{kind}", line) + path(f"head{kind}", head))
    return "".join(found[""] + found["-critical"])


def _bar(scale: Scale, row: Row, top: float) -> str:
    left, right = _span(scale, row)
    text = row.text or f"{row.code} {row.title}, {row.first.isoformat()} – {row.last.isoformat()}".strip()
    touch = max(right - left, parts.TOUCH)
    kinds = f"gantt-{row.kind.value}{' gantt-critical' * row.critical}{' gantt-over' * (row.done >= 1)}"
    inside = (
        f"<title>{escaped(text)}</title>"
        f"{rect('hit', (left + right - touch) / 2, top + 1, touch, ROW - 2)}{_shape(row, left, right, top)}"
        f"{_agreed(scale, row, top)}"
    )
    if not row.link:
        return f'<g class="{kinds}">{inside}</g>'
    return f'<a class="gantt-link {kinds}" href="{escaped(row.link)}">{inside}</a>'


def _shape(row: Row, left: float, right: float, top: float) -> str:
    match row.kind:
        case RowKind.MILESTONE:
            return parts.diamond((left + right) / 2, top)
        case RowKind.DELIVERABLE:
            return parts.sheet((left + right) / 2, top)
        case RowKind.PACKAGE:
            return parts.bracket(left, right, top)
    bar = rect("bar", left, top + parts.BAR_TOP, right - left, parts.BAR)
    done = (right - left) * row.done
    return bar + (rect("done", left, top + parts.BAR_TOP, done, parts.BAR) if done else "")


def _agreed(scale: Scale, row: Row, top: float) -> str:
    if not row.agreed:
        return ""
    agreed = replace(row, first=row.agreed[0], last=row.agreed[1])
    left, right = _span(scale, agreed)
    return rect("agreed", left, top + parts.AGREED_TOP, right - left, parts.AGREED)


def _today(layout: Layout) -> str:
    day, scale, words = layout.chart.today, layout.scale, layout.chart.words
    if not day or not scale.shows(day):
        return ""
    x, half = scale.noon(day), parts.width_of(words.today, SMALL) / 2
    middle = min(max(x, half), max(scale.width - half, half))
    line = path("today", f"M{number(x)} {HEAD}V{number(layout.bottom)}")
    return (
        f'<g aria-hidden="true">{line}{label("today-label", (middle, HEAD - 4), words.today, "middle")}</g>'
    )


def _legend(layout: Layout, width: float) -> tuple[str, float]:
    """What signs mean, those that occur, in lines of a width; and how high that is."""
    texts = layout.chart.words.legend
    found, x, top = [], float(EDGE), layout.bottom + EDGE
    for name in _occurring(layout):
        if name in texts:
            wide = SAMPLE + 6 + parts.width_of(texts[name], LETTERS) + 14
            if x > EDGE and x + wide > width:
                x, top = float(EDGE), top + LINE
            found.append(_sample(name, x, top) + label("label", (x + SAMPLE + 6, top + 16), texts[name]))
            x += wide
    if not found:
        return "", 1.0
    return f'<g class="gantt-legend">{"".join(found)}</g>', top + LINE + EDGE - layout.bottom


def _occurring(layout: Layout) -> Sequence[str]:
    rows, today = layout.chart.rows, layout.chart.today
    kinds = {row.kind.value for row in rows}
    signs = {
        Sign.DONE: any(row.done > 0 and row.kind is RowKind.TASK for row in rows),
        Sign.CRITICAL: any(row.critical for row in rows),
        Sign.AGREED: any(row.agreed for row in rows),
        Sign.TODAY: bool(today and layout.scale.shows(today)),
    }
    return [kind.value for kind in RowKind if kind.value in kinds] + [one.value for one in Sign if signs[one]]


def _sample(name: str, left: float, top: float) -> str:
    right, middle = left + SAMPLE, left + SAMPLE / 2
    bar = rect("bar", left, top + parts.BAR_TOP, SAMPLE, parts.BAR)
    samples = {
        RowKind.PACKAGE.value: lambda: parts.bracket(left, right, top),
        RowKind.TASK.value: lambda: bar,
        RowKind.MILESTONE.value: lambda: parts.diamond(middle, top),
        RowKind.DELIVERABLE.value: lambda: parts.sheet(middle, top),
        Sign.DONE.value: lambda: bar + rect("done", left, top + parts.BAR_TOP, SAMPLE / 2, parts.BAR),
        Sign.CRITICAL.value: lambda: f'<g class="gantt-critical">{bar}</g>',
        Sign.AGREED.value: lambda: rect("agreed", left, top + parts.BAR, SAMPLE, parts.AGREED),
        Sign.TODAY.value: lambda: path("today", f"M{number(middle)} {number(top + 3)}v{ROW - 8}"),
    }
    return samples[name]()
