"""What of the network goes out as a file."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mentorway.web.core import tables
from mentorway.web.core.calendar import MEDIA_TYPE, calendar_file
from mentorway.web.core.tables import Cell
from mentorway.web.network.analysis import ties_read
from mentorway.web.network.analysis.columns import COLUMNS, CONTACT
from mentorway.web.network.analysis.partners import language_name
from mentorway.web.network.analysis.visits import events
from mentorway.web.network.models import (
    Agreement,
    Contact,
    Country,
    NetworkFinding,
    Partner,
    Visit,
    VisitKind,
    VisitState,
)


def table(kind: str, name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """Answer with rows as a workbook or as CSV."""
    if kind == "xlsx":
        return tables.xlsx_file(name, name, header, rows)
    return tables.csv_file(name, header, rows)


def agreements(rows: Iterable[Agreement], kind: str) -> HttpResponse:
    """Answer with a list of agreements."""
    header = [
        _("Title"),
        _("Kind"),
        _("Reference number"),
        _("Kept by"),
        _("Parties"),
        pgettext("agreement", "State"),
        _("Holds from"),
        _("Holds until"),
    ]
    return table(kind, _("Agreements"), header, (_agreement(row) for row in rows))


def _agreement(row: Agreement) -> list[Cell]:
    return [
        row.title,
        row.get_kind_display(),
        row.reference,
        row.owner.name,
        "; ".join(place.partner.name for place in row.places.all()),
        row.get_state_display(),
        row.starts,
        row.ends,
    ]


def visits(rows: Iterable[Visit], kind: str) -> HttpResponse:
    """Answer with a list of visits and meetings, with times by the clock of each place."""
    header = [
        _("Title"),
        _("Kind"),
        pgettext("visit", "State"),
        _("Begins"),
        _("Ends"),
        _("Time zone"),
        _("Country"),
        _("Place"),
        _("Host"),
        _("Partners taking part"),
    ]
    return table(kind, _("Visits and meetings"), header, (_visit(row) for row in rows))


def _visit(row: Visit) -> list[Cell]:
    # The words of choices are asked for directly: get_…_display is slow for thousands of rows.
    return [
        row.title,
        str(VisitKind(row.kind).label),
        str(VisitState(row.state).label),
        row.begins.replace(tzinfo=None),
        row.finishes.replace(tzinfo=None),
        row.time_zone,
        str(Country(row.country).label) if row.country else "",
        row.place,
        row.host.name,
        "; ".join(one.partner.name for one in row.present.all()),
    ]


def calendar(rows: Iterable[Visit], name: str, address: str) -> HttpResponse:
    """Answer with visits for a calendar; ``address`` leads to one, with ``{pk}`` for its key."""
    content = calendar_file(events(rows, now=timezone.now(), address=address), name=name)
    file_name = f"{get_valid_filename(name)}.ics"
    headers = {
        "Content-Disposition": str(content_disposition_header(as_attachment=True, filename=file_name)),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)


def finding(row: NetworkFinding, kind: str) -> HttpResponse:
    """Answer with the partners of a finding and their places in the network, or with its pairs."""
    read = ties_read.read(row.ties, row.result)
    if kind == "pairs.csv":
        header = [_("Partner"), _("Works with"), _("By what"), _("Number of ties")]
        rows: list[list[Cell]] = [[one.first, one.second, one.kinds, one.count] for one in read.pairs]
        return table("csv", _("Who works with whom"), header, rows)
    header = [
        _("Partner"),
        _("Country"),
        _("Sector"),
        _("Partners tied to"),
        _("Of these across sectors"),
        _("Betweenness"),
        _("Constraint"),
        _("Pairs joined across sectors"),
    ]
    return table(kind, _("Places in the network"), header, (_place(one) for one in read.places))


def _place(one: ties_read.Place) -> list[Cell]:
    facts = one.facts
    measures = ("degree", "across", "betweenness", "constraint", "between_sectors")
    return [one.name, one.country, one.sector, *(facts[name] for name in measures)]


def partners(rows: Iterable[Partner], kind: str) -> HttpResponse:
    """Answer with the cards of partners, under the headings that an import knows."""
    columns = [column for column in COLUMNS if not column.name.startswith(CONTACT)]
    header = [str(column.title) for column in columns]
    return table(kind, _("Partners"), header, ([*_card(row)] for row in rows))


def _card(row: Partner) -> list[Cell]:
    return [
        row.name,
        row.get_country_display(),
        row.get_sector_display(),
        row.get_kind_display(),
        row.get_size_display(),
        ", ".join(map(language_name, row.languages)),
        row.city,
        row.latitude,
        row.longitude,
        row.website,
        row.description,
        row.joined,
    ]


def contacts(rows: Iterable[Contact], kind: str, name: str) -> HttpResponse:
    """Answer with contacts."""
    header = [
        _("Partner"),
        _("Country"),
        pgettext("person", "Name"),
        _("E-mail address"),
        _("Telephone"),
        _("Position"),
        _("Language"),
        _("First to ask"),
        _("Agreed to be written to about surveys"),
    ]
    return table(kind, name, header, (_contact(row) for row in rows))


def _contact(row: Contact) -> list[Cell]:
    return [
        row.partner.name,
        row.partner.get_country_display(),
        row.name,
        row.email,
        row.phone,
        row.position,
        language_name(row.language),
        _("Yes") if row.is_main else _("No"),
        _("Yes") if row.may_be_asked else _("No"),
    ]


def import_template(kind: str) -> HttpResponse:
    """Answer with an empty table for partners, and one row that shows what goes where."""
    example: dict[str, Cell] = {
        "name": _("Example University"),
        "country": "FI",
        "sector": "education",
        "kind": "university",
        "size": "250",
        "languages": "fi, sv, en",
        "city": "Helsinki",
        "latitude": Decimal("60.17"),
        "longitude": Decimal("24.94"),
        "website": "https://example.org",
        "joined": "2026-03-01",
        "description": _("What the organisation does, and what it brings to the programme."),
        "contact_name": "Aino Example",
        "contact_email": "aino@example.org",
        "contact_phone": "+358 00 000 0000",
        "contact_position": _("Head of studies"),
        "contact_language": "fi",
    }
    header = [str(column.title) for column in COLUMNS]
    return table(kind, _("Partners to take in"), header, [[example[column.name] for column in COLUMNS]])


def picture(content: bytes) -> HttpResponse:
    """Answer with a small picture. What is behind its address never changes, so browsers may keep it."""
    headers = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="image/webp", headers=headers)
