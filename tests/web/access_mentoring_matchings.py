import functools

from tests.web.access_table import Address
from tests.web.mentoring import making, matching_making

from mentorway.web.mentoring.actions import matchings as doing
from mentorway.web.mentoring.actions.matchings import Wish

PAGES = "login 404 200 200 403 403"
SENT = "login 404 302 302 403 403"


def make(world):
    if "mentoring_matching" not in world.things:
        whole = matching_making.matchable(partner=world.partner, user=world.people["member"])
        matching_making.mentee(whole)
        matching_making.mentor(whole)
        alone = matching_making.mentee(whole, "Eva", ["sv"])
        world.things["mentoring_matching"] = doing.compute(whole, None, Wish()), alone
    return world.things["mentoring_matching"]


def whole(world, **more):
    return {"pk": make(world)[0].round_id, **more}


def matching(world, **more):
    return whole(world, number=make(world)[0].number, **more)


def pair(world):
    return matching(world, mentee=make(world)[0].found["pairs"][0]["mentee"])


def person(world):
    return matching(world, who=make(world)[1].pk)


def stopped(world):
    found = making.make_matching(make(world)[0].round, state="stopped", found={})
    return whole(world, number=found.number)


def computing(world):
    found = making.make_matching(make(world)[0].round, state="computing", found={})
    return whole(world, number=found.number)


OF_MATCHINGS = {
    "criteria": Address(PAGES, whole),
    "new_criterion": Address(PAGES, whole),
    "change_criterion": Address(PAGES, functools.partial(whole, key="hours")),
    "remove_criterion": Address(PAGES, functools.partial(whole, key="hours")),
    "matchings": Address(PAGES, whole),
    "new_matching": Address(PAGES, whole),
    "try_matching": Address(PAGES, whole),
    "matching": Address(PAGES, matching),
    "stop_matching": Address(SENT, computing, "post"),
    "match_again": Address(PAGES, matching),
    "delete_matching": Address(PAGES, stopped),
    "export_matching": Address(PAGES, functools.partial(matching, kind="csv")),
    "matching_pair": Address(PAGES, pair),
    "matching_person": Address(PAGES, person),
}
ADDRESSES = {f"mentoring:{name}": address for name, address in OF_MATCHINGS.items()}
