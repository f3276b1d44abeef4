"""Who comes to a visit, and what is on its agenda."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.network.models import (
    AgendaItem,
    Attendee,
    Contact,
    Partner,
    Presence,
    Visit,
    VisitState,
)
from mentorway.web.network.queries import visits as queries

MOST_PEOPLE = 300
MOST_POINTS = 100
ANSWERS = (Presence.COMING, Presence.DECLINED)


@transaction.atomic
def add_person(visit: Visit, *, partner: Partner, name: str, email: str = "", **more: Any) -> Attendee:
    """Put a person on the list. Nobody is written to before the invitations are sent."""
    _lock(visit)
    if visit.people.count() >= MOST_PEOPLE:
        raise ValidationError(_("A visit has at most %(most)d people."), params={"most": MOST_PEOPLE})
    if email and visit.people.filter(email__iexact=email).exists():
        raise ValidationError({"email": _("Somebody with this address is on the list already.")})
    person = Attendee(visit=visit, partner=partner, name=name, email=email, **more)
    _refuse_strange_partner(visit, partner)
    person.full_clean()
    person.save()
    return person


def add_contact(visit: Visit, contact: Contact) -> Attendee:
    """Put a contact of a partner on the list."""
    return add_person(visit, partner=contact.partner, name=contact.name, email=contact.email, contact=contact)


@transaction.atomic
def change_person(person: Attendee, **facts: Any) -> None:
    """Correct what the list says about a person."""
    _lock(person.visit)
    email = facts.get("email", "")
    others = person.visit.people.exclude(pk=person.pk)
    if email and others.filter(email__iexact=email).exists():
        raise ValidationError({"email": _("Somebody with this address is on the list already.")})
    if "partner" in facts:
        _refuse_strange_partner(person.visit, facts["partner"])
    if email.lower() != person.email.lower() and "email" in facts:
        person.told = None  # the letter went to another address
    for name, value in facts.items():
        setattr(person, name, value)
    person.full_clean()
    person.save()


@transaction.atomic
def announce(visit: Visit, user: User, *, partner: Partner, presence: str, **journey: Any) -> Attendee:
    """Say for oneself whether one comes; who was not on the list is put there."""
    locked = _lock(visit)
    if locked.state != VisitState.PLANNED:
        raise ValidationError(_("It is not planned any more."))
    if presence not in ANSWERS:
        raise ValidationError({"presence": _("Say whether you come.")})
    person = queries.place_of(user, visit)
    if person is None:
        facts = {"name": user.name or user.email, "email": user.email, "presence": presence}
        return add_person(visit, partner=partner, **facts, **journey)
    change_person(person, presence=presence, **journey)
    return person


def remove_person(person: Attendee) -> None:
    """Take a person off the list."""
    if person.told is not None and person.visit.state == VisitState.PLANNED:
        raise ValidationError(
            _("This person has been invited. Note that they do not come, and tell them, instead.")
        )
    person.delete()


def _refuse_strange_partner(visit: Visit, partner: Partner) -> None:
    if not queries.everyone_at(visit).filter(pk=partner.pk).exists():
        raise ValidationError(
            {"partner": _("%(partner)s does not take part in this visit.") % {"partner": partner}}
        )


@transaction.atomic
def add_point(visit: Visit, *, title: str, minutes: int, speaker: str) -> AgendaItem:
    """Put a point at the end of the agenda."""
    _lock(visit)
    if visit.agenda.count() >= MOST_POINTS:
        raise ValidationError(_("An agenda has at most %(most)d points."), params={"most": MOST_POINTS})
    last = visit.agenda.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem(visit=visit, position=last + 1, title=title, minutes=minutes, speaker=speaker)
    item.full_clean()
    item.save()
    return item


def change_point(item: AgendaItem, *, title: str, minutes: int, speaker: str) -> None:
    """Correct a point of the agenda."""
    item.title, item.minutes, item.speaker = title, minutes, speaker
    item.full_clean()
    item.save(update_fields=["title", "minutes", "speaker"])


@transaction.atomic
def move_point(item: AgendaItem, *, up: bool) -> None:
    """Let a point change places with the one before or after it; at the end nothing happens."""
    _lock(item.visit)
    rows = list(item.visit.agenda.all())
    place = next((number for number, row in enumerate(rows) if row.pk == item.pk), None)
    other = None if place is None else place + (-1 if up else 1)
    if place is None or other is None or not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    _number(rows)


@transaction.atomic
def remove_point(item: AgendaItem) -> None:
    """Take a point off the agenda."""
    visit = _lock(item.visit)
    item.delete()
    _number(list(visit.agenda.all()))


def _number(rows: list[AgendaItem]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position
    AgendaItem.objects.bulk_update(rows, ["position"])


def _lock(visit: Visit) -> Visit:
    return Visit.objects.select_for_update().get(pk=visit.pk)
