"""The coordinator's desk: what comes is taken only if everything about it is right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from mentorway.federation.calls import Call, check_open
from mentorway.federation.cards import TOLERANCE, Card, Cards
from mentorway.federation.envelopes import Envelope, check_facts, check_terms, package_in, read_envelope
from mentorway.federation.refusing import Reason, RefusedError
from mentorway.moments import Package
from mentorway.wording import Message, shown


@dataclass(frozen=True)
class Known:
    """A node whose fingerprint was compared.

    Parameters
    ----------
    cards : Cards
        Who it is, now and before.
    group : str
        The value of the first fact for which it may speak; empty for any.
    revoked : bool
        Whether its key is believed no more.
    """

    cards: Cards
    group: str = ""
    revoked: bool = False


@dataclass(frozen=True)
class Asked:
    """A call that was made here, with the SHA-256 of its file; a call taken back is not among them."""

    call: Call
    digest: str


@dataclass(frozen=True)
class Last:
    """The newest package of a node for a call: its number and the SHA-256 of its file."""

    number: int
    digest: str


@dataclass(frozen=True)
class Register:
    """All that the desk knows: nodes by id, calls by id, the newest package by call and node."""

    nodes: Mapping[str, Known]
    calls: Mapping[str, Asked]
    last: Mapping[tuple[str, str], Last] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """A package that is right; `again` if the very same file was taken before."""

    envelope: Envelope
    package: Package
    known: Known
    again: bool = False


def check(data: bytes, register: Register, today: dt.date, *, most: int | None = None) -> Taken:
    """Take a package, or refuse it with one reason.

    Parameters
    ----------
    data : bytes
        What came, by whatever way.
    register : Register
        Who is known and what was asked.
    today : date
        Of the clock here; one day either way is tolerated.
    most : int, optional
        How many bytes are read at most.

    Returns
    -------
    Taken

    Raises
    ------
    RefusedError
        Its `reason` says which of the rules is not kept, in the order in which they are looked at: size,
        form, protocol, signature, node, key, call, validity, number, threshold, codings, sums.
    """
    return check_envelope(read_envelope(data, most=most), register, today)


def check_envelope(envelope: Envelope, register: Register, today: dt.date) -> Taken:
    """Take a package whose envelope was read already, or refuse it with one reason.

    Parameters
    ----------
    envelope : Envelope
        What `read_envelope` gave: its form and its signature are right.
    register : Register
        Who is known and what was asked; of this node and this call at least.
    today : date
        Of the clock here.

    Returns
    -------
    Taken

    Raises
    ------
    RefusedError
        As for `check`.
    """
    known, card, used = _known(envelope, register)
    asked = _asked(envelope, register)
    again = _check_number(envelope, register.last.get((envelope.call, envelope.node)))
    if not again:
        card.check_day(today)
        used.check_signed(envelope.made)
        check_open(asked.call, today)
        _check_validity(envelope, today)
    check_terms(envelope.fewest, envelope.codings, asked.call)
    package = package_in(envelope)  # its threshold and codings are those on the envelope
    check_facts(package, asked.call)
    _check_group(package, known)
    return Taken(envelope, package, known, again)


def _known(envelope: Envelope, register: Register) -> tuple[Known, Card, Card]:
    """Who signed: their card, and the card as it was in use; one that was replaced signs nothing later."""
    known = register.nodes.get(envelope.node)
    if known is None:
        raise RefusedError(
            Reason.UNKNOWN_NODE,
            Message(
                "No node “%(node)s” is registered here. Send its card to the coordinator and compare the "
                "fingerprint by voice.",
                {"node": shown(envelope.node)},
            ),
        )
    if known.revoked:
        raise RefusedError(
            Reason.REVOKED,
            Message(
                "The key of %(name)s was revoked. Make a new key and have the coordinator register its card.",
                {"name": shown(known.cards.now.name)},
            ),
        )
    key = envelope.document.key
    card, used = known.cards.of(key), known.cards.in_use(key)
    if card is None or used is None:
        raise RefusedError(
            Reason.UNKNOWN_NODE,
            Message(
                "The package of %(name)s is signed with a key that is not registered here. If there is a new "
                "key, send the rotation first.",
                {"name": shown(known.cards.now.name)},
            ),
        )
    return known, card, used


def _asked(envelope: Envelope, register: Register) -> Asked:
    asked = register.calls.get(envelope.call)
    if asked is None or asked.digest != envelope.call_digest:
        raise RefusedError(
            Reason.OTHER_CALL,
            Message(
                "The package answers a call “%(call)s” that was not made here, was taken back, or says "
                "something "
                "else. Take the call as it is here and make the package again.",
                {"call": shown(envelope.call)},
            ),
        )
    return asked


def _check_number(envelope: Envelope, last: Last | None) -> bool:
    """Whether the very same file was taken before; refuse what is older than the newest."""
    if envelope.replaces >= envelope.number:
        raise RefusedError(
            Reason.CONTRADICTS_ITSELF,
            Message(
                "Package %(number)d says that it replaces package %(other)d, which would be newer.",
                {"number": envelope.number, "other": envelope.replaces},
            ),
        )
    if last is None:
        return False
    if last.number == envelope.number and last.digest == envelope.digest:
        return True
    if envelope.number <= last.number or envelope.replaces < last.number:
        raise RefusedError(
            Reason.REPLAYED,
            Message(
                "Package %(last)d of this node is here already, and this one is number %(number)d and "
                "replaces "
                "%(replaces)d. An older package, or another one under the same number, is not taken.",
                {"last": last.number, "number": envelope.number, "replaces": envelope.replaces},
            ),
        )
    return False


def _check_validity(envelope: Envelope, today: dt.date) -> None:
    values = {"from": f"{envelope.begins}", "until": f"{envelope.ends}", "today": f"{today}"}
    if today < max(envelope.begins, envelope.made) - TOLERANCE:
        raise RefusedError(
            Reason.NOT_YET_VALID,
            Message(
                "The package is valid from %(from)s on, and today is %(today)s. One day is tolerated. Look "
                "at "
                "the clocks on both sides.",
                values,
            ),
        )
    if today > envelope.ends + TOLERANCE:
        raise RefusedError(
            Reason.EXPIRED,
            Message(
                "The package was valid until %(until)s, and today is %(today)s. One day is tolerated. Make "
                "it "
                "again from the answers of today.",
                values,
            ),
        )


def _check_group(package: Package, known: Known) -> None:
    if not known.group:
        return
    others = sorted({cell.values[0] or "–" for cube in package.cubes for cell in cube.cells} - {known.group})
    if others:
        raise RefusedError(
            Reason.CONTRADICTS_ITSELF,
            Message(
                "%(name)s speaks for “%(group)s” only, and the package holds sums of “%(other)s”.",
                {"name": shown(known.cards.now.name), "group": shown(known.group), "other": shown(others[0])},
            ),
        )
