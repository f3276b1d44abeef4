"""The library of practices as a file for spreadsheets."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mentorway.web.core import tables
from mentorway.web.core.prose import plain
from mentorway.web.core.tables import Cell
from mentorway.web.practices.models import Practice


def library(rows: Iterable[Practice], kind: str) -> HttpResponse:
    """Answer with a list of practices as CSV, or as a workbook."""
    header = [
        _("Title"),
        _("Partner"),
        _("Country"),
        _("Sector"),
        _("Written in"),
        _("Topics"),
        pgettext("practice", "State"),
        _("Strength of the evidence"),
        _("In short"),
        _("First year"),
        _("Website"),
        _("Last changed"),
        _("Example"),
    ]
    name = _("Good practices")
    if kind == "xlsx":
        return tables.xlsx_file(name, name, header, _cells(rows))
    return tables.csv_file(name, header, _cells(rows))


def _cells(rows: Iterable[Practice]) -> Iterator[list[Cell]]:
    names = dict(settings.LANGUAGES)
    for row in rows:
        yield [
            row.title,
            row.partner.name,
            row.get_country_display(),
            row.get_sector_display(),
            names[row.language],
            "; ".join(topic.name for topic in row.topics.all()),
            row.get_state_display(),
            row.strength,
            plain(row.summary),
            row.first_year,
            row.website,
            row.changed.date(),
            row.is_example,
        ]
