"""Documents with a signature: what was signed, by which key, and nothing that could be taken for another."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from mentorway.federation.canonical import MOST_BYTES, read, written
from mentorway.federation.fields import Fields, broken
from mentorway.federation.keys import KEY_BYTES, NodeKey, check_signature, decoded
from mentorway.federation.refusing import Reason, RefusedError
from mentorway.wording import Message, shown

PROTOCOL: Final = 1
DOMAIN: Final = b"mentorway federation\x00"
FORMAT: Final = "mentorway federation"
SMALL: Final = 1_000_000


class Kind(StrEnum):
    """What a document is; a signature of one kind is never one of another."""

    CARD = "card"
    ROTATION = "rotation"
    REVOCATION = "revocation"
    CALL = "call"
    PACKAGE = "package"
    RECEIPT = "receipt"


@dataclass(frozen=True)
class Signed:
    """A document as it was signed.

    Parameters
    ----------
    kind : Kind
        What it is.
    body : dict
        What it says.
    key : str
        The public key that signed it. That it is the key of somebody known is for the reader to find out.
    data : bytes
        The whole document in its canonical form, which is what is sent and kept.
    """

    kind: Kind
    body: dict[str, Any]
    key: str
    data: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of the whole document."""
        return hashlib.sha256(self.data).hexdigest()


def signed(kind: Kind, body: dict[str, Any], key: NodeKey) -> Signed:
    """Sign a document.

    Parameters
    ----------
    kind : Kind
        What it is.
    body : dict
        What it says: text, whole numbers, yes and no, lists and mappings.
    key : NodeKey
        Whose signature it gets.

    Returns
    -------
    Signed

    Examples
    --------
    >>> one = signed(Kind.RECEIPT, {"number": 1}, NodeKey.of_seed(bytes(32)))
    >>> opened(one.data, Kind.RECEIPT).body
    {'number': 1}
    >>> opened(one.data.replace(b'"number":1', b'"number":2'), Kind.RECEIPT)
    Traceback (most recent call last):
    ...
    mentorway.federation.refusing.RefusedError: The signature does not belong to this file and this key: the \
file was changed after it was signed, or somebody else signed it. Ask the sender for it again.
    """
    unsigned = {"format": FORMAT, "protocol": PROTOCOL, "kind": str(kind), "key": key.public, "body": body}
    signature = key.sign(DOMAIN + written(unsigned))
    return Signed(kind, body, key.public, written({**unsigned, "signature": signature}))


def opened(data: bytes, kind: Kind, *, most: int | None = None) -> Signed:
    """Read a document and check its signature against the key that it names.

    Parameters
    ----------
    data : bytes
        What came.
    kind : Kind
        What it must be.
    most : int, optional
        How many bytes are read at most; fewer of documents that hold no sums.

    Returns
    -------
    Signed
        Whether its key belongs to somebody known is not yet said.

    Raises
    ------
    RefusedError
        Too large, damaged, of a newer protocol, of another kind, or with a wrong signature.
    """
    usual = MOST_BYTES if kind is Kind.PACKAGE else SMALL
    value = read(data.removesuffix(b"\n"), most=usual if most is None else most)
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise broken("format")
    _check_protocol(value.get("protocol"))
    facts = Fields(value, ("format", "protocol", "kind", "key", "body", "signature"))
    if facts.text("kind") != kind:
        raise RefusedError(
            Reason.OTHER_KIND,
            Message(
                "This file is a “%(came)s”, and a “%(needed)s” was needed.",
                {"came": shown(facts.text("kind")), "needed": str(kind)},
            ),
        )
    key = facts.text("key")
    decoded(key, KEY_BYTES)
    unsigned = {name: one for name, one in value.items() if name != "signature"}
    check_signature(key, facts.anything("signature"), DOMAIN + written(unsigned))
    return Signed(kind, facts.mapping("body"), key, data.removesuffix(b"\n"))


def _check_protocol(version: object) -> None:
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise broken("protocol")
    if version > PROTOCOL:
        raise RefusedError(
            Reason.NEWER,
            Message(
                "This file follows version %(came)s of the protocol, and this program knows version "
                "%(known)d. Update the program here, or ask for a file of the older version.",
                {"came": shown(version), "known": PROTOCOL},
            ),
        )
