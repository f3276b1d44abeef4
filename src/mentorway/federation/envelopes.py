"""A package of sums in its signed envelope: which call it answers, which number it has, what it holds."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mentorway.federation.calls import Call
from mentorway.federation.canonical import written
from mentorway.federation.fields import Fields, broken
from mentorway.federation.keys import HEX_DIGITS, NodeKey
from mentorway.federation.refusing import Reason, RefusedError
from mentorway.federation.signing import Kind, Signed, opened, signed
from mentorway.moments import Package, package_facts, package_from
from mentorway.wording import InvalidInputError, Message, shown

VALID_DAYS: Final = 90
MOST_PEOPLE: Final = 1_000_000_000
MOST_PACKAGES: Final = 2**31 - 1
FIELDS: Final = (
    "call", "call_digest", "node", "number", "replaces", "made", "from", "until", "fewest", "codings",
    "people", "withheld", "digest", "payload",
)  # fmt: skip


@dataclass(frozen=True)
class Sending:
    """What a node writes on the envelope.

    Parameters
    ----------
    node : str
        The id on its card.
    number : int
        Counts the packages of this node for this call, from 1.
    replaces : int
        The number that was sent before, 0 for none.
    made : date
        Today.
    days : int
        For how long the package may be taken.
    """

    node: str
    number: int
    replaces: int
    made: dt.date
    days: int = VALID_DAYS


@dataclass(frozen=True)
class Envelope:
    """What stands on an envelope, as it was signed; the sums inside are not read yet."""

    document: Signed
    call: str
    call_digest: str
    node: str
    number: int
    replaces: int
    made: dt.date
    begins: dt.date
    ends: dt.date
    fewest: int
    codings: Mapping[str, str]
    people: Mapping[str, int]
    withheld: Mapping[str, int]
    payload_digest: str
    payload: Any

    @property
    def digest(self) -> str:
        """The SHA-256 of the whole file."""
        return self.document.digest


def made_envelope(package: Package, call: Call, call_digest: str, sending: Sending, key: NodeKey) -> Signed:
    """Put sums into an envelope and sign it.

    Parameters
    ----------
    package : Package
        What may be sent.
    call : Call
        What it answers.
    call_digest : str
        The SHA-256 of the call as it came (`Signed.digest`), so that no other call can be put in its place.
    sending : Sending
        Who sends, and which number it has.
    key : NodeKey
        The node's key.

    Returns
    -------
    Signed

    Raises
    ------
    InvalidInputError
        The sums are of other scales, facts or codings than the call's, or their cells are too small.
    """
    check_answers(package, call)
    payload = package_facts(package)
    body = {
        "call": call.id,
        "call_digest": call_digest,
        "node": sending.node,
        "number": sending.number,
        "replaces": sending.replaces,
        "made": f"{sending.made}",
        "from": f"{sending.made}",
        "until": f"{sending.made + dt.timedelta(days=sending.days)}",
        "fewest": package.fewest,
        **_told(package),
        "digest": hashlib.sha256(written(payload)).hexdigest(),
        "payload": payload,
    }
    return signed(Kind.PACKAGE, body, key)


def _told(package: Package) -> dict[str, dict[str, Any]]:
    """What an envelope tells of its sums, by the name of the scale."""
    blocks = [cube.block for cube in package.cubes]
    names = [block.name for block in blocks]
    return {
        "codings": {block.name: block.coding_hash for block in blocks},
        "people": {cube.block.name: cube.people for cube in package.cubes},
        "withheld": dict(zip(names, package.withheld, strict=True)),
    }


def check_answers(package: Package, call: Call) -> None:
    """Refuse sums that are not what the call asks for.

    Parameters
    ----------
    package : Package
        The sums.
    call : Call
        What is asked.

    Raises
    ------
    RefusedError
        Other facts, scales or codings, cells told apart otherwise, or a threshold below the agreed one.
    """
    check_terms(package.fewest, _told(package)["codings"], call)
    check_facts(package, call)


def check_terms(fewest: int, codings: Mapping[str, str], call: Call) -> None:
    """Refuse a threshold below the agreed one, and scales other than asked for or coded otherwise."""
    if fewest < call.fewest:
        raise RefusedError(
            Reason.BELOW_THRESHOLD,
            Message(
                "The package was made with cells of at least %(came)d people, and %(needed)d were agreed. "
                "Make "
                "it again.",
                {"came": fewest, "needed": call.fewest},
            ),
        )
    for name in sorted({*codings, *call.codings}):
        if codings.get(name) != call.codings.get(name):
            raise RefusedError(
                Reason.OTHER_CODING,
                Message(
                    "Scale %(scale)s is missing, not asked for, or coded otherwise than in the call (items, "
                    "their order, reverse keys, range). Make the package again from the call.",
                    {"scale": shown(name)},
                ),
            )


def check_facts(package: Package, call: Call) -> None:
    """Refuse sums of people who are told apart otherwise than a call asks for."""
    if package.by != call.by:
        raise RefusedError(
            Reason.OTHER_CALL,
            Message(
                "The package tells people apart by %(came)s, and the call asks for %(needed)s.",
                {"came": shown(", ".join(package.by)), "needed": shown(", ".join(call.by))},
            ),
        )
    if any(cube.patterns != call.patterns for cube in package.cubes):
        raise RefusedError(
            Reason.OTHER_CALL,
            Message(
                "Who left out which items is told apart in the package and not in the call, or the reverse."
            ),
        )


def read_envelope(data: bytes, *, most: int | None = None) -> Envelope:
    """Read an envelope and check its signature against the key that it names; see `desk.check` for the rest.

    Parameters
    ----------
    data : bytes
        What came.
    most : int, optional
        How many bytes are read at most.

    Returns
    -------
    Envelope

    Raises
    ------
    RefusedError
        Too large, damaged, of a newer protocol, of another kind, or with a wrong signature.
    """
    document = opened(data, Kind.PACKAGE, most=most)
    facts = Fields(document.body, FIELDS)
    return Envelope(
        document=document,
        call=facts.slug("call"),
        call_digest=facts.digest("call_digest"),
        node=facts.slug("node"),
        number=facts.whole("number", least=1, most=MOST_PACKAGES),
        replaces=facts.whole("replaces"),
        made=facts.day("made"),
        begins=facts.day("from"),
        ends=facts.day("until"),
        fewest=facts.whole("fewest", least=1),
        codings=_texts(facts, "codings"),
        people=_counts(facts, "people"),
        withheld=_counts(facts, "withheld"),
        payload_digest=facts.digest("digest"),
        payload=facts.anything("payload"),
    )


def _texts(facts: Fields, name: str) -> dict[str, str]:
    found = facts.mapping(name)
    if not all(isinstance(one, str) and len(one) == HEX_DIGITS for one in found.values()):
        raise broken(name)
    return found


def _counts(facts: Fields, name: str) -> dict[str, int]:
    found = facts.mapping(name)
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in found.values()):
        raise broken(name)
    if not all(0 <= one <= MOST_PEOPLE for one in found.values()):
        raise broken(name)
    return found


def package_in(envelope: Envelope) -> Package:
    """Read the sums in an envelope; they must be those that the envelope was signed with.

    Parameters
    ----------
    envelope : Envelope
        What `read_envelope` gave.

    Returns
    -------
    Package

    Raises
    ------
    RefusedError
        The digest, the counts or the codings on the envelope are not those of the sums, or the sums cannot
        be those of people.
    """
    if hashlib.sha256(written(envelope.payload)).hexdigest() != envelope.payload_digest:
        raise RefusedError(
            Reason.CHANGED,
            Message("The sums are not those for which the envelope was signed. Ask for the package again."),
        )
    if any(one > MOST_PEOPLE for one in _rows_in(envelope.payload)):
        raise broken("rows")
    try:
        package = package_from(envelope.payload, name=f"{envelope.node}-{envelope.number}")
    except RefusedError:
        raise
    except InvalidInputError as error:
        raise RefusedError(Reason.CONTRADICTS_ITSELF, error.message) from error
    _check_said(envelope, package)
    return package


def _rows_in(payload: object) -> list[int]:
    """How many people the cells say to have, wherever something can be found."""
    found = []
    blocks = payload.get("blocks") if isinstance(payload, dict) else None
    for block in blocks if isinstance(blocks, list) else ():
        cells = block.get("cells") if isinstance(block, dict) else None
        for cell in cells if isinstance(cells, list) else ():
            rows = cell.get("rows") if isinstance(cell, dict) else None
            found += [rows] if isinstance(rows, int) else []
    return found


def _check_said(envelope: Envelope, package: Package) -> None:
    said = {"codings": envelope.codings, "people": envelope.people, "withheld": envelope.withheld}
    if envelope.fewest != package.fewest or said != _told(package):
        raise RefusedError(
            Reason.CONTRADICTS_ITSELF,
            Message(
                "The envelope says other numbers of people, another threshold or other codings than its sums "
                "have. Ask for the package again."
            ),
        )
