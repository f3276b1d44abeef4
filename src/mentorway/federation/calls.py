"""What a coordinator asks of nodes: a signed call, and what a node is willing to give."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from mentorway.federation.cards import Cards
from mentorway.federation.fields import Fields, broken
from mentorway.federation.keys import NodeKey
from mentorway.federation.refusing import Reason, RefusedError
from mentorway.federation.signing import Kind, Signed, opened, signed
from mentorway.moments import Block, package_of
from mentorway.moments.cube import Cube
from mentorway.wording import InvalidInputError, Message, listed, shown

MOST_FACTS: Final = 4
MOST_BLOCKS: Final = 200
MOST_ITEMS: Final = 500
WIDEST: Final = 200
FIELDS: Final = (
    "id", "title", "coordinator", "by", "blocks", "fewest", "patterns", "opens", "closes", "address",
)  # fmt: skip
BLOCK_FIELDS: Final = ("name", "items", "reverse", "low", "high", "coding")


@dataclass(frozen=True)
class Call:
    """What is asked: sums of these scales, told apart by these facts, without cells of few people.

    Parameters
    ----------
    id : str
        By what packages name it.
    title : str
        What people call it.
    coordinator : str
        The id on the coordinator's card.
    by : tuple of str
        The facts that tell people apart, that of the country first.
    blocks : tuple of Block
        The scales: items in order, reverse keys, range.
    fewest : int
        How many people a cell must have.
    patterns : bool
        Whether people are told apart by which items they left out.
    opens, closes : date
        The first and the last day on which packages are taken.
    address : str
        Where packages are sent by HTTPS; empty where they go as files.
    """

    id: str
    title: str
    coordinator: str
    by: tuple[str, ...]
    blocks: tuple[Block, ...]
    fewest: int
    patterns: bool
    opens: dt.date
    closes: dt.date
    address: str = ""

    @property
    def codings(self) -> dict[str, str]:
        """The fingerprint of the coding of each scale."""
        return {block.name: block.coding_hash for block in self.blocks}


@dataclass(frozen=True)
class Floor:
    """What a node gives at the finest, whoever asks.

    Parameters
    ----------
    fewest : int
        How many people a cell must have at least.
    most_facts : int
        By how many facts people may be told apart.
    patterns : bool
        Whether people may be told apart by which items they left out.
    """

    fewest: int = 10
    most_facts: int = 2
    patterns: bool = False


def made_call(call: Call, key: NodeKey) -> Signed:
    """Sign a call with the coordinator's key.

    Parameters
    ----------
    call : Call
        What is asked.
    key : NodeKey
        The coordinator's.

    Returns
    -------
    Signed

    Raises
    ------
    InvalidInputError
        It asks for nothing, for too much, or ends before it begins.
    """
    body = {
        "id": call.id,
        "title": call.title,
        "coordinator": call.coordinator,
        "by": list(call.by),
        "blocks": [_block_facts(block) for block in call.blocks],
        "fewest": call.fewest,
        "patterns": call.patterns,
        "opens": f"{call.opens}",
        "closes": f"{call.closes}",
        "address": call.address,
    }
    document = signed(Kind.CALL, body, key)
    _call_of(document)  # nobody gets a call that they could not read
    return document


def _block_facts(block: Block) -> dict[str, Any]:
    return {
        "name": block.name,
        "items": list(block.items),
        "reverse": list(block.reverse),
        "low": block.low,
        "high": block.high,
        "coding": block.coding_hash,
    }


@dataclass(frozen=True)
class SeenCall:
    """A call whose form and signature are right, whoever signed it.

    Nobody is to act on it before `asked_by` has found the key among the cards of somebody known.

    Parameters
    ----------
    call : Call
        What it says.
    key : str
        The key that signed it.
    digest : str
        The SHA-256 of the whole document.
    """

    call: Call
    key: str
    digest: str

    def asked_by(self, coordinator: Cards, today: dt.date) -> Call:
        """Return the call, if a coordinator whose cards are known asks it with a key that has not ended.

        A call does not say when it was signed, and who has a key could say any day. So a key that was
        replaced is believed as long as its own card says, and no longer.

        Raises
        ------
        RefusedError
            Somebody else signed it, or the key has ended.
        """
        card = coordinator.of(self.key)
        if card is None or self.call.coordinator != coordinator.now.id:
            raise RefusedError(
                Reason.UNKNOWN_NODE,
                Message(
                    "This call is not signed by %(name)s, whose card is known here. Ask the coordinator, and "
                    "answer "
                    "no call of somebody you do not know.",
                    {"name": shown(coordinator.now.name)},
                ),
            )
        card.check_day(today)
        return self.call


def seen_call(data: bytes) -> SeenCall:
    """Read a call whoever signed it, to find out who says to ask.

    Parameters
    ----------
    data : bytes
        What came.

    Returns
    -------
    SeenCall

    Raises
    ------
    RefusedError
        It was changed, or cannot be fulfilled.
    """
    document = opened(data, Kind.CALL)
    return SeenCall(_call_of(document), document.key, document.digest)


def _call_of(document: Signed) -> Call:
    facts = Fields(document.body, FIELDS)
    blocks = tuple(_block(one) for one in facts.items("blocks"))
    call = Call(
        id=facts.slug("id"),
        title=facts.text("title"),
        coordinator=facts.slug("coordinator"),
        by=facts.texts("by"),
        blocks=blocks,
        fewest=facts.whole("fewest", least=1),
        patterns=facts.flag("patterns"),
        opens=facts.day("opens"),
        closes=facts.day("closes"),
        address=facts.text("address", empty=True),
    )
    _check(call)
    return call


def _block(given: object) -> Block:
    facts = Fields(given, BLOCK_FIELDS)
    reverse = facts.items("reverse")
    if not all(isinstance(one, bool) for one in reverse):
        raise broken("reverse")
    low, high = facts.anything("low"), facts.anything("high")
    if not _is_step(low) or not _is_step(high) or not 0 < high - low <= WIDEST:
        raise broken("low")
    items = facts.texts("items")
    if len(items) > MOST_ITEMS:
        raise broken("items")
    block = Block(facts.text("name"), items, tuple(reverse), low, high)
    if facts.digest("coding") != block.coding_hash:
        raise RefusedError(
            Reason.OTHER_CODING,
            Message(
                "The fingerprint of scale %(scale)s does not belong to its items, reverse keys and range. "
                "Ask "
                "for the call again.",
                {"scale": shown(block.name)},
            ),
        )
    return block


def _is_step(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= 1000  # noqa: PLR2004


def _check(call: Call) -> None:
    if not 1 <= len(call.by) <= MOST_FACTS:
        raise InvalidInputError(
            Message(
                "A call tells people apart by 1 to %(most)d facts; this one names %(came)d.",
                {"most": MOST_FACTS, "came": len(call.by)},
            )
        )
    if call.closes < call.opens:
        raise InvalidInputError(
            Message(
                "The call closes on %(closes)s, before it opens on %(opens)s.",
                {"closes": f"{call.closes}", "opens": f"{call.opens}"},
            )
        )
    if not 1 <= len(call.blocks) <= MOST_BLOCKS:
        raise broken("blocks")
    package_of([Cube(block, call.by, ()) for block in call.blocks], fewest=call.fewest)  # scales stand apart


def check_floor(call: Call, floor: Floor) -> None:
    """Refuse a call that asks for more than a node gives.

    Parameters
    ----------
    call : Call
        What is asked.
    floor : Floor
        What the node gives at the finest.

    Raises
    ------
    RefusedError
        It asks for smaller cells, more facts, or who left out what.

    Examples
    --------
    >>> block = Block("trust", ("a",), reverse=(False,), low=1, high=5)
    >>> day = dt.date(2026, 1, 1)
    >>> check_floor(Call("c", "Trust", "hub", ("country",), (block,), 5, False, day, day), Floor(fewest=10))
    Traceback (most recent call last):
    ...
    mentorway.federation.refusing.RefusedError: The call asks for cells of 5 people, and this node gives \
