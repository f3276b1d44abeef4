"""The chart as a file: a picture for pages and mails, and a PDF of as many sheets as it needs."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorway.schedule.critical import Dates
from mentorway.schedule.gantt import standalone
from mentorway.schedule.gantt_chart import Chart, Row, RowKind
from mentorway.schedule.gantt_scale import Zoom
from mentorway.typesetting import Template, printable
from mentorway.web.plan.analysis.gantt import View, chart_of
from mentorway.web.plan.queries.items import Rows

TEMPLATE: Final = Path(__file__).parent / "gantt.typ"
KINDS: Final = {
    "svg": ("svg", "image/svg+xml"),
    "pdf-a4": ("pdf", "application/pdf"),
    "pdf-a3": ("pdf", "application/pdf"),
}
PAPERS: Final = {"pdf-a4": ("a4", 1100, 20), "pdf-a3": ("a3", 1580, 32)}  # pixels wide, lines on a sheet
WIDE: Final = 1400  # pixels of the picture
WHOLE: Final = "whole"


def file_of(kind: str, rows: Rows, dates: Dates, view: View, more: Mapping[str, Any]) -> bytes | None:
    """Return the chart as a file; None where no line is left. ``more`` has the short names and ``base``."""
    facts = {"today": timezone.localdate(), "base": more["base"], "width": WIDE}
    if kind in PAPERS:
        view = replace(view, zoom=Zoom.AUTO)
        facts |= {"base": "", "width": PAPERS[kind][1]}
    chart = chart_of(rows, dates, view, more["shorts"], facts)
    if chart is None:
        return None
    return _pdf(kind, rows, chart) if kind in PAPERS else standalone(chart)


def _pdf(kind: str, rows: Rows, chart: Chart) -> bytes:
    paper, _width, most = PAPERS[kind]
    project = rows.project
    said = {
        "title": chart.words.title,
        "paper": paper,
        "language": get_language() or "en",
        "made": _("As of %(day)s") % {"day": date_format(timezone.localdate())},
        "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "project": str(project),
        "alt": f"{chart.words.title}. {chart.words.description}",
    }
    drawings = [standalone(sheet).decode() for sheet in _sheets(chart, most, str(project))]
    return Template(TEMPLATE).pdf({**printable(said), "sheets": drawings})


def _sheets(chart: Chart, most: int, title: str) -> Iterator[Chart]:
    """Charts of a sheet each. The whole project heads each of them, so that days stand alike on all."""
    days = [day for row in chart.rows for day in (row.first, row.last, *(row.agreed or ()))]
    head = Row(WHOLE, "", title, RowKind.PACKAGE, min(days), max(days), lane=_("The whole project"))
    rows = list(chart.rows)
    if chart.by_lane:  # as the chart does: partners by their first rows, nobody's rows last
        lanes = list(dict.fromkeys(row.lane for row in rows))
        rows.sort(key=lambda row: (not row.lane, lanes.index(row.lane)))
        most -= min(len(lanes) + 1, most // 3)
    if len(rows) <= most:
        yield chart
        return
    for start in range(0, len(rows), most):
        yield replace(chart, rows=(head, *rows[start : start + most]))
