"""What comes is taken only if everything about it is right, and acknowledged with a signature."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from mentorway.federation.desk import Asked, Known, Last, Register, Taken, check_envelope
from mentorway.federation.envelopes import Envelope, package_in, read_envelope
from mentorway.federation.receipts import Receipt, made_receipt, read_receipt
from mentorway.federation.refusing import EndedKeyError, Reason, RefusedError
from mentorway.moments import Package, combined
from mentorway.web.federation.analysis import calls, files, nodes, own
from mentorway.web.federation.models import Call, Identity, Node, Received, Sent, Standing
from mentorway.wording import InvalidInputError, Message

__all__ = [
    "EndedKeyError",
    "Envelope",
    "Reason",
    "RefusedError",
    "Taken",
    "acknowledged",
    "check_came",
    "envelope_of",
    "put_together",
    "receipt_for",
]


def envelope_of(data: bytes) -> Envelope:
    """Read the envelope of a package; its signature is right, whoever made it."""
    return read_envelope(data, most=settings.MENTORWAY_FEDERATION_BYTES)


def check_came(envelope: Envelope, today: dt.date) -> Taken:
    """Take a package or refuse it with a reason."""
    return check_envelope(envelope, _register(envelope), today)


def _register(envelope: Envelope) -> Register:
    """Return what the desk has to know about this one package: only its node and its call are read."""
    node = Node.objects.sending().decided(envelope.node).first()
    call = Call.objects.standing().filter(slug=envelope.call).first()
    known = {} if node is None else {node.slug: _known(node)}
    asked = {} if call is None else {call.slug: Asked(calls.of_call(call), call.digest_hash)}
    newest = (
        Received.objects.filter(call=call, node=node).order_by("-number").first() if call and node else None
    )
    last = {(envelope.call, envelope.node): Last(newest.number, newest.digest_hash)} if newest else {}
    return Register(known, asked, last)


def _known(node: Node) -> Known:
    return Known(nodes.cards_of(node), node.group, revoked=node.standing == Standing.REVOKED)


def acknowledged(taken: Taken, identity: Identity, at: dt.datetime) -> str:
    """Sign that a package came; refuse with `EndedKeyError` when our key has ended."""
    envelope = taken.envelope
    receipt = Receipt(envelope.call, envelope.node, envelope.number, envelope.digest, at)
    return made_receipt(receipt, own.signing_key(identity, timezone.localdate(at))).data.decode()


def receipt_for(sent: Sent, data: bytes) -> dt.datetime:
    """Return when a package of ours came, as the coordinator signed it."""
    cards, made = nodes.cards_of(sent.asked.coordinator), timezone.localdate(sent.created)
    return read_receipt(data, cards, sent.digest_hash, made).at


def put_together(rows: list[Received]) -> Package:
    """Add packages up: what one reduction of all their answers would be, but for who was withheld."""
    packages = [_stored(row) for row in rows]
    cubes = combined(packages)
    lost = [
        sum(
            left
            for package in packages
            for one, left in zip(package.cubes, package.withheld, strict=True)
            if one.block.name == cube.block.name
        )
        for cube in cubes
    ]
    return Package(cubes, min(package.fewest for package in packages), tuple(lost))


def _stored(row: Received) -> Package:
    try:
        data = files.received_path(row.digest_hash).read_bytes()
    except OSError as error:
        raise InvalidInputError(
            Message("The file of package %(number)d cannot be read.", {"number": row.number})
        ) from error
    envelope = read_envelope(data)
    if envelope.digest != row.digest_hash:
        raise InvalidInputError(
            Message(
                "The file of package %(number)d is not what was taken: it was changed on the disk.",
                {"number": row.number},
            )
        )
    return package_in(envelope)
