"""Meetings of a pair: planned, changed, said to have taken place, written down afterwards, cancelled."""

import datetime as dt
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.mentoring.actions import talk_letters as letters
from mentorway.web.mentoring.actions.relations import Held
from mentorway.web.mentoring.actions.together import working
from mentorway.web.mentoring.analysis import talks as analysis
from mentorway.web.mentoring.models import Place, Talk, TalkState
from mentorway.web.mentoring.queries import talks as queries

MOST_MEETINGS: Final = 500  # of one relationship
MOST_CHANGES: Final = 50  # of one meeting: each is a letter to everybody in it
FURTHEST: Final = dt.timedelta(days=2 * 365)
PLANNING: Final = ["starts", "minutes", "mode", "place", "link", "sequence", "changed"]
LOGGING: Final = ["starts", "minutes", "mode", "changed"]
AGAIN: Final = "again"


def book(place: Place, /, **facts: Any) -> Talk:
    """Plan a meeting and tell everybody in the relationship, with a file for the calendar."""
    with working(place) as (held, _mine):
        _refuse_many(held)
        talk = Talk(relation=held.relation)
        _plan(talk, place, facts)
        talk.full_clean()
        talk.save()
        letters.tell(talk, held.places, letters.NEW)
    return talk


def change(talk: Talk, place: Place, /, *, sequence: int, **facts: Any) -> Talk:
    """Change a planned meeting; who is in it is told when calendars show it differently."""
    with working(place) as (held, _mine):
        row = _row(held, talk)
        if row.state != TalkState.PLANNED:
            raise ValidationError(_("This meeting is not planned any more."))
        if row.sequence != sequence:
            raise ValidationError(_("Somebody has changed this meeting meanwhile. Look at it again first."))
        if row.sequence >= MOST_CHANGES:
            raise ValidationError(_("This meeting was changed very often. Cancel it and plan another."))
        before = analysis.calendar_state(row)
        _plan(row, place, facts)
        if analysis.calendar_state(row) == before:
            return row
        row.sequence += 1
        row.full_clean()
        row.save(update_fields=PLANNING)
        letters.tell(row, held.places, letters.CHANGED)
    return row


def log(place: Place, /, *, day: dt.date, again: bool = False, **facts: Any) -> Talk:
    """Keep that an unplanned meeting took place; a second on the same day only if it is meant."""
    now, zone = timezone.now(), place.person.zone
    with working(place) as (held, _mine):
        _refuse_many(held)
        _refuse_day(held, day, place, now)
        if not again:
            _refuse_same_day(held, day, place)
        starts = analysis.on_a_day(day, zone, now)
        talk = Talk(relation=held.relation, starts=starts, state=TalkState.HELD, logged=now, **facts)
        talk.full_clean()
        talk.save()
    return talk


def correct(talk: Talk, place: Place, /, *, day: dt.date, **facts: Any) -> Talk:
    """Correct when and how a meeting took place."""
    now, zone = timezone.now(), place.person.zone
    with working(place) as (held, _mine):
        row = _row(held, talk)
        if row.state != TalkState.HELD:
            raise ValidationError(_("Only a meeting that took place can be corrected."))
        _refuse_day(held, day, place, now)
        if day != row.starts.astimezone(zone).date():
            row.starts = analysis.on_a_day(day, zone, now)
        for name, value in facts.items():
            setattr(row, name, value)
        row.full_clean()
        row.save(update_fields=LOGGING)
    return row


def say_it_took_place(talk: Talk, place: Place) -> None:
    """Keep that a planned meeting took place; who says it twice changes nothing."""
    now = timezone.now()
    with working(place) as (held, _mine):
        row = _row(held, talk)
        if row.state == TalkState.HELD:
            return
        if row.state == TalkState.CANCELLED:
            raise ValidationError(_("This meeting is cancelled."))
        if row.starts > now:
            raise ValidationError(_("This meeting has not begun yet."))
        row.state, row.logged = TalkState.HELD, now
        row.full_clean()
        row.save(update_fields=["state", "logged", "changed"])


def cancel(talk: Talk, place: Place) -> None:
    """Cancel a meeting, or take back that it took place; of one that is to come, everybody is told."""
    now = timezone.now()
    with working(place) as (held, _mine):
        row = _row(held, talk)
        if row.state == TalkState.CANCELLED:
            return
        is_to_come = row.state == TalkState.PLANNED and row.ends > now
        row.state, row.logged = TalkState.CANCELLED, None
        row.sequence += 1
        row.full_clean()
        row.save(update_fields=["state", "logged", "sequence", "changed"])
        if is_to_come:
            letters.tell(row, held.places, letters.CANCELLED)


def _row(held: Held, talk: Talk) -> Talk:
    row = held.relation.talks.select_for_update(of=("self",)).filter(pk=talk.pk).first()
    if row is None:
        raise ValidationError(_("This meeting does not exist any more."))
    row.relation = held.relation
    return row


def _plan(talk: Talk, place: Place, facts: dict[str, Any]) -> None:
    """Take over when, how and where a meeting is planned, by the clock of who plans it."""
    now, zone, kept = timezone.now(), place.person.zone, talk.starts
    day, begins = facts.pop("day"), facts.pop("begins")
    # An hour that comes twice is kept as it was: the form cannot tell which of the two is meant.
    is_kept = kept is not None and kept.astimezone(zone).replace(tzinfo=None) == dt.datetime.combine(
        day, begins
    )
    talk.starts = kept if is_kept else analysis.begins_at(day, begins, zone)
    for name, value in facts.items():
        setattr(talk, name, value)
    if not is_kept and talk.starts <= now:
        raise ValidationError(
            {"day": _("This time has passed. If you have met already, write the meeting down instead.")}
        )
    if talk.starts > now + FURTHEST:
        raise ValidationError({"day": _("Plan at most two years ahead.")})
    for other in queries.planned_about(talk.relation, talk.starts, talk.ends):
        if other.pk != talk.pk and other.ends > talk.starts:
            raise ValidationError({"begins": analysis.clash_in_words(other, zone)})


def _refuse_many(held: Held) -> None:
    if held.relation.talks.count() >= MOST_MEETINGS:
        raise ValidationError(_("A pair has at most %(most)d meetings."), params={"most": MOST_MEETINGS})


def _refuse_day(held: Held, day: dt.date, place: Place, now: dt.datetime) -> None:
    zone, began = place.person.zone, held.relation.began
    if day > now.astimezone(zone).date():
        raise ValidationError({"day": _("This day is still to come. Plan the meeting instead.")})
    if began is not None and day < began.astimezone(zone).date():
        raise ValidationError({"day": _("Your pair had not begun yet on this day.")})


def _refuse_same_day(held: Held, day: dt.date, place: Place) -> None:
    for other in queries.not_cancelled(held.relation):
        if other.starts.astimezone(place.person.zone).date() == day:
            raise ValidationError(
                {AGAIN: _("A meeting on this day is on your list already. If there was another, tick this.")}
            )
