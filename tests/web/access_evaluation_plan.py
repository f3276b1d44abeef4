"""Who may see and do what with evaluations, their waves and outcomes."""

import functools

from tests.conftest import make_member
from tests.web.access_table import Address
from tests.web.evaluation import making

from mentorway.web.evaluation.actions import evaluations

OWN = "login 200 200 200 200 200"
SEEN = "login 404 200 200 200 200"
WORKED = "login 404 200 200 403 403"
POSTED = "login 404 302 302 403 403"
IN_CHARGE = "login 404 403 200 403 403"
IN_BIN = "login 404 403 200 404 404"


def whole(world, **more):
    if "evaluation" not in world.things:
        maker = make_member(world.partner)
        world.things["evaluation"] = making.make_running(partner=world.partner, user=maker)
    return {"pk": world.things["evaluation"].pk, **more}


def deleted(world):
    found = whole(world)
    evaluations.delete(world.things["evaluation"])
    return found


def outcome(world):
    found = whole(world)
    return {**found, "which": world.things["evaluation"].outcomes.get().pk}


OF_EVALUATIONS = {
    "evaluations": Address(OWN),
    "new_evaluation": Address(OWN),
    "deleted_evaluations": Address(OWN),
    "evaluation": Address(SEEN, whole),
    "change_evaluation": Address(WORKED, whole),
    "delete_evaluation": Address(IN_CHARGE, whole),
    "restore_evaluation": Address(IN_BIN, deleted),
    "asking": Address(SEEN, whole),
    "set_waves": Address(WORKED, whole),
    "set_then": Address(WORKED, whole),
    "choose_follow_up": Address(WORKED, whole),
    "invite": Address(WORKED, functools.partial(whole, asking="before")),
    "new_outcome": Address(WORKED, whole),
    "change_outcome": Address(WORKED, outcome),
    "remove_outcome": Address(WORKED, outcome),
    "main_outcome": Address(POSTED, outcome, method="post"),
}
ADDRESSES = {f"evaluation:{name}": address for name, address in OF_EVALUATIONS.items()}
