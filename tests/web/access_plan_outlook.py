"""Who may see the outlook of a plan, let better dates be searched, and take or drop what was found."""

from tests.web.access_table import Address
from tests.web.plan import making

from mentorway.web.plan.actions import levelling

LOOK = "login 404 200 200 200 200"
ASKED = "login 404 302 302 302 302"
DECIDED = "login 404 200 200 200 200"


def project(world):
    if "plan_outlook" not in world.things:
        found = making.make_project(world.partner, world.people["coordinator"])
        making.line(found, "Count", 2, making.line(found))
        world.things["plan_outlook"] = found
    return {"pk": world.things["plan_outlook"].pk}


def search(world):
    found = project(world)
    if "plan_search" not in world.things:
        world.things["plan_search"] = levelling.begin(world.things["plan_outlook"], None, persons={})
    return {**found, "number": world.things["plan_search"].number}


OF_OUTLOOK = {
    "outlook": Address(LOOK, project),
    "try_levelling": Address(ASKED, project, "post"),
    "levelling": Address(LOOK, search),
    "stop_levelling": Address(ASKED, search, "post"),
    "take_levelling": Address(DECIDED, search, "post"),
    "drop_levelling": Address(DECIDED, search, "post"),
}
ADDRESSES = {f"plan:{name}": address for name, address in OF_OUTLOOK.items()}
