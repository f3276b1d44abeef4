"""What all changes of proposals and relationships have in common: holding, beginning, leaving, closing.

Everything is decided one after the other for each round: its row is held first, then the relationship, then
its places and people.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.core.turns import writing
from mentorway.web.mentoring.actions import ending_letters, talk_letters
from mentorway.web.mentoring.actions import relation_letters as letters
from mentorway.web.mentoring.models import (
    AT_WORK,
    OPEN,
    Answer,
    Ending,
    Person,
    Place,
    Relation,
    RelationState,
    Round,
    Side,
    Talk,
    TalkState,
)
from mentorway.web.mentoring.queries import relations as queries


@dataclass(frozen=True)
class Held:
    """A relationship that nobody else changes meanwhile, and those who are in it."""

    relation: Relation
    places: list[Place]

    def of(self, side: str) -> list[Place]:
        """The places of one side."""
        return [one for one in self.places if one.side == side]


@contextmanager
def holding(whole: Round) -> Iterator[Round]:
    """Hold a round while proposals are made and answered; nobody changes the example."""
    with writing():
        rows = Round.objects.select_for_update(of=("self",)).select_related("partner")
        held = rows.filter(pk=whole.pk, deleted=None).first()
        if held is None:
            raise ValidationError(_("The mentoring round does not exist any more."))
        if held.is_example:
            raise ValidationError(_("This is an example: nothing can be changed here."))
        yield held


def hold(whole: Round, relation: Relation) -> Held:
    """Hold a relationship of a round that is held, with the places that are open and their people."""
    row = whole.relations.select_for_update(of=("self",)).filter(pk=relation.pk).first()
    if row is None:
        raise ValidationError(_("This proposal does not exist any more."))
    row.round = whole
    places = row.places.select_for_update(of=("self", "person")).select_related("person")
    found = list(places.filter(is_open=True).order_by("-side", "pk"))
    for one in found:
        one.relation, one.person.round = row, whole
    return Held(row, found)


def begin(held: Held, now: dt.datetime) -> None:
    """Let people work together once all have accepted, and give them each other's addresses."""
    relation = held.relation
    if relation.state != RelationState.PROPOSED or any(one.answer != Answer.ACCEPTED for one in held.places):
        return
    relation.state, relation.began, relation.ends_on = RelationState.ACTIVE, now, relation.round.ends_on
    relation.full_clean(validate_unique=False)
    relation.save(update_fields=["state", "began", "ends_on"])
    letters.bring_together(relation, held.places)


def leave(
    held: Held,
    place: Place,
    now: dt.datetime,
    *,
    ending: str = Ending.NO_FAULT,
    is_told: bool = False,
) -> None:
    """Take a person out: a group of several mentees goes on without one of them, everything else is over.

    Who ends it on their own page ``is_told`` like everybody else, so that nobody sees who asked for it.
    """
    staying = [one for one in held.places if one.pk != place.pk]
    if place.side == Side.MENTEE and any(one.side == Side.MENTEE for one in staying):
        place.is_open, place.left = False, now
        place.save(update_fields=["is_open", "left"])
        if held.relation.is_at_work:
            ending_letters.say_it_goes_on(staying)
            ending_letters.say_it_ended([place] if is_told else [])
            for talk in _meetings_to_come(held, now):
                talk_letters.tell(talk, [place], talk_letters.LEFT)
        begin(Held(held.relation, staying), now)
    else:
        close(held, now, ending=ending, untold=None if is_told else place)


def close(
    held: Held, now: dt.datetime, *, ending: str = Ending.NO_FAULT, untold: Place | None = None
) -> None:
    """Let a proposal not come about, or end a relationship; the letters say neither who nor why."""
    relation = held.relation
    if relation.state not in OPEN:
        return
    was_at_work = relation.is_at_work
    if was_at_work:
        relation.state, relation.ended, relation.ending = RelationState.ENDED, now, ending
        relation.paused_until = None
    else:
        relation.state = RelationState.DECLINED
    relation.full_clean(validate_unique=False)
    relation.save(update_fields=["state", "ended", "ending", "paused_until"])
    for one in held.places:
        one.is_open = False
        one.save(update_fields=["is_open"])
    told = [one for one in held.places if untold is None or one.pk != untold.pk]
    if was_at_work:
        _cancel_meetings_to_come(held, now)
        ending_letters.say_it_ended(told)
    else:
        letters.say_it_did_not_come_about(told)


def _meetings_to_come(held: Held, now: dt.datetime) -> Iterator[Talk]:
    coming = held.relation.talks.select_for_update(of=("self",)).filter(state=TalkState.PLANNED)
    for talk in coming.filter(starts__gt=now).order_by("starts"):
        talk.relation = held.relation
        yield talk


def _cancel_meetings_to_come(held: Held, now: dt.datetime) -> None:
    """Take meetings that were still to come out of all calendars."""
    for talk in _meetings_to_come(held, now):
        talk.state = TalkState.CANCELLED
        talk.sequence += 1
        talk.save(update_fields=["state", "sequence", "changed"])
        talk_letters.tell(talk, held.places, talk_letters.CANCELLED)


def withdraw(relation: Relation, *, state: str, ending: str = "") -> None:
    """Take a proposal back, or end a relationship; ``state`` is the one in which somebody decided so."""
    with holding(relation.round) as whole:
        held = hold(whole, relation)
        if held.relation.state not in OPEN:
            raise ValidationError(_("This is over already."))
        if held.relation.state != state:
            raise ValidationError(_("The proposal was accepted meanwhile. Look at it again first."))
        if state in AT_WORK and not ending:
            raise ValidationError({"ending": _("Choose how it ended.")})
        close(held, timezone.now(), ending=ending)


def withdraw_person(person: Person) -> None:
    """Take a person who leaves the round out of everything that is open."""
    now = timezone.now()
    with holding(person.round) as whole:
        for relation in queries.open_relations_of(person):
            held = hold(whole, relation)
            for place in [one for one in held.places if one.person_id == person.pk]:
                leave(held, place, now)
