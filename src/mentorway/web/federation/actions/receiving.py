"""Packages are taken, once each, and acknowledged."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from mentorway.web.accounts.models import User
from mentorway.web.comparison.analysis.files import put
from mentorway.web.core import happenings
from mentorway.web.federation import queries
from mentorway.web.federation.analysis import desk, files
from mentorway.web.federation.models import Call, Identity, Node, Received
from mentorway.wording import InvalidInputError, Message


@dataclass(frozen=True)
class Came:
    """A package that was taken, now or before."""

    row: Received
    again: bool


def take(data: bytes, *, way: Received.Way, user: User | None = None) -> Came:
    """Take a package, or raise the library's refusal. The same file again is the same package.

    What takes long, reading and the signature, is done before anybody else has to wait for it. The node's row
    is locked, so that two packages of one node are looked at one after the other.
    """
    identity = queries.own()
    if identity is None:
        raise InvalidInputError(Message("This installation takes no packages: it has no key yet."))
    return _kept(desk.envelope_of(data), identity, way=way, user=user)


@transaction.atomic
def _kept(envelope: desk.Envelope, identity: Identity, *, way: Received.Way, user: User | None) -> Came:
    nodes = list(Node.objects.sending().select_for_update().decided(envelope.node))
    taken = desk.check_came(envelope, timezone.localdate())
    if taken.again:
        return Came(Received.objects.get(digest_hash=envelope.digest), again=True)
    put(files.received_path(envelope.digest), envelope.document.data)
    row = Received(
        call=Call.objects.get(slug=envelope.call),
        node=nodes[0],  # the believed one, or it would have been refused
        number=envelope.number,
        replaces=envelope.replaces,
        digest_hash=envelope.digest,
        fewest=envelope.fewest,
        people=dict(envelope.people),
        withheld=dict(envelope.withheld),
        made=envelope.made,
        size=len(envelope.document.data),
        way=way,
        receipt=desk.acknowledged(taken, identity, timezone.now()),
        by=user,
    )
    row.full_clean()
    row.save()
    happenings.tell("package.received", row, by=user, number=row.number)
    return Came(row, again=False)
