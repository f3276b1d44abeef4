"""Who may see work, journals and groups of three, and the own pages of those who take part."""

import functools

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.conftest import make_member
from tests.web.access_table import Address
from tests.web.pilots import learning_making as making
from tests.web.pilots.making import enrol

from mentorway.web.core import attachments
from mentorway.web.pilots.actions import journal, works
from mentorway.web.pilots.models import Observation

PEOPLE_SEEN = "login 404 200 200 403 403"
EVERYONE = "200 200 200 200 200 200"
SENT = "302 302 302 302 302 302"
NOTHING = "404 404 404 404 404 404"


def cohort(world, **more):
    if "learning" not in world.things:
        world.things["learning"] = making.make_learning(world.partner, make_member(world.partner))
    return {"pk": world.things["learning"].pk, **more}


def with_(**more):
    return functools.partial(cohort, **more)


def person(world):
    cohort(world)
    if "learner" not in world.things:
        world.things["learner"] = enrol(world.things["learning"])
    return world.things["learner"]


def own(world, **more):
    return {"link": person(world).link, **more}


def own_with(**more):
    return functools.partial(own, **more)


def work(world):
    one = person(world)
    return cohort(world, which=works.hand_in(one, making.PLAN, text="My plan.", revision=0).pk)


def to_take_back(world):
    work(world)
    return own(world, key=making.PLAN)


def kept(world):
    """A file whose content is gone, so that no answer stays open; its content is tested elsewhere."""
    file = works.add_file(person(world), making.PLAN, file=SimpleUploadedFile("plan.txt", b"My plan."))
    attachments.forget(file.path)
    return file


def work_file(world):
    return cohort(world, which=kept(world).pk)


def own_file(world):
    return own(world, which=kept(world).pk)


def entry(world):
    row = journal.write(person(world), text="A thought.", is_shared=True)
    return own(world, which=row.pk)


def shared(world):
    return cohort(world, which=entry(world)["which"])


def triad(world):
    cohort(world)
    if "triad" not in world.things:
        people = person(world), enrol(world.things["learning"]), enrol(world.things["learning"])
        world.things["triad"] = making.make_triad(world.things["learning"], *people)
    return cohort(world, which=world.things["triad"].pk)


def placed(world):
    return {**triad(world), "who": person(world).pk}


def place(world):
    """The round in which the person observes: the second in the group is the mentor."""
    triad(world)
    group = world.things["triad"]
    mentor = group.places.get(place=1).participant_id
    return own(world, triad=group.pk, key=making.SEEN, mentor=mentor)


def seen(world):
    triad(world)
    group = world.things["triad"]
    observer = group.places.get(place=2).participant
    facts = {"triad": group, "assessment": making.SEEN, "mentor": person(world), "observer": observer}
    return own(world, which=Observation.objects.create(**facts, levels=making.GOOD).pk)


OF_LEARNING = {
    "works": Address(PEOPLE_SEEN, cohort),
    "works_file": Address(PEOPLE_SEEN, with_(kind="csv")),
    "work": Address(PEOPLE_SEEN, work),
    "assess": Address(PEOPLE_SEEN, work),
    "work_file": Address("login 404 404 404 403 403", work_file),
    "pass_many": Address(PEOPLE_SEEN, with_(key=making.PLAN)),
    "shared_journal": Address(PEOPLE_SEEN, cohort),
    "journal_reply": Address(PEOPLE_SEEN, shared),
    "triads": Address(PEOPLE_SEEN, cohort),
    "form_triads": Address(PEOPLE_SEEN, cohort),
    "shared_observations": Address(PEOPLE_SEEN, cohort),
    "add_to_triad": Address(PEOPLE_SEEN, triad),
    "move_in_triad": Address(PEOPLE_SEEN, placed),
    "remove_triad": Address(PEOPLE_SEEN, triad),
    "own_works": Address(EVERYONE, own),
    "own_work": Address(EVERYONE, own_with(key=making.PLAN)),
    "own_hand_in": Address(SENT, own_with(key=making.PLAN)),
    "own_take_back": Address(SENT, to_take_back, "post"),
    "own_file": Address(NOTHING, own_file),
    "own_file_remove": Address(EVERYONE, own_file),
    "own_quiz": Address(EVERYONE, own_with(key=making.QUIZ)),
    "own_journal": Address(EVERYONE, own),
    "own_new_entry": Address(EVERYONE, own),
    "own_entry": Address(EVERYONE, entry),
    "own_entry_share": Address(SENT, entry, "post"),
    "own_entry_delete": Address(EVERYONE, entry),
    "own_practice": Address(EVERYONE, own),
    "own_observe": Address(EVERYONE, place),
    "own_share_observation": Address(SENT, seen, "post"),
}
ADDRESSES = {f"pilots:{name}": address for name, address in OF_LEARNING.items()}
