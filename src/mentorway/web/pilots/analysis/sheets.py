"""Attendance on paper and in spreadsheets: the sign at the door, the list to sign, the table."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import segno
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from mentorway.typesetting import Template, printable
from mentorway.web.core.tables import Cell
from mentorway.web.pilots.analysis import codes
from mentorway.web.pilots.analysis.attendance import rows_of
from mentorway.web.pilots.analysis.timetable import when
from mentorway.web.pilots.models import Cohort, Meeting, Participant
from mentorway.web.pilots.queries import attendance as queries

HERE: Final = Path(__file__).parent
SIDE_BY_SIDE: Final = 4  # meetings on one sheet; more come on sheets of their own
EMPTY_LINES: Final = 4  # for people who are not on the list


def door_sign(meeting: Meeting) -> bytes:
    """Return what hangs at the door: scan it, then type the code that is on the wall."""
    facts = {
        "language": get_language() or "en",
        "title": meeting.title,
        "cohort": str(meeting.cohort),
        "when": when(meeting),
        "place": meeting.place,
        "picture": _svg(codes.address_of(meeting)),
        "alt": _("QR code of this meeting"),
        "first": _("1. Scan this picture with the camera of your phone."),
        "then": _("2. Type the code that is on the wall inside."),
        "help": _("No phone? Tell the facilitator, who marks you by hand."),
    }
    return Template(HERE / "door_sign.typ", "sign").pdf(printable(facts))


def signing_sheet(cohort: Cohort, meetings: Sequence[Meeting], people: Sequence[Participant]) -> bytes:
    """Return lists to sign, with a box for every person and meeting."""
    facts = {
        "language": get_language() or "en",
        "title": _("Attendance sheet"),
        "cohort": str(cohort),
        "partner": str(cohort.partner),
        "number": pgettext("list", "No."),
        "name": pgettext("person", "Name"),
        "signature": _("Signature"),
        "facilitator": _("Signature of the facilitator"),
        "page": _("Page {page} of {pages}"),
        "people": [person.name for person in people],
        "empty": EMPTY_LINES,
        "sheets": [
            [_column(one) for one in meetings[start : start + SIDE_BY_SIDE]]
            for start in range(0, len(meetings), SIDE_BY_SIDE)
        ],
    }
    return Template(HERE / "signing_sheet.typ", "sheet").pdf(printable(facts))


def header_of(meetings: Sequence[Meeting]) -> list[str]:
    """Return what stands above the columns of the table."""
    return [
        pgettext("person", "Name"),
        _("E-mail address"),
        _("Organisation"),
        *(f"{date_format(one.begins, 'SHORT_DATE_FORMAT')} {one.title}" for one in meetings),
        _("Meetings planned"),
        _("Was there"),
        _("Excused"),
        _("Was not there"),
        _("Share in percent"),
        _("Can still reach, in percent"),
        _("Needed, in percent"),
    ]


def table_of(cohort: Cohort) -> Iterator[list[Cell]]:
    """Yield a row for everybody who takes part."""
    for row in rows_of(cohort, queries.people_of(cohort)):
        share, person = row.share, row.person
        yield [
            person.name,
            person.email,
            person.organisation,
            *(cell.words for cell in row.cells),
            share.planned,
            share.present,
            share.excused,
            share.absent,
            share.percent,
            share.best,
            cohort.attendance_percent,
        ]


def _column(meeting: Meeting) -> dict[str, Any]:
    begins = meeting.begins
    return {
        "title": meeting.title,
        "day": date_format(begins, "SHORT_DATE_FORMAT"),
        "hours": f"{time_format(begins, 'TIME_FORMAT')} – {time_format(meeting.finishes, 'TIME_FORMAT')}",
        "place": meeting.place,
        "led_by": meeting.led_by,
    }


def _svg(text: str) -> str:
    kept = io.BytesIO()
    segno.make(text, error="q").save(kept, kind="svg", border=2, xmldecl=False, dark="#000", light="#fff")
    return kept.getvalue().decode()
