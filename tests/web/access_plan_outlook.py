"""Who may see the outlook of a plan and move lines by it."""

from tests.web.access_table import Address
from tests.web.plan import making

LOOK = "login 404 200 200 200 200"


def project(world):
    if "plan_outlook" not in world.things:
        found = making.make_project(world.partner, world.people["coordinator"])
        making.line(found, "Count", 2, making.line(found))
        world.things["plan_outlook"] = found
    return {"pk": world.things["plan_outlook"].pk}


OF_OUTLOOK = {
    "outlook": Address(LOOK, project),
    "try_levelling": Address(LOOK, project, "post"),
    "take_levelling": Address(LOOK, project, "post"),
}
ADDRESSES = {f"plan:{name}": address for name, address in OF_OUTLOOK.items()}
