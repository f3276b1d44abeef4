"""Our own keys: made, opened, replaced, ended."""

import datetime as dt

from django.conf import settings

from mentorway.federation.cards import (
    LASTS,
    Card,
    Why,
    made_card,
    made_revocation,
    made_rotation,
    read_card,
)
from mentorway.federation.keys import NodeKey, read_key, write_key
from mentorway.web.federation.analysis import files
from mentorway.web.federation.models import Identity


def make(slug: str, title: str, country: str, today: dt.date) -> Identity:
    """Make a key with its card; the private half goes into a file of its own."""
    key = NodeKey.made()
    card = _card(slug, title, country, key, today)
    document = made_card(card, key)
    write_key(key, files.key_path(key.public), settings.MENTORWAY_FEDERATION_PASSPHRASE)
    return _row(card, document.data)


def replace(identity: Identity, today: dt.date) -> Identity:
    """Make the next key, signed by the one until now."""
    old, new = key_of(identity), NodeKey.made()
    card = _card(identity.slug, identity.title, identity.country, new, today)
    document, rotation = made_card(card, new), made_rotation(old, card, new)
    write_key(new, files.key_path(new.public), settings.MENTORWAY_FEDERATION_PASSPHRASE)
    row = _row(card, document.data)
    row.rotation = rotation.data.decode()
    return row


def revocation_of(identity: Identity, day: dt.date, *, is_lost: bool) -> str:
    """Say with the key itself that it is believed no more."""
    why = Why.LOST if is_lost else Why.RETIRED
    return made_revocation(identity.slug, key_of(identity), day, why).data.decode()


def key_of(identity: Identity) -> NodeKey:
    """Open the private key."""
    return read_key(files.key_path(identity.key), settings.MENTORWAY_FEDERATION_PASSPHRASE)


def signing_key(identity: Identity, today: dt.date) -> NodeKey:
    """Open the private key to sign with it; one that has ended signs nothing but its follower or its end."""
    card_of(identity).check_signing(today)
    return key_of(identity)


def card_of(row: Identity) -> Card:
    """Return the card of a key of ours."""
    return read_card(row.card.encode())


def _card(slug: str, title: str, country: str, key: NodeKey, today: dt.date) -> Card:
    return Card(slug, title, country, key.public, today, today + LASTS)


def _row(card: Card, data: bytes) -> Identity:
    return Identity(
        slug=card.id,
        title=card.name,
        country=card.country,
        key=card.key,
        begins=card.begins,
        ends=card.ends,
        card=data.decode(),
    )