none of fewer than 10. Nothing was made. Ask the coordinator for a call with at least 10.
    """
    if call.fewest < floor.fewest:
        raise RefusedError(
            Reason.TOO_FINE,
            Message(
                "The call asks for cells of %(asked)d people, and this node gives none of fewer than "
                "%(floor)d. "
                "Nothing was made. Ask the coordinator for a call with at least %(floor)d.",
                {"asked": call.fewest, "floor": floor.fewest},
            ),
        )
    if len(call.by) > floor.most_facts:
        raise RefusedError(
            Reason.TOO_FINE,
            Message(
                "The call tells people apart by %(facts)s, and this node does so by at most %(most)d facts.",
                {"facts": listed(call.by), "most": floor.most_facts},
            ),
        )
    if call.patterns and not floor.patterns:
        raise RefusedError(
            Reason.TOO_FINE,
            Message(
                "The call asks who left out which items, and this node does not tell that. Ask the "
                "coordinator "
                "for a call without."
            ),
        )


def check_open(call: Call, today: dt.date) -> None:
    """Refuse a call that takes no packages today."""
    values = {
        "title": shown(call.title),
        "opens": f"{call.opens}",
        "closes": f"{call.closes}",
        "today": f"{today}",
    }
    if today < call.opens:
        text = "The call “%(title)s” opens on %(opens)s, and today is %(today)s. Send the package then."
    elif today > call.closes:
        text = (
            "The call “%(title)s” closed on %(closes)s, and today is %(today)s. Ask the coordinator for a "
            "new "
            "one."
        )
    else:
        return
    raise RefusedError(Reason.CALL_CLOSED, Message(text, values))
