"""Seats: who gets one, who waits, and what becomes of an offer.

Everything here is decided one after the other for each cohort: its row is held meanwhile, so that a hundred
people who press for the last seat at once get one seat. What is over by then lapses first, and what is free
afterwards goes to who waits longest.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.turns import writing
from mentorway.web.pilots.actions.meeting_letters import announce
from mentorway.web.pilots.actions.notices import Kind, tell
from mentorway.web.pilots.models import (
    Cohort,
    CohortState,
    Entry,
    Participant,
    Standing,
    StandingChange,
)
from mentorway.web.pilots.queries import people as queries

IN_ROW = ("standing", "waiting_since", "offer_until", "enrolled")
TELLS = {
    Standing.WAITING: Kind.WAITING,
    Standing.OFFERED: Kind.OFFERED,
    Standing.ENROLLED: Kind.ENROLLED,
    Standing.DECLINED: Kind.DECLINED,
    Standing.LAPSED: Kind.LAPSED,
    Standing.WITHDRAWN: Kind.WITHDRAWN,
    Standing.APPLIED: Kind.RECEIVED,
}


def free_seats(cohort: Cohort) -> int:
    """Return how many seats nobody has and nobody is offered."""
    return max(0, cohort.seats - cohort.people.on_seats().count())


def apply(cohort: Cohort, *, agreed_to: str = "", user: User | None = None, **facts: Any) -> Participant:
    """Take an application: who comes first has a seat while one is free, else a place on the waiting list."""
    with _deciding(cohort) as held:
        if not held.takes_applications_at(timezone.now()):
            raise ValidationError(_("Applications are not taken any more."))
        person = Participant(cohort=held, agreed_to=agreed_to, user=user, **facts)
        return enter(person, standing_for_new(held))


def standing_for_new(cohort: Cohort) -> Standing:
    """Return how somebody stands who comes now; the cohort must be held."""
    if cohort.entry == Entry.CHOSEN:
        return Standing.APPLIED
    has_seat = free_seats(cohort) > 0 and not cohort.people.waiting().exists()
    return Standing.ENROLLED if has_seat else Standing.WAITING


def enter(
    person: Participant, standing: str, *, by: User | None = None, why: str = "", writes: bool = True
) -> Participant:
    """Store a new person of a cohort that is held, and tell them."""
    now = timezone.now()
    person.email = person.email.strip().lower()
    person.standing = standing
    person.waiting_since = now if standing == Standing.WAITING else None
    person.enrolled = now if standing == Standing.ENROLLED else None
    person.full_clean()
    person.save()
    StandingChange.objects.create(participant=person, standing=standing, why=why, by=by)
    if writes:
        _tell(person)
    return person


def offer(person: Participant, *, by: User | None = None, why: str = "") -> None:
    """Hold a seat for a person until they take it or the time is over."""
    with _deciding(person.cohort) as held:
        row = _again(held, person)
        _refuse_when_full(held, row)
        _refuse_passing_over(held, row, why)
        _become(row, Standing.OFFERED, by=by, why=why)
    person.refresh_from_db(fields=IN_ROW)


def accept(person: Participant) -> None:
    """Take the seat that is held; who has it already keeps it."""
    with _deciding(person.cohort) as held:
        row = _again(held, person)
        if row.standing == Standing.LAPSED:
            raise ValidationError(_("The time in which the seat was held for you is over."))
        if row.standing != Standing.ENROLLED:
            if row.standing != Standing.OFFERED:
                raise ValidationError(_("No seat is held for you."))
            _become(row, Standing.ENROLLED)
    person.refresh_from_db(fields=IN_ROW)


def decline_offer(person: Participant) -> None:
    """Let others have the seat that is held."""
    with _deciding(person.cohort) as held:
        row = _again(held, person)
        if row.standing != Standing.OFFERED:
            raise ValidationError(_("No seat is held for you."))
        _become(row, Standing.WITHDRAWN)
    person.refresh_from_db(fields=IN_ROW)


def choose(person: Participant, *, by: User | None = None, why: str = "") -> None:
    """Give a person a seat at once."""
    with _deciding(person.cohort) as held:
        row = _again(held, person)
        _refuse_when_full(held, row)
        _refuse_passing_over(held, row, why)
        _become(row, Standing.ENROLLED, by=by, why=why)
    person.refresh_from_db(fields=IN_ROW)


def refuse(person: Participant, *, by: User | None = None, why: str = "") -> None:
    """Say that a person is not chosen, and why; they read it."""
    if not why.strip():
        raise ValidationError({"why": _("Say why: the person reads it.")})
    _move(person, Standing.DECLINED, by=by, why=why)


def put_on_list(person: Participant, *, by: User | None = None, why: str = "") -> None:
    """Put a person on the waiting list; whose offer is taken back keeps the place that they had."""
    if person.standing == Standing.OFFERED and person.cohort.entry == Entry.FIRST:
        raise ValidationError(
            _("Here free seats are offered to who waits longest by themselves: the offer would come back.")
        )
    _move(person, Standing.WAITING, by=by, why=why)


def take_again(person: Participant, *, by: User | None = None, why: str = "") -> None:
    """Treat a person who was not chosen, or has withdrawn, as if they had just applied."""
    _move(person, Standing.APPLIED, by=by, why=why)


def apply_again(person: Participant) -> None:
    """Come back after withdrawing, or after an offer has lapsed: like everybody who comes now."""
    with _deciding(person.cohort) as held:
        row = _again(held, person)
        if row.standing == Standing.WITHDRAWN and not held.takes_applications_at(timezone.now()):
            raise ValidationError(_("Applications are not taken any more."))
        wanted = standing_for_new(held) if row.standing == Standing.WITHDRAWN else Standing.WAITING
        if wanted == Standing.ENROLLED:  # by way of the list, which is empty: nobody is passed over
            _become(row, Standing.WAITING, writes=False)
        _become(row, wanted)
    person.refresh_from_db(fields=IN_ROW)


def withdraw(person: Participant, *, by: User | None = None, why: str = "") -> None:
    """Give up the seat or the place on the waiting list."""
    _move(person, Standing.WITHDRAWN, by=by, why=why)


def let_lapse(now: dt.datetime, cohort: Cohort | None = None) -> int:
    """Let offers end whose time is over and give free seats on; return in how many cohorts it was due."""
    if cohort is None:
        due = list(queries.with_decisions_due(now))
    else:
        due = [cohort] if queries.has_offer_over(cohort, now) else []
    for one in due:
        with _deciding(one, now):
            pass
    return len(due)


def fill(cohort: Cohort) -> None:
    """Give seats on that have become free, for example since there are more of them."""
    with _deciding(cohort):
        pass


@contextmanager
def deciding(cohort: Cohort) -> Iterator[Cohort]:
    """Hold a cohort while people come in or go."""
    with _deciding(cohort) as held:
        yield held


@contextmanager
def _deciding(cohort: Cohort, now: dt.datetime | None = None) -> Iterator[Cohort]:
    with writing():
        rows = Cohort.objects.select_for_update(of=("self",)).select_related("partner")
        held = rows.filter(pk=cohort.pk).first()
        if held is None:
            raise ValidationError(_("The cohort does not exist any more."))
        moment = now or timezone.now()
        _lapse(held, moment)
        yield held
        _fill(held, moment)


def _lapse(cohort: Cohort, now: dt.datetime) -> None:
    for person in cohort.people.filter(standing=Standing.OFFERED, offer_until__lt=now):
        person.cohort = cohort
        _become(person, Standing.LAPSED)


def _fill(cohort: Cohort, now: dt.datetime) -> None:
    """Offer free seats to who waits longest, unless people choose, or it is too late to join."""
    if cohort.entry != Entry.FIRST or cohort.is_example or cohort.deleted is not None:
        return
    free = free_seats(cohort)
    if not free or not queries.is_worth_joining(cohort, now):
        return
    for person in cohort.people.waiting()[:free]:
        person.cohort = cohort
        _become(person, Standing.OFFERED)


def _move(person: Participant, standing: Standing, *, by: User | None, why: str) -> None:
    with _deciding(person.cohort) as held:
        row = _again(held, person)
        if row.standing == standing:
            return
        if row.standing == Standing.ENROLLED and held.state == CohortState.FINISHED:
            raise ValidationError(_("The training is over: nobody leaves it any more."))
        _become(row, standing, by=by, why=why)
    person.refresh_from_db(fields=IN_ROW)


def _again(cohort: Cohort, person: Participant) -> Participant:
    """Return a person as they stand now, while the cohort is held."""
    row = cohort.people.filter(pk=person.pk).first()
    if row is None:
        raise ValidationError(_("The data of this person are deleted."))
    row.cohort = cohort
    return row


def _refuse_when_full(cohort: Cohort, person: Participant) -> None:
    own = person.standing == Standing.OFFERED
    if not own and not free_seats(cohort):
        text = _("All %(seats)d seats are taken or held for somebody. Add seats first, or wait.")
        raise ValidationError(text % {"seats": cohort.seats})


def _refuse_passing_over(cohort: Cohort, person: Participant, why: str) -> None:
    """Who waits longest comes first, unless somebody says why not."""
    if person.standing != Standing.WAITING or why.strip():
        return
    first = cohort.people.waiting().first()
    if first is not None and first.pk != person.pk:
        text = _("%(name)s waits longer. Say why this person has the seat first: the reason is kept.")
        raise ValidationError({"why": text % {"name": first.name}})


def _become(
    person: Participant, standing: Standing, *, by: User | None = None, why: str = "", writes: bool = True
) -> None:
    """Change how a person stands, keep who did so and why, and tell them."""
    if not person.may_become(standing):
        text = _("This is not possible any more: %(name)s stands as “%(standing)s” by now.")
        raise ValidationError(text % {"name": person.name, "standing": person.get_standing_display()})
    now, was = timezone.now(), person.standing
    person.standing = standing
    held = dt.timedelta(hours=person.cohort.offer_hours)
    person.offer_until = now + held if standing == Standing.OFFERED else None
    if standing == Standing.WAITING and was != Standing.OFFERED:
        person.waiting_since = now
    if standing == Standing.ENROLLED:
        person.enrolled = now
    person.full_clean(validate_unique=False)
    person.save(update_fields=IN_ROW)
    StandingChange.objects.create(participant=person, standing=standing, why=why, by=by)
    if writes:
        _tell(person, why)


def _tell(person: Participant, why: str = "") -> None:
    # Why somebody was passed over is about others too: only who is not chosen is told a reason.
    said = why if person.standing == Standing.DECLINED else ""
    tell(person, TELLS[Standing(person.standing)], why=said)
    if person.standing == Standing.ENROLLED:
        announce(person.cohort, [person])
    if person.standing == Standing.ENROLLED:
        announce(person.cohort, [person])
