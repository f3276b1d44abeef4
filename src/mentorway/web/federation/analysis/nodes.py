"""Cards of others: read, compared by voice, replaced by a newer one, ended."""

import datetime as dt

from mentorway.federation.cards import Card, Cards, Rotated, Why, read_card, read_revocation, read_rotation
from mentorway.federation.keys import fingerprint
from mentorway.web.federation.models import Node
from mentorway.wording import InvalidInputError, Message

__all__ = ["Card", "Why", "card_of", "cards_of", "check_new", "ended", "is_same", "read_card", "replaced"]


def card_of(node: Node) -> Card:
    """Return the card as it was registered."""
    return read_card(node.card.encode())


def cards_of(node: Node) -> Cards:
    """Return the card that is in use, and those before it."""
    before = ((read_card(one["card"].encode()), dt.date.fromisoformat(one["until"])) for one in node.earlier)
    return Cards(card_of(node), tuple(before))


def is_same(card: Card, typed: str) -> bool:
    """Whether the whole fingerprint was typed in, as it was read aloud."""
    wanted = fingerprint(card.key).replace(" ", "")
    return "".join(one for one in typed if one.isdigit()) == wanted


def check_new(card: Card, revoked: list[Node]) -> None:
    """Refuse a key that is believed no more, whatever card it comes on: who comes back has a new one."""
    if any(cards_of(node).of(card.key) for node in revoked):
        raise InvalidInputError(
            Message(
                "The key of this card was revoked here. Whoever comes back makes a new key, and its card is "
                "compared by voice."
            )
        )


def replaced(node: Node, data: bytes, today: dt.date) -> Rotated:
    """Return the newer card that the old key signed; a key that has ended names no follower."""
    known = card_of(node)
    known.check_day(today)
    found = read_rotation(data, known)
    found.card.check_day(today)
    return found


def ended(node: Node, data: bytes) -> Why:
    """Return why a key ended, as the key itself says."""
    return read_revocation(data, card_of(node))
