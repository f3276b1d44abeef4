"""Who a node is: its card, a new key signed by the old one, and the end of a key."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from mentorway.federation.fields import Fields, broken
from mentorway.federation.keys import NodeKey, fingerprint
from mentorway.federation.refusing import EndedKeyError, Reason, RefusedError
from mentorway.federation.signing import Kind, Signed, opened, signed
from mentorway.wording import InvalidInputError, Message, shown

TOLERANCE: Final = dt.timedelta(days=1)
LASTS: Final = dt.timedelta(days=730)  # a new key, from the day on which it is made
FIELDS: Final = ("id", "name", "country", "from", "until")
COUNTRY_LETTERS: Final = 2


class Why(StrEnum):
    """Why a key ends."""

    RETIRED = "retired"
    LOST = "lost"


@dataclass(frozen=True)
class Card:
    """Who stands behind a key, from when until when.

    Parameters
    ----------
    id : str
        By what the node is known: small letters, digits, hyphens.
    name : str
        What people call it.
    country : str
        Two letters.
    key : str
        The public key.
    begins, ends : date
        The first and the last day on which the key signs. A day before and after is tolerated, for clocks
        and time zones differ.

    Examples
    --------
    >>> card = Card("lt-vu", "Vilnius", "LT", NodeKey.of_seed(bytes(32)).public, dt.date(2026, 1, 1),
    ...             dt.date(2026, 12, 31))
    >>> card.check_day(dt.date(2027, 1, 1))
    >>> card.check_day(dt.date(2027, 1, 2))
    Traceback (most recent call last):
    ...
    mentorway.federation.refusing.RefusedError: The key of Vilnius ended on 2026-12-31, and today is \
