"""Who may see and do what in the federation: coordinators, and programs that send packages."""

from tests.conftest import make_member
from tests.web.access_table import Address
from tests.web.federation.making import (
    make_answers,
    make_asked,
    make_call,
    make_node,
    make_own,
    make_sent,
    package_for,
)

from mentorway.web.federation.actions import receiving
from mentorway.web.federation.models import Received, Sent, Standing

ONLY = "login 403 403 403 200 200"
OF_ROW = "login 403 403 403 200 200"
NONE_YET = "login 403 403 403 404 404"


def own_file(_world):
    return {"pk": make_own().pk, "kind": "card"}


def own_there(_world):
    make_own()
    return {}


def node(_world):
    return {"pk": make_node().pk}


def new_node(_world):
    return {"pk": make_node(standing=Standing.NEW).pk}


def call(world):
    return {"pk": make_call(partner=world.partner).pk}


def received(world):
    row, _node = make_call(partner=world.partner), make_node(1)
    came = receiving.take(package_for(row, 1, "LT"), way=Received.Way.NETWORK)
    return {"pk": came.row.pk}


def asked(_world):
    return {"pk": make_asked().pk}


def sent(world):
    return {"pk": make_sent(make_member(role="coordinator"), world.partner).pk}


def with_receipt(world):
    pk = sent(world)["pk"]
    Sent.objects.filter(pk=pk).update(receipt="{}")
    return {"pk": pk}


def look(world):
    """Without answers that the person may use there is nothing to look at."""
    make_answers(world.partner)
    return asked(world)


OF_FEDERATION = {
    "overview": Address(ONLY),
    "begin": Address(ONLY),
    "replace": Address(ONLY, own_there),
    "end": Address(ONLY, own_there),
    "own_file": Address(OF_ROW, own_file),
    "nodes": Address(ONLY),
    "register": Address(ONLY),
    "node": Address(OF_ROW, node),
    "confirm": Address(OF_ROW, new_node),
    "revoke": Address(OF_ROW, node),
    "hear": Address(OF_ROW, node),
    "forget": Address(OF_ROW, node),
    "calls": Address(ONLY),
    "make": Address(ONLY),
    "call": Address(OF_ROW, call),
    "call_file": Address(OF_ROW, call),
    "withdraw": Address(OF_ROW, call),
    "together": Address(OF_ROW, call),
    # No account: the signature of the package is what counts. Opening the address shows nothing.
    "packages": Address("405 405 405 405 405 405"),
    "bring": Address(ONLY),
    "receipt": Address(OF_ROW, received),
    "all_asked": Address(ONLY),
    "take": Address(ONLY),
    "asked": Address(OF_ROW, asked),
    "look": Address(NONE_YET, look),
    "sent_file": Address(OF_ROW, sent),
    "sent_receipt": Address(OF_ROW, with_receipt),
    "keep_receipt": Address(OF_ROW, sent),
    "send_again": Address("login 403 403 403 302 302", sent, method="post"),
}
ADDRESSES = {f"federation:{name}": address for name, address in OF_FEDERATION.items()}
