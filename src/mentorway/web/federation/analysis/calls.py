"""Calls: made of a set of answers or a codebook, read back, and what a node is willing to give."""

import datetime as dt
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from mentorway.answers import Item, read_codebook
from mentorway.federation.calls import Call as Wanted
from mentorway.federation.calls import Floor, SeenCall, made_call, seen_call
from mentorway.federation.making import block_of
from mentorway.federation.signing import Signed
from mentorway.web.comparison.analysis.reading import stored
from mentorway.web.comparison.models import Dataset
from mentorway.web.core.addresses import page
from mentorway.web.federation.analysis import nodes, own
from mentorway.web.federation.models import Asked, Call, Identity, Node, Standing
from mentorway.wording import InvalidInputError, Message

__all__ = ["Floor", "Terms", "Wanted", "floor", "of_asked", "of_call", "seen_call", "sign"]

Scales = dict[str, tuple[Item, ...]]


@dataclass(frozen=True)
class Terms:
    """What a coordinator asks, apart from the scales."""

    title: str
    by: tuple[str, ...]
    fewest: int
    opens: dt.date
    closes: dt.date
    by_network: bool


def scales_of(dataset: Dataset) -> tuple[Scales, tuple[str, ...]]:
    """Return the scales of stored answers and the columns that tell people apart."""
    snapshot = stored(dataset.sha256)
    return dict(snapshot.codebook.scales()), snapshot.by


def scales_in(name: str, data: bytes) -> Scales:
    """Return the scales of a codebook that was brought."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"codebook{Path(name).suffix.lower()}"
        path.write_bytes(data)
        return dict(read_codebook(path).scales())


def sign(
    identity: Identity, terms: Terms, scales: Scales, wanted: Sequence[str], today: dt.date
) -> tuple[Wanted, Signed]:
    """Sign a call for some of the scales."""
    blocks = tuple(block_of(name, items) for name, items in scales.items() if name in wanted or not wanted)
    call = Wanted(
        id=f"call-{secrets.token_hex(6)}",
        title=terms.title,
        coordinator=identity.slug,
        by=terms.by,
        blocks=blocks,
        fewest=terms.fewest,
        patterns=False,
        opens=terms.opens,
        closes=terms.closes,
        address=page("federation:packages") if terms.by_network else "",
    )
    return call, made_call(call, own.signing_key(identity, today))


def of_call(row: Call) -> Wanted:
    """Return what one of our calls asks; it may be signed with a key that we have replaced since."""
    return seen_call(row.document.encode()).call


def of_asked(row: Asked) -> Wanted:
    """Return what a call of somebody else asks. Who signed it was checked when it was taken."""
    return seen_call(row.document.encode()).call


def believed(slug: str, node: Node | None, today: dt.date) -> Node:
    """Return the coordinator of this short name, whose card must be confirmed here and not have ended."""
    if node is None or node.standing != Standing.CONFIRMED:
        raise InvalidInputError(
            Message(
                "No coordinator “%(name)s” is confirmed here. Register their card first, and compare its "
                "fingerprint by voice.",
                {"name": slug},
            )
        )
    nodes.card_of(node).check_day(today)
    return node


def taken(seen: SeenCall, node: Node, today: dt.date) -> Wanted:
    """Return a call that a coordinator signed with a key that is known here and has not ended."""
    return seen.asked_by(nodes.cards_of(node), today)


def floor() -> Floor:
    """Return what this installation gives at the finest, whoever asks."""
    return Floor(fewest=settings.MENTORWAY_FEDERATION_FEWEST, most_facts=settings.MENTORWAY_FEDERATION_FACTS)
