from tests.web.access_table import Address
from tests.web.mentoring import making

from mentorway.web.mentoring.models import Goal

OPEN = "200 200 200 200 200 200"
NOT_FOUND = "404 404 404 404 404 404"


def place(world):
    if "mentoring_agreement" not in world.things:
        whole = making.make_round(world.partner, world.people["member"])
        world.things["mentoring_agreement"] = making.pair(whole)[0]
    return world.things["mentoring_agreement"]


def link(world, **more):
    row = place(world)
    return {"link": row.person.link, "which": row.relation_id, **more}


def goal(world):
    if "mentoring_goal" not in world.things:
        levels = ["none", "one", "two", "three", "four"]
        world.things["mentoring_goal"] = Goal.objects.create(place=place(world), title="Lead", levels=levels)
    return link(world, goal=world.things["mentoring_goal"].pk)


def rated(world):
    arguments = goal(world)
    Goal.objects.filter(pk=arguments["goal"]).update(fixed=place(world).relation.began)
    return arguments


OF_AGREEMENTS = {
    "own_agreement": Address(OPEN, link),
    "own_agreement_write": Address(OPEN, link),
    "own_agreement_accept": Address(NOT_FOUND, link, "post"),  # no version was named
    "own_goals": Address(OPEN, link),
    "own_goal_new": Address(OPEN, link),
    "own_goal": Address(OPEN, goal),
    "own_goal_fix": Address(OPEN, goal),
    "own_goal_rate": Address(OPEN, rated),
    "own_goal_delete": Address(OPEN, goal),
    "own_scores": Address(OPEN, link),
}
ADDRESSES = {f"mentoring:{name}": address for name, address in OF_AGREEMENTS.items()}
