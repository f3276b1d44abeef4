"""Who may see and do what with claims."""

import functools

from django.utils import timezone
from tests.conftest import make_member
from tests.web.access_table import Address
from tests.web.dissemination import making

from mentorway.web.dissemination.actions import claims as actions

ALL = "login 200 200 200 200 200"
FOUND = "login 302 302 302 302 302"
SEEN = "login 404 200 200 200 200"
WRITTEN = "login 404 200 200 200 200"
POSTED = "login 404 302 302 302 302"
SECOND = "login 404 403 403 200 200"
DISPOSED = "login 404 403 200 403 403"
BIN = "login 404 403 200 404 404"


def draft(world, **more):
    """Return a claim of somebody who is none of the people, so that only who is in charge may delete it."""
    if "claim" not in world.things:
        world.things["claim"] = making.make_claim(world.partner, make_member(world.partner))
    return {"pk": world.things["claim"].pk, **more}


def handed_in(world):
    found = draft(world)
    actions.hand_in(world.things["claim"], world.things["claim"].created_by)
    return found


def published(world, **more):
    if "published claim" not in world.things:
        world.things["published claim"] = making.make_published(world.partner, make_member(world.partner))
    return {"pk": world.things["published claim"].pk, **more}


def deleted(world):
    return {"pk": making.make_claim(world.partner, make_member(world.partner), deleted=timezone.now()).pk}


def counted(_world, **more):
    return {"basis": "count", **more}


COUNTS = functools.partial(counted, source=0)
OF_CLAIMS = {
    "claims": Address(ALL),
    "deleted_claims": Address(ALL),
    "new_claim": Address(ALL),
    "claim_sources": Address(FOUND, counted),
    "claim_numbers": Address(ALL, COUNTS),
    # Without a number in the address there is nothing to write about.
    "write_claim": Address("login 404 404 404 404 404", COUNTS),
    "claim": Address(SEEN, draft),
    "change_claim": Address(WRITTEN, draft),
    "claim_history": Address(SEEN, draft),
    "claim_version": Address(SEEN, functools.partial(published, number=1)),
    "point_claim": Address("login 404 404 404 404 404", functools.partial(draft, basis="count", source=0)),
    "renew_claim": Address(POSTED, draft, "post"),
    "hand_in_claim": Address(POSTED, draft, "post"),
    "take_back_claim": Address(POSTED, draft, "post"),
    "publish_claim": Address(SECOND, handed_in),
    "send_back_claim": Address("login 404 403 403 200 200", handed_in, "post"),
    "withdraw_claim": Address(WRITTEN, published),
    "delete_claim": Address(DISPOSED, draft),
    "restore_claim": Address(BIN, deleted),
}
ADDRESSES = {f"dissemination:{name}": address for name, address in OF_CLAIMS.items()}
