"""Receipts: the coordinator's signature that a package came, so that the node can show it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from mentorway.federation.cards import TOLERANCE, Cards
from mentorway.federation.fields import Fields, broken
from mentorway.federation.keys import NodeKey
from mentorway.federation.refusing import Reason, RefusedError
from mentorway.federation.signing import Kind, Signed, opened, signed
from mentorway.wording import Message, shown

FIELDS: Final = ("call", "node", "number", "digest", "at")


@dataclass(frozen=True)
class Receipt:
    """That a package came: which one, with the SHA-256 of its file, and when."""

    call: str
    node: str
    number: int
    digest: str
    at: dt.datetime


def made_receipt(receipt: Receipt, key: NodeKey) -> Signed:
    """Sign a receipt with the coordinator's key.

    Parameters
    ----------
    receipt : Receipt
        What came, and when; the moment in a zone.
    key : NodeKey
        The coordinator's.

    Returns
    -------
    Signed
    """
    at = receipt.at.astimezone(dt.UTC).replace(microsecond=0)
    body = {
        "call": receipt.call,
        "node": receipt.node,
        "number": receipt.number,
        "digest": receipt.digest,
        "at": at.isoformat(),
    }
    return signed(Kind.RECEIPT, body, key)


def read_receipt(data: bytes, coordinator: Cards, digest: str, made: dt.date) -> Receipt:
    """Read the receipt of a package.

    Parameters
    ----------
    data : bytes
        What came.
    coordinator : Cards
        Who must have signed it, with a key that was in use on the day of the receipt.
    digest : str
        The SHA-256 of the package that was sent.
    made : date
        When the package was made: no receipt is older, so a key that was over by then cannot have signed it.

    Returns
    -------
    Receipt

    Raises
    ------
    RefusedError
        Somebody else signed it, the key was not in use on that day, or it is of another package.

    Examples
    --------
    >>> key = NodeKey.of_seed(bytes(32))
    >>> from mentorway.federation.cards import Card
    >>> hub = Cards(Card("hub", "Hub", "SE", key.public, dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
    >>> moment = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    >>> receipt = Receipt("trust", "lt", 1, "0" * 64, moment)
    >>> read_receipt(made_receipt(receipt, key).data, hub, "0" * 64, dt.date(2026, 3, 1)) == receipt
    True
    """
    document = opened(data, Kind.RECEIPT)
    facts = Fields(document.body, FIELDS)
    try:
        at = dt.datetime.fromisoformat(facts.text("at"))
    except ValueError as error:
        raise broken("at") from error
    if at.tzinfo is None:
        raise broken("at")
    found = Receipt(
        facts.slug("call"), facts.slug("node"), facts.whole("number", least=1), facts.digest("digest"), at
    )
    card = coordinator.in_use(document.key)
    if card is None:
        raise RefusedError(
            Reason.UNKNOWN_NODE,
            Message(
                "The receipt is not signed by %(name)s, whose card is known here. Ask whether the package "
                "came.",
                {"name": shown(coordinator.now.name)},
            ),
        )
    day = at.astimezone(dt.UTC).date()
    card.check_signed(day)
    if found.digest != digest:
        raise RefusedError(
            Reason.CHANGED,
            Message("The receipt is of another package than the one that was sent. Ask whether it came."),
        )
    if day < made - TOLERANCE:
        raise RefusedError(
            Reason.CONTRADICTS_ITSELF,
            Message(
                "The receipt is dated %(at)s, and the package was made on %(made)s. Ask whether it came.",
                {"at": f"{day}", "made": f"{made}"},
            ),
        )
    return found
