import functools

from tests.web.access_table import Address
from tests.web.mentoring import making

from mentorway.web.mentoring.models import Enquiry, Side

OPEN = "200 200 200 200 200 200"
NOT_FOUND = "404 404 404 404 404 404"
PAIRS = "login 404 200 200 403 403"


def make(world):
    if "mentoring_relation" not in world.things:
        whole = making.make_round(world.partner, world.people["member"])
        mentor, mentee = making.join(whole, Side.MENTOR), making.join(whole)
        relation = making.propose(whole, mentor, mentee)
        Enquiry.objects.create(place=relation.places.get(side=Side.MENTEE), text="Who is it?")
        making.make_matching(whole)
        world.things["mentoring_relation"] = relation
    return world.things["mentoring_relation"]


def whole(world, **more):
    return {"pk": make(world).round_id, **more}


def relation(world):
    row = make(world)
    return {"pk": row.round_id, "which": row.pk}


def enquiry(world):
    row = make(world)
    return {"pk": row.round_id, "which": Enquiry.objects.get(place__relation=row).pk}


def link(world):
    row = make(world)
    return {"link": row.places.get(side=Side.MENTEE).person.link, "which": row.pk}


OF_RELATIONS = {
    "confirm_matching": Address(PAIRS, functools.partial(whole, number=1)),
    "relations": Address(PAIRS, whole),
    "export_relations": Address(PAIRS, whole),
    "relation": Address(PAIRS, relation),
    "withdraw_relation": Address(PAIRS, relation),
    "reply_enquiry": Address(PAIRS, enquiry),
    "own_relation": Address(OPEN, link),
    "own_answer": Address(NOT_FOUND, link, "post"),  # nothing was answered
    "own_ask": Address(OPEN, link, "post"),  # nothing was asked: the page says so
}
ADDRESSES = {f"mentoring:{name}": address for name, address in OF_RELATIONS.items()}
