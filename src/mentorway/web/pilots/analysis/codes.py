"""Codes on the wall: who types or scans one is in the room, now. Only the clock of this server counts."""

import datetime as dt
import hashlib
import hmac
from enum import StrEnum
from typing import Final

import segno
from django.core import signing
from django.urls import reverse

from mentorway.web.core.addresses import whole
from mentorway.web.pilots.models import Meeting, Source
from mentorway.web.pilots.models.people import LETTERS

SECONDS: Final = 30  # how long a code stands on the wall
WINDOWS_BEFORE: Final = 2  # codes before it that are still taken: people need time to type
WINDOWS_KNOWN: Final = 240  # how far back a code is told apart from one that never was
CODE_LETTERS: Final = 5
OPENS_BEFORE: Final = dt.timedelta(minutes=15)
CLOSES_AFTER: Final = dt.timedelta(minutes=30)
PROOF_HOLDS: Final = dt.timedelta(minutes=10)
PROOF_SALT: Final = "mentorway.pilots.here"


class Phase(StrEnum):
    """Whether people can be marked at a meeting."""

    CANCELLED = "cancelled"
    EARLY = "early"
    OPEN = "open"
    CLOSED = "closed"  # for codes; by hand it stays possible


class Verdict(StrEnum):
    """What a typed or scanned code is."""

    RIGHT = "right"
    OLD = "old"
    WRONG = "wrong"


def opens_at(meeting: Meeting) -> dt.datetime:
    """Return from when people can be marked, by the clock of the cohort."""
    return meeting.begins - OPENS_BEFORE


def closes_at(meeting: Meeting) -> dt.datetime:
    """Return until when codes are taken, by the clock of the cohort."""
    return meeting.finishes + CLOSES_AFTER


def phase_of(meeting: Meeting, now: dt.datetime) -> Phase:
    """Return whether people can be marked now."""
    if meeting.cancelled is not None:
        return Phase.CANCELLED
    if now < meeting.starts - OPENS_BEFORE:
        return Phase.EARLY
    return Phase.OPEN if now <= meeting.ends + CLOSES_AFTER else Phase.CLOSED


def code_at(meeting: Meeting, moment: dt.datetime) -> str:
    """Return the code that stands on the wall at a moment."""
    return _code(meeting, _window(moment))


def seconds_left(moment: dt.datetime) -> int:
    """Return for how many seconds the code of a moment stays on the wall.

    >>> seconds_left(dt.datetime(2026, 5, 4, 18, 0, 10, tzinfo=dt.UTC))
    20
    """
    return SECONDS - int(moment.timestamp()) % SECONDS


def verdict_of(meeting: Meeting, code: str, moment: dt.datetime) -> Verdict:
    """Return whether a code stands on the wall, stood there before, or never did."""
    said, now = tidy(code), _window(moment)
    for back in range(WINDOWS_KNOWN):
        if hmac.compare_digest(_code(meeting, now - back).encode(), said.encode()):
            return Verdict.RIGHT if back <= WINDOWS_BEFORE else Verdict.OLD
    return Verdict.WRONG


def tidy(code: str) -> str:
    """Return a code as it is kept, however it was typed.

    >>> tidy(" acd-e3 ")
    'ACDE3'
    """
    return "".join(letter for letter in code.upper() if letter.isalnum())


def proof_of(meeting: Meeting, source: Source, now: dt.datetime) -> str:
    """Return what shows for some minutes that the right code of a meeting was there."""
    facts = [meeting.token.hex, source.value, int(now.timestamp())]
    return signing.dumps(facts, salt=PROOF_SALT)


def proven(meeting: Meeting, proof: str, now: dt.datetime) -> Source | None:
    """Return how the right code of this very meeting came in, if that was some minutes ago at most."""
    try:
        token, source, then = signing.loads(proof, salt=PROOF_SALT)
    except (signing.BadSignature, ValueError):
        return None
    age = now.timestamp() - then
    fits = token == meeting.token.hex and 0 <= age <= PROOF_HOLDS.total_seconds()
    return Source(source) if fits else None


def address_of(meeting: Meeting, code: str = "") -> str:
    """Return the address that a picture leads to: of the meeting, with the code of the moment if given."""
    address = whole(reverse("pilots:here", args=[meeting.token]))
    return f"{address}?c={code}" if code else address


def picture_of(meeting: Meeting, code: str) -> str:
    """Return the picture on the wall as the address of an image; black on white in every colour scheme."""
    made = segno.make(address_of(meeting, code), error="m")
    return str(made.svg_data_uri(scale=8, border=4, dark="#000", light="#fff"))


def _window(moment: dt.datetime) -> int:
    return int(moment.timestamp()) // SECONDS


def _code(meeting: Meeting, window: int) -> str:
    digest = hmac.new(meeting.secret.encode(), str(window).encode(), hashlib.sha256).digest()
    number, letters = int.from_bytes(digest[:16]), []
    for _place in range(CODE_LETTERS):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)
