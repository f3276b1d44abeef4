"""Who may see and do what with decisions and reports."""

import functools

from tests.web.access_table import Address
from tests.web.evaluation import decisions_making as making

OWN = "login 200 200 200 200 200"
SEEN = "login 404 200 200 200 200"
WORKED = "login 404 200 200 403 403"


def make(world):
    if "evaluation_decision" not in world.things:
        world.things["evaluation_decision"] = making.make_decided(world.partner, world.people["member"])
    return world.things["evaluation_decision"]


def whole(world, **more):
    return {"pk": make(world).result.evaluation_id, **more}


def one(world, **more):
    return whole(world, which=make(world).pk, **more)


def report(world, **more):
    return whole(world, number=make(world).result.number, **more)


OF_DECISIONS = {
    "all_decisions": Address(OWN),
    "decisions": Address(SEEN, whole),
    "export_decisions": Address(SEEN, whole),
    "new_decision": Address(WORKED, whole),
    "decision": Address(SEEN, one),
    "change_decision": Address(WORKED, one),
    "move_decision": Address(WORKED, functools.partial(one, state="dropped")),
    "report": Address(SEEN, report),
    "report_file": Address(SEEN, functools.partial(report, kind="docx")),
}
ADDRESSES = {f"evaluation:{name}": address for name, address in OF_DECISIONS.items()}
