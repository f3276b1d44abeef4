from tests.web.access_table import Address
from tests.web.mentoring import making

from mentorway.web.mentoring.models import Concern, RoundState

OPEN = "200 200 200 200 200 200"
SENT = "302 302 302 302 302 302"
PEOPLE = "login 404 200 200 403 403"
DONE = "login 404 302 302 403 403"


def make(world):
    if "mentoring_ending" not in world.things:
        whole = making.make_round(world.partner, world.people["member"], state=RoundState.RUNNING)
        whole.ends_on = whole.starts_on
        whole.save()
        mentee, _mentor = making.pair(whole)
        world.things["mentoring_ending"] = Concern.objects.create(place=mentee, text="Please call me.")
    return world.things["mentoring_ending"]


def whole(world):
    return {"pk": make(world).place.relation.round_id}


def concern(world):
    return {**whole(world), "which": make(world).pk}


def link(world):
    place = make(world).place
    return {"link": place.person.link, "which": place.relation_id}


OF_ENDINGS = {
    "concerns": Address(PEOPLE, whole),
    "concern": Address(PEOPLE, concern),
    "settle_concern": Address(DONE, concern, "post"),
    "reopen_concern": Address(DONE, concern, "post"),
    "own_concern": Address(OPEN, link),
    "own_pause": Address(OPEN, link),
    "own_resume": Address(SENT, link, "post"),
    "own_end": Address(OPEN, link),
    "own_closing": Address(OPEN, link),
}
ADDRESSES = {f"mentoring:{name}": address for name, address in OF_ENDINGS.items()}
