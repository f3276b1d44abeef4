"""Who may see and do what with mentoring rounds."""

import functools

from tests.conftest import make_member
from tests.web.access_table import Address
from tests.web.mentoring import making

from mentorway.web.mentoring.actions import rounds

OWN = "login 200 200 200 200 200"
SEEN = "login 404 200 200 200 200"
WORKED = "login 404 200 200 403 403"
IN_CHARGE = "login 404 403 200 403 403"
IN_BIN = "login 404 403 200 404 404"


def whole(world, **more):
    if "whole_round" not in world.things:
        maker = make_member(world.partner)
        world.things["whole_round"] = making.make_round(world.partner, maker)
    return {"pk": world.things["whole_round"].pk, **more}


def deleted(world):
    found = whole(world)
    rounds.delete(world.things["whole_round"])
    return found


OF_ROUNDS = {
    "rounds": Address(OWN),
    "new_round": Address(OWN),
    "deleted_rounds": Address(OWN),
    "round": Address(SEEN, whole),
    "change_round": Address(WORKED, whole),
    "use_our_questions": Address(WORKED, whole),
    "round_state": Address(WORKED, functools.partial(whole, state="finished")),
    "delete_round": Address(IN_CHARGE, whole),
    "restore_round": Address(IN_BIN, deleted),
}
ADDRESSES = {f"mentoring:{name}": address for name, address in OF_ROUNDS.items()}
