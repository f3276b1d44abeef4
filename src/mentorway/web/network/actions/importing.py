"""A file of partners is read, looked through, and taken in: all that was chosen, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core.folding import fold
from mentorway.web.core.wording import in_words
from mentorway.web.network.actions import partners
from mentorway.web.network.analysis import importing, spreadsheets
from mentorway.web.network.analysis.columns import CONTACT
from mentorway.web.network.analysis.importing import EARLIER, JOIN, SKIP, TAKE
from mentorway.web.network.analysis.partners import searched, snapshot_of, values_from, values_of
from mentorway.web.network.models import Contact, Partner, PartnerImport, PartnerRevision
from mentorway.web.network.queries import doubles as queries

AT_ONCE = 500
LONGEST_TITLE, MOST_TITLES = 60, 20
Row = Mapping[str, Any]


@dataclass
class Taken:
    """What became of a file: the partner of each row, by its number, and the contacts to note."""

    new: list[Partner] = field(default_factory=list)
    joined: int = 0
    contacts: list[Contact] = field(default_factory=list)
    by_row: dict[int, Partner] = field(default_factory=dict)


def read(user: User, *, file: UploadedFile) -> PartnerImport:
    """Read a spreadsheet and judge its rows; nothing of it is taken in."""
    name = str(file.name or "")[-200:]
    spreadsheets.check_size(file.size, importing.LIMITS)
    with in_words():
        table = importing.read(file.read(), name)
    if not table.rows:
        raise ValidationError(_("The file has headings and no row with anything in it."))
    rows = importing.judged(table, queries.to_compare())
    ignored = [title[:LONGEST_TITLE] for title in table.unknown if title][:MOST_TITLES]
    return PartnerImport.objects.create(by=user, file_name=name, rows=rows, ignored=ignored)


@transaction.atomic
def decide(waiting: PartnerImport, choices: Mapping[int, str]) -> None:
    """Remember what shall become of some rows."""
    locked = _locked(waiting)
    locked.rows = importing.decided(locked.rows, choices)
    locked.save(update_fields=["rows"])


@transaction.atomic
def decide_alike(waiting: PartnerImport, *, verdict: str, choice: str) -> None:
    """Remember one choice for all rows of a verdict that wait for one."""
    locked = _locked(waiting)
    locked.rows = importing.decided_alike(locked.rows, verdict, choice)
    locked.save(update_fields=["rows"])


def discard(waiting: PartnerImport) -> None:
    """Forget a file."""
    waiting.delete()


def take_in(waiting: PartnerImport, user: User) -> Taken:
    """Take in what was chosen, or nothing."""
    try:
        with transaction.atomic():
            return _take_in(waiting, user)
    except IntegrityError as refusal:
        raise ValidationError(
            _("Somebody has added one of these partners meanwhile. Nothing is taken in. Read the file again.")
        ) from refusal


def _take_in(waiting: PartnerImport, user: User) -> Taken:
    locked = _locked(waiting)
    left = importing.undecided(locked.rows)
    if left:
        raise ValidationError(
            ngettext("%(count)d row waits for a decision.", "%(count)d rows wait for a decision.", left)
            % {"count": left}
        )
    taken = Taken()
    names = {(fold(name), country) for _pk, name, country, _site in queries.to_compare()}
    for row in locked.rows:
        if row["choice"] == TAKE:
            taken.by_row[row["row"]] = _made(row, names)
            taken.new.append(taken.by_row[row["row"]])
    _save(taken, user)
    _join(locked.rows, taken, user)
    _note_contacts(locked.rows, taken)
    locked.done = timezone.now()
    locked.rows = []  # the file has done its work, and what it says of people stays in one place
    locked.save(update_fields=["done", "rows"])
    return taken


def _locked(waiting: PartnerImport) -> PartnerImport:
    locked = PartnerImport.objects.select_for_update().get(pk=waiting.pk)
    if locked.done:
        raise ValidationError(_("This file is taken in already."))
    return locked


def _fields(row: Row) -> dict[str, Any]:
    """Return what a row says about the partner."""
    told = {name: value for name, value in row["values"].items() if not name.startswith(CONTACT)}
    languages = "\n".join(told.pop("languages", []))
    return values_from({**told, "languages": languages})


def _made(row: Row, names: set[tuple[str, str]]) -> Partner:
    fields = _fields(row)
    partner = Partner(**{**fields, "joined": fields["joined"] or timezone.localdate()})
    key = (fold(partner.name), partner.country)
    if key in names:
        raise ValidationError(
            _("Row %(row)d: %(partner)s is in the network by now. Nothing is taken in. Read the file again.")
            % {"row": row["row"], "partner": partner.name}
        )
    names.add(key)
    partner.search_text = searched(partner)
    partner.clean_fields()
    return partner


def _save(taken: Taken, user: User) -> None:
    Partner.objects.bulk_create(taken.new, batch_size=AT_ONCE)
    PartnerRevision.objects.bulk_create(
        (
            PartnerRevision(partner=one, number=one.revision, fields=snapshot_of(one), by=user)
            for one in taken.new
        ),
        batch_size=AT_ONCE,
    )


def _join(rows: list[dict[str, Any]], taken: Taken, user: User) -> None:
    """Complete partners that are here: what is empty is filled, nothing is written over."""
    wanted = {int(row["choice"].removeprefix(JOIN)): row for row in rows if row["choice"].startswith(JOIN)}
    here = Partner.objects.select_for_update().filter(deleted=None).in_bulk(list(wanted))
    for row in rows:
        if not row["choice"].startswith(JOIN):
            continue
        partner = here.get(int(row["choice"].removeprefix(JOIN)))
        if partner is None:
            raise ValidationError(
                _("Row %(row)d: the partner that it shall complete is gone. Read the file again.")
                % {"row": row["row"]}
            )
        told, known = _fields(row), values_of(partner)
        partners.rewrite(
            partner, user, {**known, **{n: v for n, v in told.items() if known[n] in ("", None, [])}}
        )
        taken.by_row[row["row"]] = partner
        taken.joined += 1


def _note_contacts(rows: list[dict[str, Any]], taken: Taken) -> None:
    partners_of_rows = {one.pk for one in taken.by_row.values()}
    known = Contact.objects.filter(partner__in=partners_of_rows, deleted=None)
    addresses = set(known.values_list("partner", "email"))
    named = set(known.values_list("partner", "name"))
    led = set(known.filter(is_main=True).values_list("partner", flat=True))
    firsts = {row["row"]: row["first"] for row in rows if row["choice"] == EARLIER}
    for row in rows:
        contact = _contact(row, taken, firsts)
        if contact is None:
            continue
        key = contact.partner_id
        seen = (key, contact.email) in addresses if contact.email else (key, contact.name) in named
        if seen:
            continue
        contact.is_main = key not in led
        led.add(key)
        addresses.add((key, contact.email))
        named.add((key, contact.name))
        taken.contacts.append(contact)
    Contact.objects.bulk_create(taken.contacts, batch_size=AT_ONCE)


def _contact(row: Row, taken: Taken, firsts: Mapping[int, int]) -> Contact | None:
    place = row["row"]
    while place in firsts:  # an earlier row may itself belong to one before it
        place = firsts[place]
    partner = taken.by_row.get(place)
    told = {
        name.removeprefix(CONTACT): value for name, value in row["values"].items() if name.startswith(CONTACT)
    }
    if partner is None or row["choice"] == SKIP or not told:
        return None
    return Contact(partner=partner, **told)
