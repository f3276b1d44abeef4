"""What would leave the house: summed up, laid beside all that was sent before, and signed."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass

from django.conf import settings

from mentorway.answers import Snapshot
from mentorway.federation.calls import check_floor, check_open
from mentorway.federation.canonical import written
from mentorway.federation.envelopes import Sending, check_answers, made_envelope, package_in, read_envelope
from mentorway.federation.guarding import Close, too_close, without
from mentorway.federation.making import Prepared, check_something_left, prepare, sheets_of
from mentorway.federation.signing import Signed
from mentorway.moments import Package, package_facts, package_from
from mentorway.web.comparison.analysis.files import put
from mentorway.web.comparison.analysis.reading import stored
from mentorway.web.comparison.models import Dataset
from mentorway.web.federation.analysis import calls, files, own
from mentorway.web.federation.models import Asked, Identity, Sent
from mentorway.wording import InvalidInputError, Message

__all__ = ["Look", "Package", "Source", "keep_prepared", "look", "sign"]


@dataclass(frozen=True)
class Source:
    """Where sums come from: stored answers, or a file of sums that somebody made elsewhere."""

    dataset: Dataset | None = None
    file: str = ""


@dataclass(frozen=True)
class Look:
    """What would be sent, what is too close to what was sent before, and what would be sent without that.

    ``beside`` are the packages that it was laid beside: every one that was ever signed here, until then.
    """

    source: Source
    prepared: Prepared
    close: tuple[Close, ...]
    smaller: Package | None
    digest: str
    beside: tuple[int, ...]

    @property
    def people(self) -> int:
        """How many people are in the largest scale."""
        return max(sheet.people for sheet in self.prepared.sheets)


def look(asked: Asked, source: Source, earlier: list[Sent], today: dt.date) -> Look:
    """Sum up as the call asks, and lay it beside every package that was ever signed here."""
    call = calls.of_asked(asked)
    check_open(call, today)
    prepared = _prepared(call, source)
    before = [(_called(row, asked), _sent(row)) for row in earlier]
    close = too_close(prepared.package, before)
    smaller = without(prepared.package, before) if close else None
    if smaller is not None and not any(cube.cells for cube in smaller.cubes):
        smaller = None
    beside = tuple(row.pk for row in earlier)
    return Look(source, prepared, close, smaller, digest_of(prepared.package), beside)


def _called(row: Sent, asked: Asked) -> str:
    """Return what people call a package: its number, and for which call, if it was another one."""
    return str(row.number) if row.asked_id == asked.pk else f"{row.asked.title} · {row.number}"


def digest_of(package: Package) -> str:
    """Return the fingerprint of sums, by which a page and what is signed later are the same."""
    return hashlib.sha256(written(package_facts(package))).hexdigest()


def _prepared(call: calls.Wanted, source: Source) -> Prepared:
    if source.dataset is not None:
        snapshot: Snapshot = stored(source.dataset.sha256)
        return prepare(snapshot, call, calls.floor())
    package = _brought(source.file)
    check_floor(call, calls.floor())
    check_answers(package, call)
    for cube in package.cubes:
        if any(cell.rows < calls.floor().fewest for cell in cube.cells):
            raise InvalidInputError(
                Message(
                    "The file of sums has cells of fewer people than %(fewest)d, which this node does not "
                    "give.",
                    {"fewest": calls.floor().fewest},
                )
            )
    check_something_left(package)
    sheets = sheets_of(package.cubes, package)
    return Prepared(package, sheets)


def keep_prepared(data: bytes) -> str:
    """Keep a file of sums that ``mentorway pack`` made, until it is signed; refuse one that is none."""
    if len(data) > settings.MENTORWAY_FEDERATION_BYTES:
        raise InvalidInputError(
            Message(
                "The file has %(came)d bytes, and at most %(most)d are taken.",
                {"came": len(data), "most": settings.MENTORWAY_FEDERATION_BYTES},
            )
        )
    _package_in(data)
    sha256 = hashlib.sha256(data).hexdigest()
    put(files.prepared_path(sha256), data)
    return sha256


def _brought(sha256: str) -> Package:
    try:
        data = files.prepared_path(sha256).read_bytes()
    except OSError as error:
        raise InvalidInputError(Message("The file of sums is not here any more. Bring it again.")) from error
    return _package_in(data)


def _package_in(data: bytes) -> Package:
    try:
        facts = json.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(Message("This is no file of sums. Make it with “mentorway pack”.")) from error
    return package_from(facts, name="package.json")


def _sent(row: Sent) -> Package:
    """What was signed before; without its file nobody can say what a new package would tell."""
    try:
        return package_in(read_envelope(files.sent_path(row.digest_hash).read_bytes()))
    except OSError as error:
        raise InvalidInputError(
            Message(
                "The file of package %(number)d, which was signed earlier, is not here any more. Restore it "
                "from the backup: without it nobody can say whether a new package would give people away.",
                {"number": row.number},
            )
        ) from error


def sign(identity: Identity, asked: Asked, package: Package, sending: tuple[int, int, dt.date]) -> Signed:
    """Put sums into an envelope with its number and what it replaces."""
    number, replaces, today = sending
    return made_envelope(
        package,
        calls.of_asked(asked),
        asked.digest_hash,
        Sending(identity.slug, number, replaces, today),
        own.signing_key(identity, today),
    )
