import datetime as dt

from django.utils import timezone
from tests.web.access_table import Address
from tests.web.mentoring import making

from mentorway.web.mentoring.actions import notes
from mentorway.web.mentoring.models import Talk

OPEN = "200 200 200 200 200 200"
DONE = "302 302 302 302 302 302"


def make(world):
    if "mentoring_pair" not in world.things:
        world.things["mentoring_pair"] = making.pair(days_ago=30)[0]
    return world.things["mentoring_pair"]


def place(world, **more):
    found = make(world)
    return {"link": found.person.link, "which": found.relation_id, **more}


def talk(world):
    row = Talk.objects.create(relation=make(world).relation, starts=timezone.now() - dt.timedelta(days=1))
    return place(world, number=row.pk)


def note(world):
    return place(world, number=notes.write(make(world), text="What I take along").pk)


def guide(world):
    return place(world, slug="goals")


OF_TALKS = {
    "own_talks": Address(OPEN, place),
    "own_talk_new": Address(OPEN, place),
    "own_talk_log": Address(OPEN, place),
    "own_talk": Address(OPEN, talk),
    "own_talk_held": Address(DONE, talk, "post"),
    "own_talk_cancel": Address(OPEN, talk),
    "own_talk_file": Address(OPEN, talk),
    "own_calendar": Address(OPEN, place),
    "own_notes": Address(OPEN, place),
    "own_note_new": Address(OPEN, place),
    "own_note": Address(OPEN, note),
    "own_note_delete": Address(OPEN, note),
    "own_notes_file": Address(OPEN, place),
    "own_guides": Address(OPEN, place),
    "own_guide": Address(OPEN, guide),
}
ADDRESSES = {f"mentoring:{name}": address for name, address in OF_TALKS.items()}
