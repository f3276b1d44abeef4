"""Pausing, ending and saying goodbye, by the people in a relationship and by the calendar.

Nothing keeps who wanted an end, and everybody gets the same letter, also who asked for it: otherwise those
who compare what they got would know.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.mentoring.actions import ending_letters as letters
from mentorway.web.mentoring.actions.relations import Held, close, hold, holding, leave
from mentorway.web.mentoring.analysis import endings as analysis
from mentorway.web.mentoring.analysis.relations import day_in_words
from mentorway.web.mentoring.models import Ending, Nudge, Person, Place, RelationState, Round
from mentorway.web.mentoring.queries import endings as queries

EARLIER = (Ending.EARLY, Ending.NO_FAULT)


def pause(place: Place, until: dt.date) -> None:
    """Pause a relationship until a day, that day included; the others get a letter."""
    now = timezone.now()
    with holding(place.relation.round) as whole:
        held, row = _at_work(whole, place)
        relation = held.relation
        last = analysis.last_day_to_pause(relation, now)
        if not analysis.today_of(relation, now) <= until <= last:
            text = _("The pause can last from today until %(day)s.") % {"day": day_in_words(last)}
            raise ValidationError({"until": text})
        if (relation.state, relation.paused_until) == (RelationState.PAUSED, until):
            return
        _become(held, RelationState.PAUSED, until)
        letters.say_it_pauses(relation, [one for one in held.places if one.pk != row.pk])


def resume(place: Place) -> None:
    """Go on after a pause, or earlier; the others get a letter. Who goes on already changes nothing."""
    with holding(place.relation.round) as whole:
        held, row = _at_work(whole, place)
        if held.relation.state == RelationState.PAUSED:
            today = analysis.today_of(held.relation, timezone.now())
            _become(held, RelationState.ACTIVE, min(held.relation.paused_until or today, today))
            letters.say_it_resumes([one for one in held.places if one.pk != row.pk])


def end(place: Place, ending: str) -> None:
    """End a relationship now, or one's own part in a group of several mentees that goes on."""
    if ending not in EARLIER:
        raise ValidationError({"ending": _("Choose how it ended.")})
    with holding(place.relation.round) as whole:
        held, row = _at_work(whole, place)
        leave(held, row, timezone.now(), ending=ending, is_told=True)


def say_goodbye(place: Place, *, thanks: str, learned: str, wants_again: bool | None) -> None:
    """Keep thanks, what is taken along, and whether the person would like another relationship."""
    now = timezone.now()
    with holding(place.relation.round) as whole:
        relation = hold(whole, place.relation).relation
        rows = Place.objects.select_for_update(of=("self",)).select_related("person")
        row = rows.filter(pk=place.pk).first()
        if row is None:
            raise ValidationError(_("This is over already."))
        row.relation, row.person.round = relation, whole
        if not analysis.may_close(row, now):
            raise ValidationError(_("It is too early to say goodbye."))
        is_first = bool(thanks) and not row.closing_thanks
        changed = wants_again is not None and wants_again != row.wants_again
        row.closing_thanks, row.closing_learned, row.wants_again = thanks, learned, wants_again
        row.closed = row.closed or now
        row.full_clean(exclude=["relation", "person"])
        row.save(update_fields=["closing_thanks", "closing_learned", "wants_again", "closed"])
        if changed:
            _be_available(row.person, is_available=bool(wants_again))
        if is_first:
            letters.say_thanks_are_there(_companions(row, whole))


def _be_available(person: Person, *, is_available: bool) -> None:
    person.is_away, person.away_until = not is_available, None
    person.save(update_fields=["is_away", "away_until"])


def _companions(row: Place, whole: Round) -> list[Place]:
    found = list(queries.companions_of(row))
    for one in found:
        one.person.round = whole
    return found


def _at_work(whole: Round, place: Place) -> tuple[Held, Place]:
    """Return a relationship under way that nobody else changes meanwhile, and the own place in it."""
    held = hold(whole, place.relation)
    row = next((one for one in held.places if one.pk == place.pk), None)
    if row is None or not held.relation.is_at_work:
        raise ValidationError(_("This is over already."))
    return held, row


def _become(held: Held, state: RelationState, until: dt.date | None) -> None:
    """Pause or go on; once it goes on, the last day of the pause stays: silence is counted from there."""
    relation = held.relation
    relation.state, relation.paused_until = state, until
    relation.full_clean(validate_unique=False)
    relation.save(update_fields=["state", "paused_until"])


def do_due_work(now: dt.datetime) -> None:
    """End what has come to its planned end, go on after pauses, tell of ends that come near."""
    for relation in queries.perhaps_over(now):
        with holding(relation.round) as whole:
            held = hold(whole, relation)
            ends_on = held.relation.ends_on
            if held.relation.is_at_work and ends_on and ends_on < analysis.today_of(held.relation, now):
                close(held, now, ending=Ending.PLANNED)
    for relation in queries.perhaps_going_on(now):
        with holding(relation.round) as whole:
            _go_on(hold(whole, relation), now)
    for relation in queries.perhaps_ending_soon(now, analysis.DAYS_BEFORE_THE_END):
        with holding(relation.round) as whole:
            _tell_of_the_end(hold(whole, relation), now)


def _go_on(held: Held, now: dt.datetime) -> None:
    until = held.relation.paused_until
    is_paused = held.relation.state == RelationState.PAUSED
    if is_paused and until is not None and until < analysis.today_of(held.relation, now):
        _become(held, RelationState.ACTIVE, until)
        letters.say_it_resumes(held.places)


def _tell_of_the_end(held: Held, now: dt.datetime) -> None:
    ends_on = held.relation.ends_on
    if ends_on is None or not held.relation.is_at_work or not analysis.is_to_be_told(held.relation, now):
        return
    for place in held.places:
        if analysis.is_quiet(place.person, now) or queries.was_told_of_the_end(place, ends_on):
            continue
        nudge = Nudge(place=place, days=0, since=ends_on, at=now)
        nudge.full_clean(exclude=["place"])
        nudge.save()
        letters.remind_of_the_end(held.relation, place)
