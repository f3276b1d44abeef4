import datetime as dt

from django.utils import timezone
from tests.conftest import make_partner
from tests.web.access_table import Address

from mentorway.web.network.models import (
    AgendaItem,
    Attendee,
    Contact,
    FollowUp,
    Visit,
    VisitFile,
    VisitPartner,
    VisitRevision,
    VisitState,
)

OWN = "login 200 200 200 200 200"
OF_HOST = "login 404 200 200 200 200"
SENT = "login 404 302 302 302 302"
BEGINS = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)


def make_visit(world, **fields):
    """Return a visit to which the partner of the world invites."""
    times = {"starts": BEGINS, "ends": BEGINS + dt.timedelta(hours=6)}
    row = Visit.objects.create(title="Visit", host=world.partner, **times, **fields)
    other = world.things.setdefault("guest", make_partner(sector="business"))
    VisitPartner.objects.create(visit=row, partner=other)
    return row


def visit(world):
    row = world.things.get("visit") or make_visit(world)
    world.things["visit"] = row
    return {"pk": row.pk}


def row_of(world):
    return Visit.objects.get(**visit(world))


def held(world):
    return {"pk": make_visit(world, state=VisitState.HELD).pk}


def deleted(world):
    return {"pk": make_visit(world, deleted=timezone.now()).pk}


def revision(world):
    row = row_of(world)
    VisitRevision.objects.get_or_create(visit=row, number=1, defaults={"fields": {"title": "Visit"}})
    return {"pk": row.pk, "number": 1}


def guest(world):
    return {**visit(world), "partner": world.things["guest"].pk}


def new_guest(world):
    return {**visit(world), "partner": world.partner.pk}


def contact(world):
    row, _new = Contact.objects.get_or_create(partner=world.partner, name="Aino Example")
    return {**visit(world), "contact": row.pk}


def point(world):
    fields = {"position": 1, "title": "Welcome", "minutes": 30}
    return {"pk": AgendaItem.objects.get_or_create(visit=row_of(world), defaults=fields)[0].pk}


def person(world):
    fields = {"partner": world.partner, "name": "Aino Example"}
    return {"pk": Attendee.objects.get_or_create(visit=row_of(world), defaults=fields)[0].pk}


def follow_up(world):
    fields = {"text": "Write", "owner_name": "Aino Example", "due": dt.date(2026, 4, 1)}
    return {"pk": FollowUp.objects.get_or_create(visit=row_of(world), defaults=fields)[0].pk}


def file(world):
    row = row_of(world)
    path = f"network/{row.pk:032x}.jpg"
    fields = {"name": "a.jpg", "media_type": "image/jpeg", "size": 1, "path": path}
    return {"pk": VisitFile.objects.get_or_create(visit=row, defaults=fields)[0].pk}


def kind(_world):
    return {"kind": "csv"}


ADDRESSES = {
    "network:visits": Address(OWN),
    "network:visits_file": Address(OWN, kind),
    "network:visits_calendar": Address(OWN),
    "network:visits_deleted": Address(OWN),
    "network:plan_visit": Address(OWN),
    "network:follow_ups": Address(OWN),
    "network:visit": Address(OF_HOST, visit),
    "network:visit_calendar": Address(OF_HOST, visit),
    "network:describe_visit": Address(OF_HOST, visit),
    "network:visit_minutes": Address(OF_HOST, visit),
    "network:visit_history": Address(OF_HOST, visit),
    "network:visit_revision": Address(OF_HOST, revision),
    "network:visit_partners": Address(OF_HOST, visit),
    "network:add_visit_partner": Address(SENT, new_guest, method="post"),
    "network:remove_visit_partner": Address(SENT, guest, method="post"),
    "network:hold_visit": Address(OF_HOST, visit),
    "network:reopen_visit": Address(OF_HOST, held),
    "network:cancel_visit": Address(OF_HOST, visit),
    "network:delete_visit": Address(OF_HOST, visit),
    "network:restore_visit": Address(OF_HOST, deleted),
    "network:visit_agenda": Address(OF_HOST, visit),
    "network:change_point": Address(OF_HOST, point),
    "network:move_point_up": Address(SENT, point, method="post"),
    "network:move_point_down": Address(SENT, point, method="post"),
    "network:remove_point": Address(OF_HOST, point),
    "network:visit_people": Address(OF_HOST, visit),
    "network:add_visit_person": Address(OF_HOST, visit),
    "network:add_visit_contact": Address(SENT, contact, method="post"),
    "network:change_visit_person": Address(OF_HOST, person),
    "network:remove_visit_person": Address(OF_HOST, person),
    "network:announce": Address("login 404 200 200 403 403", visit),
    "network:invite": Address(OF_HOST, visit),
    "network:add_follow_up": Address(OF_HOST, visit),
    "network:change_follow_up": Address(OF_HOST, follow_up),
    "network:finish_follow_up": Address(OF_HOST, follow_up),
    "network:reopen_follow_up": Address(OF_HOST, follow_up),
    "network:remove_follow_up": Address(OF_HOST, follow_up),
    "network:attach_to_visit": Address(OF_HOST, visit),
    "network:visit_file": Address("login 404 404 404 404 404", file),
    "network:visit_picture": Address("login 404 404 404 404 404", file),
    "network:caption_visit_file": Address(OF_HOST, file),
    "network:remove_visit_file": Address(OF_HOST, file),
}
