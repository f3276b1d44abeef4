"""Who may see and do what with the plan and log, goals, and results that are used."""

from tests.conftest import make_member
from tests.web.access_table import Address
from tests.web.dissemination import outreach_making as making

from mentorway.web.core import attachments

ALL = "login 200 200 200 200 200"
WRITTEN = "login 403 200 200 200 200"
POSTED = "login 403 302 302 302 302"
DISPOSED = "login 403 403 200 403 403"
COORDINATED = "login 403 403 403 200 200"


def action(world, **more):
    """Return an activity that only who is in charge may delete: none of the people made it."""
    if "action" not in world.things:
        world.things["action"] = making.make_action(world.partner, make_member(world.partner))
    return {"pk": world.things["action"].pk, **more}


def done(world):
    return {"pk": making.make_done(world.partner, make_member(world.partner)).pk}


def file(world):
    """A file whose content is gone, so that no answer stays open; its content is tested elsewhere."""
    found = action(world)
    kept = making.make_file(world.things["action"])
    attachments.forget(kept.path)
    return {**found, "which": kept.pk}


def goal(_world):
    return {"pk": making.make_goal().pk}


def result(world):
    if "key result" not in world.things:
        world.things["key result"] = making.make_result(world.partner, make_member(world.partner))
    return {"pk": world.things["key result"].pk}


def year(_world):
    return {"which": 2026}


OF_OUTREACH = {
    "outreach": Address(ALL),
    "outreach_year": Address(ALL, year),
    "outreach_csv": Address(ALL),
    "outreach_xlsx": Address(ALL),
    "new_action": Address(ALL),
    "action": Address(ALL, action),
    "change_action": Address(WRITTEN, action),
    "finish_action": Address(WRITTEN, action),
    "reopen_action": Address(POSTED, done, "post"),
    "delete_action": Address(DISPOSED, action),
    "add_action_file": Address(WRITTEN, action),
    "action_file": Address("login 404 404 404 404 404", file),
    "remove_action_file": Address(WRITTEN, file),
    "goals": Address(ALL),
    "new_goal": Address(COORDINATED),
    "change_goal": Address(COORDINATED, goal),
    "remove_goal": Address(COORDINATED, goal),
    "key_results": Address(ALL),
    "key_results_xlsx": Address(ALL),
    "new_key_result": Address(ALL),
    "key_result": Address(ALL, result),
    "change_key_result": Address(WRITTEN, result),
    "delete_key_result": Address(DISPOSED, result),
}
ADDRESSES = {f"dissemination:{name}": address for name, address in OF_OUTREACH.items()}
