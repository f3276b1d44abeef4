import functools

from tests.web.access_table import Address
from tests.web.pilots import making

from mentorway.web.pilots.models import CohortState, Standing
from mentorway.web.pilots.queries.people import feed_sign

OPEN = "200 200 200 200 200 200"
OWN = "login 200 200 200 200 200"
PEOPLE = "login 404 200 200 403 403"
SENT = "login 404 302 302 403 403"
SENT_OPEN = "302 302 302 302 302 302"


def make(world):
    if "people_cohort" not in world.things:
        cohort = making.make_cohort(world.partner, world.people["member"], state=CohortState.OPEN)
        world.things["people_cohort"] = cohort
        world.things["people_person"] = making.enrol(cohort, standing=Standing.WAITING)
    return world.things["people_cohort"], world.things["people_person"]


def cohort(world, **more):
    return {"pk": make(world)[0].pk, **more}


def person(world):
    found, row = make(world)
    return {"pk": found.pk, "who": row.pk}


def token(world):
    return {"token": make(world)[0].token}


def link(world):
    return {"link": make(world)[1].link}


def sign(world):
    return {"sign": feed_sign(make(world)[1])}


OF_PEOPLE = {
    "open": Address(OPEN),
    "apply": Address(OPEN, token),
    "applied": Address(OPEN, token),
    "mine": Address(OWN),
    "own_calendar": Address(OPEN, sign),
    "people": Address(PEOPLE, cohort),
    "new_person": Address(PEOPLE, cohort),
    "import_people": Address(PEOPLE, cohort),
    "export_people": Address(PEOPLE, functools.partial(cohort, kind="csv")),
    "person": Address(PEOPLE, person),
    "change_person": Address(PEOPLE, person),
    "move_person": Address(PEOPLE, person),
    "send_link": Address(SENT, person, "post"),
    "renew_link": Address(PEOPLE, person),
    "remove_person": Address(PEOPLE, person),
    "own": Address(OPEN, link),
    "own_offer": Address("404 404 404 404 404 404", link, "post"),  # nothing was answered
    "own_withdraw": Address(OPEN, link),
    "own_data": Address(OPEN, link),
    "own_data_file": Address(OPEN, link),
    "own_settings": Address(OPEN, link),
    "own_delete": Address(OPEN, link),
    "forget_device": Address(SENT_OPEN, link, "post"),
}
ADDRESSES = {f"pilots:{name}": address for name, address in OF_PEOPLE.items()}
