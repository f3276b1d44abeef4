import functools

from tests.web.access_table import Address
from tests.web.mentoring import making

from mentorway.web.mentoring.models import KeptApart, Side

OPEN = "200 200 200 200 200 200"
PEOPLE = "login 404 200 200 403 403"
SENT = "login 404 302 302 403 403"


def make(world):
    if "mentoring_round" not in world.things:
        whole = making.make_round(world.partner, world.people["member"])
        world.things["mentoring_round"] = whole
        world.things["mentoring_person"] = making.join(whole)
    return world.things["mentoring_round"], world.things["mentoring_person"]


def whole(world, **more):
    return {"pk": make(world)[0].pk, **more}


def person(world):
    found, row = make(world)
    return {"pk": found.pk, "who": row.pk}


def apart(world):
    found, row = make(world)
    mentor = making.join(found, Side.MENTOR)
    kept = KeptApart.objects.create(round=found, mentee=row, mentor=mentor)
    return {"pk": found.pk, "which": kept.pk}


def token(world):
    return {"token": make(world)[0].token}


def link(world):
    return {"link": make(world)[1].link}


OF_PEOPLE = {
    "join": Address(OPEN, token),
    "joined": Address(OPEN, token),
    "people": Address(PEOPLE, whole),
    "new_person": Address(PEOPLE, whole),
    "import_people": Address(PEOPLE, whole),
    "export_people": Address(PEOPLE, functools.partial(whole, kind="csv")),
    "keep_apart": Address(PEOPLE, whole),
    "let_meet": Address(SENT, apart, "post"),
    "person": Address(PEOPLE, person),
    "change_person": Address(PEOPLE, person),
    "send_link": Address(SENT, person, "post"),
    "remove_person": Address(PEOPLE, person),
    "own": Address(OPEN, link),
    "own_profile": Address(OPEN, link),
    "own_data": Address(OPEN, link),
    "own_data_file": Address(OPEN, link),
    "own_settings": Address(OPEN, link),
    "own_leave": Address(OPEN, link),
    "own_delete": Address(OPEN, link),
}
ADDRESSES = {f"mentoring:{name}": address for name, address in OF_PEOPLE.items()}
