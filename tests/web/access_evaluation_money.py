"""Who may see and do what with costs, benefits, and what people wrote in their own words."""

import functools

from tests.conftest import make_member
from tests.web.access_table import Address
from tests.web.evaluation import money_making as making

SEEN = "login 404 200 200 200 200"
WORKED = "login 404 200 200 403 403"
POSTED = "login 404 302 302 403 403"
NOT_WITHOUT_ANSWER = "login 404 404 404 403 403"


def make(world):
    if "evaluation_money" not in world.things:
        world.things["evaluation_money"] = making.make_read(world.partner, make_member(world.partner))
    return world.things["evaluation_money"]


def whole(world, **more):
    return {"pk": make(world).pk, **more}


def line(world):
    return whole(world, which=making.make_line(make(world)).pk)


def benefit(world):
    return whole(world, which=making.make_benefit(make(world)).pk)


def question(world):
    return whole(world, which=making.make_question(make(world)).pk)


def theme(world):
    return whole(world, which=making.voices.add_theme(make(world), title="Time to talk").pk)


OF_MONEY = {
    "costs": Address(SEEN, whole),
    "new_cost": Address(WORKED, whole),
    "change_cost": Address(WORKED, line),
    "remove_cost": Address(WORKED, line),
    "import_costs": Address(WORKED, whole),
    "export_costs": Address(SEEN, functools.partial(whole, kind="xlsx")),
    "rates": Address(SEEN, whole),
    "name_models": Address(WORKED, whole),
    "fill_hours": Address(POSTED, whole, method="post"),
    "new_benefit": Address(WORKED, whole),
    "change_benefit": Address(WORKED, benefit),
    "remove_benefit": Address(WORKED, benefit),
    "voices": Address(SEEN, whole),
    "export_voices": Address(SEEN, functools.partial(whole, part="themes")),
    "set_voices": Address(WORKED, whole),
    "remove_voices": Address(WORKED, question),
    "new_theme": Address(WORKED, whole),
    "change_theme": Address(WORKED, theme),
    "remove_theme": Address(WORKED, theme),
    "code_voices": Address(WORKED, question),
    "choose_quotes": Address(WORKED, question),
    "quote": Address(NOT_WITHOUT_ANSWER, question, method="post"),
}
ADDRESSES = {f"evaluation:{name}": address for name, address in OF_MONEY.items()}
