"""Where a relationship under way stands, what is next for it, and what may be done about its end."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mentorway.web.mentoring.analysis.relations import members, stage_of
from mentorway.web.mentoring.models import AT_WORK, Person, Place, Relation, RelationState, RoundState
from mentorway.web.mentoring.queries import endings as queries
from mentorway.web.mentoring.queries import talks, together

MOST_DAYS_PAUSED: Final = 90
DAYS_BEFORE_THE_END: Final = 14
DAYS_TO_SAY_GOODBYE: Final = 30  # as long as the first page says so; it stays possible


class PairStep(StrEnum):
    """What is next for a pair."""

    PAUSED = "paused"
    GOODBYE = "goodbye"
    BOOK = "book"  # the first meeting
    ACCEPT = "accept"  # an agreement that waits for one's own word
    AGREE = "agree"
    GOALS = "goals"
    MEETING = "meeting"  # the next one is planned
    MEET = "meet"  # no next one is planned


@dataclass(frozen=True)
class Outlook:
    """Where a relationship under way stands, as the person in this place reads it."""

    place: Place
    partners: list[Person]
    next_meeting: dt.datetime | None
    last_meeting: dt.datetime | None
    agreed: dt.datetime | None
    has_agreement: bool
    waits_for_me: bool
    goals: int
    may_close: bool

    @property
    def step(self) -> PairStep:
        """What is next."""
        paused = self.place.relation.state == RelationState.PAUSED
        never_met = self.next_meeting is None and self.last_meeting is None
        ways = (
            (paused, PairStep.PAUSED),
            (self.may_close and self.place.closed is None, PairStep.GOODBYE),
            (never_met, PairStep.BOOK),
            (self.waits_for_me, PairStep.ACCEPT),
            (not self.has_agreement, PairStep.AGREE),
            (not self.goals, PairStep.GOALS),
            (self.next_meeting is not None, PairStep.MEETING),
        )
        return next((step for applies, step in ways if applies), PairStep.MEET)


def outlooks_of(person: Person, places: Sequence[Place], now: dt.datetime) -> list[Outlook]:
    """Return where every relationship of a person that is under way stands."""
    rows = [one for one in places if stage_of(one, now) in AT_WORK]
    if not rows:
        return []
    whole = person.round
    planned, held = talks.next_planned(whole), talks.last_held(whole)
    agreed, goals = together.agreement_days(whole), together.goal_counts(whole)
    waiting = queries.newest_agreements(rows)
    return [
        Outlook(
            place=one,
            partners=[other.person for other in members(one.relation) if other.person_id != person.pk],
            next_meeting=planned.get(one.relation_id),
            last_meeting=held.get(one.relation_id),
            agreed=agreed.get(one.relation_id),
            has_agreement=one.relation_id in waiting,
            waits_for_me=waiting.get(one.relation_id, False),
            goals=goals.get(one.relation_id, 0),
            may_close=may_close(one, now),
        )
        for one in rows
    ]


def today_of(relation: Relation, now: dt.datetime) -> dt.date:
    """Return the day by the clock of the round."""
    return now.astimezone(relation.round.zone).date()


def may_close(place: Place, now: dt.datetime) -> bool:
    """Whether it is time to say goodbye: the relationship is over, or nearly."""
    stage = stage_of(place, now)
    return stage == RelationState.ENDED or (stage in AT_WORK and ends_soon(place.relation, now))


def ends_soon(relation: Relation, now: dt.datetime) -> bool:
    """Whether the planned end is near."""
    if relation.ends_on is None:
        return False
    return relation.ends_on - dt.timedelta(days=DAYS_BEFORE_THE_END) <= today_of(relation, now)


def is_to_be_told(relation: Relation, now: dt.datetime) -> bool:
    """Whether people are to be told of the end; who began just before it has read the day already."""
    if relation.ends_on is None or relation.began is None or today_of(relation, now) > relation.ends_on:
        return False
    first = relation.ends_on - dt.timedelta(days=DAYS_BEFORE_THE_END)
    return ends_soon(relation, now) and relation.began.astimezone(relation.round.zone).date() < first


def is_quiet(person: Person, now: dt.datetime) -> bool:
    """Whether it is an hour, by the person's own clock, in which they want no reminders."""
    hour, first, last = now.astimezone(person.zone).hour, person.quiet_from, person.quiet_to
    return first <= hour < last if first <= last else hour >= first or hour < last


def says_goodbye(places: Sequence[Place], now: dt.datetime) -> Place | None:
    """Return the place of a relationship that has just ended and in which goodbye was not said yet."""
    since = now - dt.timedelta(days=DAYS_TO_SAY_GOODBYE)
    for one in places:
        ended = one.relation.ended
        if one.closed is None and stage_of(one, now) == RelationState.ENDED and ended and ended > since:
            return one
    return None


def last_day_to_pause(relation: Relation, now: dt.datetime) -> dt.date:
    """Return until when a pause can last: not too long, and over before the planned end."""
    longest = today_of(relation, now) + dt.timedelta(days=MOST_DAYS_PAUSED)
    return longest if relation.ends_on is None else min(longest, relation.ends_on - dt.timedelta(days=1))


def takes_part(person: Person) -> bool:
    """Whether the person can be brought together with somebody in this round."""
    return person.left is None and person.round.state in (RoundState.OPEN, RoundState.RUNNING)
