"""Whether a certificate is what it says: judged offline, by the issuer's published keys."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NoReturn

from mentorway.credentials import status
from mentorway.credentials.proofs import holds
from mentorway.wording import InvalidInputError, Message

LONGEST: Final = 100_000  # letters of a certificate; ours have 3,000
SKEW: Final = dt.timedelta(minutes=5)  # by which clocks may differ
BROKEN: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class Verdict(StrEnum):
    """What came out."""

    GOOD = "good"
    CHANGED = "changed"  # content and signature do not belong together
    STRANGER = "stranger"  # signed by a key that is not the issuer's
    REVOKED = "revoked"
    EXPIRED = "expired"
    EARLY = "early"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Checked:
    """The verdict, why, and what the certificate says of itself; unsure holds what could not be checked."""

    verdict: Verdict
    reason: Message
    title: str = ""
    issuer: str = ""
    unsure: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Trust:
    """Whom to believe: the keys of each issuer (DID → multikeys), and status lists by their address."""

    keys: Mapping[str, Collection[str]]
    lists: Mapping[str, Mapping[str, Any]]


def checked(text: str, trust: Trust, *, now: dt.datetime) -> Checked:
    """Judge a certificate that somebody shows.

    Parameters
    ----------
    text : str
        The badge as JSON.
    trust : Trust
        The issuers' keys, old ones too, and the status lists at hand.
    now : datetime
        The moment for which it is judged, with its time zone.

    Returns
    -------
    Checked
        Whatever comes, a verdict; nothing is fetched.

    Examples
    --------
    >>> checked("no badge", Trust({}, {}), now=dt.datetime(2026, 5, 4, tzinfo=dt.UTC)).verdict
    <Verdict.UNREADABLE: 'unreadable'>
    """
    try:
        return _judged(_read(text), trust, now)
    except InvalidInputError as error:
        return Checked(Verdict.UNREADABLE, error.message)
    except BROKEN:
        return Checked(Verdict.UNREADABLE, NO_BADGE)


NO_BADGE: Final = Message("This is no Open Badge 3.0 that can be read. Take the file as it was issued.")


def _read(text: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise InvalidInputError(
            Message(
                "The file has %(length)d letters, and a certificate at most %(limit)d.",
                {"length": len(text), "limit": LONGEST},
            )
        )
    document = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    if not isinstance(document, dict) or not set(document.get("type", [])) >= TYPES:
        raise InvalidInputError(NO_BADGE)
    return document


TYPES: Final = frozenset({"VerifiableCredential", "OpenBadgeCredential"})


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice: programs differ in which one they read."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise InvalidInputError(NO_BADGE)
    return dict(pairs)


def _no_number(_text: str) -> NoReturn:
    raise InvalidInputError(NO_BADGE)


def _judged(document: dict[str, Any], trust: Trust, now: dt.datetime) -> Checked:
    title, issuer = str(document.get("name", "")), str(document["issuer"].get("name", ""))

    def said(verdict: Verdict, reason: Message, *unsure: Message) -> Checked:
        return Checked(verdict, reason, title, issuer, unsure)

    if not holds(document, _key(document)):
        return said(Verdict.CHANGED, CHANGED)
    if not _is_of_issuer(document, document["issuer"]["id"], trust):
        return said(Verdict.STRANGER, STRANGER)
    late = _out_of_time(document, now)
    if late is not None:
        return said(*late)
    known = [_is_revoked(entry, document, trust, now) for entry in _entries(document)]
    if True in known:
        return said(Verdict.REVOKED, REVOKED)
    return said(Verdict.GOOD, GOOD, *([UNSURE] if None in known else []))


CHANGED: Final = Message("Its content is not what was signed: something was changed after it was issued.")
STRANGER: Final = Message("It is signed, but not by a key of the issuer that it names. Ask the issuer.")
GOOD: Final = Message("It is what the issuer has signed.")
REVOKED: Final = Message("The issuer has taken it back.")
UNSURE: Final = Message(
    "Whether it was taken back could not be looked up: no list of the issuer for it that is signed "
    "and recent is at hand."
)


def _key(document: Mapping[str, Any]) -> str:
    return str(document["proof"]["verificationMethod"]).rpartition("#")[2]


def _is_of_issuer(document: Mapping[str, Any], issuer: str, trust: Trust) -> bool:
    """Whether the key that a proof names is one of the issuer's."""
    key = _key(document)
    return document["proof"]["verificationMethod"] == f"{issuer}#{key}" and key in trust.keys.get(issuer, ())


def _out_of_time(document: Mapping[str, Any], now: dt.datetime) -> tuple[Verdict, Message] | None:
    since, until = document.get("validFrom"), document.get("validUntil")
    if since and _moment(since) > now + SKEW:
        return Verdict.EARLY, Message("It holds from %(day)s on, not yet now.", {"day": str(since)[:10]})
    if until and _moment(until) < now:
        return Verdict.EXPIRED, Message("It held until %(day)s.", {"day": str(until)[:10]})
    return None


def _moment(text: str) -> dt.datetime:
    found = dt.datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _entries(document: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Where it is said how to look up whether it holds: one place, several or none."""
    found = document.get("credentialStatus", [])
    return found if isinstance(found, list) else [found]


def _is_revoked(
    entry: Mapping[str, Any], document: Mapping[str, Any], trust: Trust, now: dt.datetime
) -> bool | None:
    """Whether a list says that it was taken back; None where no list can be believed."""
    address = entry.get("statusListCredential", "")
    published = trust.lists.get(str(address))
    if published is None or entry.get("statusPurpose") != status.PURPOSE:
        return None
    try:
        if not _is_believed(published, address, document["issuer"]["id"], trust):
            return None
        if _out_of_time(published, now) is not None:
            return None
        listed = str(published["credentialSubject"]["encodedList"])
    except (InvalidInputError, *BROKEN):
        return None
    return status.is_revoked(listed, int(entry["statusListIndex"]))


def _is_believed(published: Mapping[str, Any], address: object, issuer: str, trust: Trust) -> bool:
    """Whether a status list is what it should be, and signed by the issuer of the certificate."""
    return (
        published.get("issuer") == issuer
        and published.get("id") == address
        and published["credentialSubject"].get("statusPurpose") == status.PURPOSE
        and _is_of_issuer(published, issuer, trust)
        and holds(published, _key(published))
    )
