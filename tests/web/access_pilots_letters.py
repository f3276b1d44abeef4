from tests.web.access_table import Address
from tests.web.pilots import making

from mentorway.web.pilots.models import Letter

OPEN = "200 200 200 200 200 200"
SEEN = "login 404 200 200 403 403"
SENT = "login 404 302 302 403 403"


def cohort(world, **more):
    if "letters_cohort" not in world.things:
        world.things["letters_cohort"] = making.make_cohort(world.partner, world.people["member"])
    return {"pk": world.things["letters_cohort"].pk, **more}


def letter(world):
    found = cohort(world)
    facts = {"subject": "News", "body": "Come.", "key": "k"}
    row = Letter.objects.create(cohort=world.things["letters_cohort"], **facts)
    return {**found, "which": row.pk}


def link(world):
    cohort(world)
    return {"link": making.enrol(world.things["letters_cohort"]).link}


OF_LETTERS = {
    "letters": Address(SEEN, cohort),
    "new_letter": Address(SEEN, cohort),
    "letter": Address(SEEN, letter),
    "announce": Address(SENT, cohort, "post"),
    "feedback": Address(SEEN, cohort),
    "invite_feedback": Address(SENT, cohort),
    "stop_letters": Address(OPEN, link),
}
ADDRESSES = {f"pilots:{name}": address for name, address in OF_LETTERS.items()}