2027-01-02. One day is tolerated. Make a new key, and have its card registered and compared by voice.
    """

    id: str
    name: str
    country: str
    key: str
    begins: dt.date
    ends: dt.date

    def __post_init__(self) -> None:
        """Refuse a card that could not be read again."""
        Fields({"id": self.id}, ("id",)).slug("id")
        Fields({"name": self.name}, ("name",)).text("name")
        if len(self.country) != COUNTRY_LETTERS or not self.country.isascii() or not self.country.isupper():
            raise broken("country")
        if self.ends < self.begins:
            raise InvalidInputError(
                Message(
                    "The key of %(name)s would end on %(until)s, before it begins on %(from)s.",
                    {"name": shown(self.name), "until": f"{self.ends}", "from": f"{self.begins}"},
                )
            )

    @property
    def fingerprint(self) -> str:
        """The digits to compare on the telephone."""
        return fingerprint(self.key)

    def check_day(self, today: dt.date) -> None:
        """Refuse a key that is not valid today, give or take one day."""
        values = {
            "name": shown(self.name),
            "from": f"{self.begins}",
            "until": f"{self.ends}",
            "today": f"{today}",
        }
        if today < self.begins - TOLERANCE:
            raise RefusedError(
                Reason.NOT_YET_VALID,
                Message(
                    "The key of %(name)s is valid from %(from)s on, and today is %(today)s. One day is "
                    "tolerated. Look at the clocks on both sides, or wait.",
                    values,
                ),
            )
        if today > self.ends + TOLERANCE:
            raise RefusedError(
                Reason.EXPIRED,
                Message(
                    "The key of %(name)s ended on %(until)s, and today is %(today)s. One day is tolerated. "
                    "Make a new key, and have its card registered and compared by voice.",
                    values,
                ),
            )

    def check_signed(self, day: dt.date) -> None:
        """Refuse what the key signed on a day on which it was not in use, give or take one day."""
        if self.begins - TOLERANCE <= day <= self.ends + TOLERANCE:
            return
        raise RefusedError(
            Reason.EXPIRED if day > self.ends else Reason.NOT_YET_VALID,
            Message(
                "This is signed on %(day)s with a key of %(name)s that was in use from %(from)s to "
                "%(until)s. One day is tolerated. Ask for it again, signed with the key that is in use.",
                {
                    "name": shown(self.name),
                    "from": f"{self.begins}",
                    "until": f"{self.ends}",
                    "day": f"{day}",
                },
            ),
        )

    def check_signing(self, today: dt.date) -> None:
        """Refuse to sign with our own key when it has ended.

        Raises
        ------
        EndedKeyError
            Nobody would believe what it signs.
        """
        if today > self.ends:
            raise EndedKeyError(
                Message(
                    "Our own key ended on %(until)s, and today is %(today)s: nobody would believe what it "
                    "signs. Replace the key first.",
                    {"until": f"{self.ends}", "today": f"{today}"},
                )
            )


@dataclass(frozen=True)
class Cards:
    """The cards of one installation that are believed: the one in use, and those that it replaced.

    What was signed before a key was replaced is still right afterwards.

    Parameters
    ----------
    now : Card
        The one in use.
    before : tuple of tuple of Card and date
        Those before it, each with the day on which it was replaced.

    Examples
    --------
    >>> first, second = (NodeKey.of_seed(bytes([one]) * 32).public for one in (1, 2))
    >>> day = dt.date(2026, 1, 1)
    >>> old = Card("hub", "Hub", "SE", first, day, dt.date(2027, 12, 31))
    >>> cards = Cards(replace(old, key=second), ((old, dt.date(2026, 6, 1)),))
    >>> cards.of(first) == old, cards.in_use(first).ends, cards.of("another key")
    (True, datetime.date(2026, 6, 1), None)
    """

    now: Card
    before: tuple[tuple[Card, dt.date], ...] = ()

    def of(self, key: str) -> Card | None:
        """Return the card of this key, as it was registered."""
        cards = (self.now, *(card for card, _day in self.before))
        return next((card for card in cards if card.key == key), None)

    def in_use(self, key: str) -> Card | None:
        """Return the card of this key; one that was replaced ends on that day, if not earlier."""
        if key == self.now.key:
            return self.now
        for card, day in self.before:
            if card.key == key:
                return replace(card, ends=max(card.begins, min(card.ends, day)))
        return None


def made_card(card: Card, key: NodeKey) -> Signed:
    """Sign a card with the key that it names.

    Parameters
    ----------
    card : Card
        Who the node is.
    key : NodeKey
        Its key.

    Returns
    -------
    Signed

    Raises
    ------
    InvalidInputError
        The card names another key.
    """
    if card.key != key.public:
        raise InvalidInputError(
            Message("A card is signed with the key that it names, and this is another one.")
        )
    return signed(Kind.CARD, _body(card), key)


def _body(card: Card) -> dict[str, object]:
    return {
        "id": card.id,
        "name": card.name,
        "country": card.country,
        "from": f"{card.begins}",
        "until": f"{card.ends}",
    }


def read_card(data: bytes) -> Card:
    """Read a card. That somebody signed it with their own key says nothing yet about who they are.

    Parameters
    ----------
    data : bytes
        What came.

    Returns
    -------
    Card
        Compare its fingerprint with its owner by voice before you believe it.

    Raises
    ------
    RefusedError
        It is no card, or was changed.

    Examples
    --------
    >>> key = NodeKey.of_seed(bytes(32))
    >>> card = Card("lt-vu", "Vilnius", "LT", key.public, dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    >>> read_card(made_card(card, key).data) == card
    True
    """
    return _card_of(opened(data, Kind.CARD))


def _card_of(document: Signed) -> Card:
    facts = Fields(document.body, FIELDS)
    begins, ends = facts.day("from"), facts.day("until")
    if ends < begins:
        raise broken("until")
    return Card(facts.slug("id"), facts.text("name"), facts.text("country"), document.key, begins, ends)


def made_rotation(old: NodeKey, card: Card, new: NodeKey) -> Signed:
    """Sign a new card with the old key, so that it need not be compared by voice again.

    Parameters
    ----------
    old : NodeKey
        The key that is known.
    card : Card
        Of the same node with the new key.
    new : NodeKey
        The new key.

    Returns
    -------
    Signed
    """
    return signed(Kind.ROTATION, {"card": made_card(card, new).data.decode()}, old)


@dataclass(frozen=True)
class Rotated:
    """The new card that an old key signed, and its document."""

    card: Card
    document: str


def read_rotation(data: bytes, known: Card) -> Rotated:
    """Read the new card of a node whose old one is known.

    Parameters
    ----------
    data : bytes
        What came.
    known : Card
        The card until now.

    Returns
    -------
    Rotated

    Raises
    ------
    RefusedError
        The old key did not sign it, it is of another node, or the key is the same.
    """
    document = opened(data, Kind.ROTATION)
    nested = Fields(document.body, ("card",)).anything("card")
    if not isinstance(nested, str):
        raise broken("card")
    card = read_card(nested.encode(errors="replace"))
    if document.key != known.key:
        raise _not_signed_by(known)
    if card.id != known.id or card.key == known.key:
        raise RefusedError(
            Reason.CONTRADICTS_ITSELF,
            Message(
                "A new key of %(name)s was expected, and this is of “%(other)s” or the same key.",
                {"name": shown(known.name), "other": shown(card.id)},
            ),
        )
    return Rotated(card, nested)


def made_revocation(node: str, key: NodeKey, day: dt.date, why: Why) -> Signed:
    """Say with a key that it must not be believed any more.

    Parameters
    ----------
    node : str
        The node's id.
    key : NodeKey
        The key that ends.
    day : date
        Since when.
    why : Why
        Retired, or lost: then what it signed before is doubtful, too.

    Returns
    -------
    Signed
    """
    return signed(Kind.REVOCATION, {"id": node, "day": f"{day}", "why": str(why)}, key)


def read_revocation(data: bytes, known: Card) -> Why:
    """Read the end of a known key.

    Parameters
    ----------
    data : bytes
        What came.
    known : Card
        Whose key it must be.

    Returns
    -------
    Why

    Raises
    ------
    RefusedError
        Another key signed it, or it is damaged.
    """
    document = opened(data, Kind.REVOCATION)
    facts = Fields(document.body, ("id", "day", "why"))
    facts.day("day")
    if document.key != known.key or facts.slug("id") != known.id:
        raise _not_signed_by(known)
    if facts.text("why") not in list(Why):
        raise broken("why")
    return Why(facts.text("why"))


def _not_signed_by(known: Card) -> RefusedError:
    return RefusedError(
        Reason.UNKNOWN_NODE,
        Message(
            "This is not signed with the key of %(name)s that is known here. Register the new card and "
            "compare "
            "its fingerprint by voice.",
            {"name": shown(known.name)},
        ),
    )
